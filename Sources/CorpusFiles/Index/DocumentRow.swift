package import Documents
package import Facts
package import Platform

/// What the index knows of a document: where it lies and what can be asked for in SQL.
package struct DocumentRow: Sendable, Equatable {
    /// 20 hexadecimal digits.
    package var id: String
    /// Index of the shard: among the part's own shards while rows are written, of the corpus in the index.
    package var shard: Int
    /// Place among the documents, from 0: in the shard while rows are written, in the corpus in the index.
    package var number: Int
    /// The frame: its place in the shard.
    package var frame: FrameEntry
    /// Byte offset in the frame's text.
    package var offset: Int
    /// Bytes, without the line feed.
    package var length: Int
    /// The page's URL.
    package var url: String
    /// 14 digits, `""` when unknown.
    package var captured: String
    /// ISO 639-1 code, `""` when it was not identified.
    package var language: String
    /// The page's title.
    package var title: String
    /// Occurrences of images.
    package var images: Int
    /// The signals of the record.
    package var profile: TextProfile

    /// The row of a document that was written to a shard.
    /// - Parameters:
    ///   - shard: index of the shard among the part's shards.
    ///   - line: its line in the shard, from 0.
    ///   - place: as `FramedWriter.append` gave it.
    ///   - frames: as `FramedWriter.commit` gave them.
    /// - Throws: `StorageError.unwritable` when the id is not 20 digits or the place is in no frame.
    package init(
        _ document: Document, shard: Int, line: Int, at place: LineLocation, in frames: [FrameEntry]
    ) throws(StorageError) {
        guard frames.indices.contains(place.frame), document.id.utf8.count == 20 else {
            throw .unwritable(path: "index", detail: "no row for document '\(document.id)' in frame \(place.frame)")
        }
        id = document.id
        self.shard = shard
        number = line
        frame = frames[place.frame]
        offset = place.offset
        length = place.length
        url = document.url
        captured = document.captured
        language = document.language
        title = document.title
        images = document.imageCount
        profile = document.profile
    }

    /// The host of the URL in lower case, without user, port and a leading `www.`; `""` when there is none.
    package var domain: String { DocumentRow.domain(of: url) }

    static func domain(of url: String) -> String {
        let bytes = Array(url.utf8)
        guard let scheme = bytes.indices.first(where: { bytes[$0...].starts(with: "://".utf8) }) else { return "" }
        var host = bytes[(scheme + 3)...].prefix { ![0x2F, 0x3F, 0x23, 0x5C].contains($0) }  // / ? # \
        if let at = host.lastIndex(of: UInt8(ascii: "@")) { host = host[(at + 1)...] }
        if host.first != UInt8(ascii: "["), let colon = host.firstIndex(of: UInt8(ascii: ":")) {
            host = host[..<colon]
        }
        let name = String(decoding: host.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }, as: UTF8.self)
        return name.hasPrefix("www.") ? String(name.dropFirst(4)) : name
    }
}

/// What the index knows of an image: where its bytes lie and what was measured on them.
package struct ImageRow: Sendable, Equatable {
    /// Index of the pack, -1 when the corpus has the image's URL but not its bytes.
    package var pack: Int
    /// Byte offset of the content in the pack.
    package var offset: Int
    /// Bytes of the content.
    package var length: Int
    /// SHA-256, perceptual hash, size and format.
    package var signals: ImageSignals

    /// An image in a pack.
    package init(pack: Int, offset: Int, length: Int, signals: ImageSignals) {
        self.pack = pack
        self.offset = offset
        self.length = length
        self.signals = signals
    }
}

/// One image in one document.
package struct OccurrenceRow: Sendable, Equatable {
    /// The document's id.
    package var document: String
    /// Index in the record's `segments`.
    package var position: Int
    /// SHA-256 of the image, `""` when its bytes are unknown.
    package var image: String
    /// The URL it is shown by.
    package var url: String

    /// The occurrences of a document's images.
    package static func rows(of document: Document) -> [OccurrenceRow] {
        document.nodes.enumerated().compactMap { position, node in
            guard case .image(let image) = node else { return nil }
            return OccurrenceRow(
                document: document.id, position: position, image: image.signals?.sha256 ?? "", url: image.url)
        }
    }
}
