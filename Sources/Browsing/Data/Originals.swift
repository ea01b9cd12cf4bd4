import Documents
import Platform
import WebArchive

/// Pages as they were captured, from the archives of a corpus where those are at hand.
struct Originals: Sendable {
    /// Folders in which an archive is looked for by its name.
    let folders: [String]
    /// Bytes of a page at most.
    private static let largest = 16 << 20

    /// Where the archive of a document lies; nil when it is not at hand.
    func archive(of document: Document) -> String? {
        // `x.wacz/archive/data.warc.gz` lies in `x.wacz`.
        guard let name = document.provenance.archive.split(separator: "/").first, name != "..", name != "." else {
            return nil
        }
        return folders.map { $0 + "/" + name }.first { Files.exists($0) && !Files.isFolder($0) }
    }

    /// The page, for a frame in which nothing runs and into which nothing is loaded.
    /// - Throws: `ArchiveError`, `HTTPFault` for an archive that is not the one the corpus was made from.
    func response(_ document: Document) throws -> SiteResponse {
        let place = document.provenance
        guard let path = archive(of: document),
            let source = try Archives.sources(at: path).first(where: { $0.name == place.archive })
        else {
            return .problem(404, "The archive \(place.archive) is not at hand: quarry serve CORPUS --archives FOLDER")
        }
        // By its URL where several records share a member; a URL that was mended on the way finds nothing.
        let record =
            try (try? ArchiveLookup.record(in: source, at: .init(offset: place.offset, url: document.url)))
            ?? ArchiveLookup.record(in: source, at: .init(offset: place.offset))
        let payload = try HTTPPayload.of(record)
        guard payload.body.count <= Self.largest else { return .problem(404, "The page is too large to be shown.") }
        var response = SiteResponse(status: 200, type: Originals.type(payload.contentType), body: payload.body)
        response.isForeign = true
        return response
    }

    /// HTML whatever it called itself, with its character set when that is a plain word.
    private static func type(_ type: ContentType) -> String {
        let charset = type.charset ?? ""
        let isPlain = charset.utf8.allSatisfy { byte in
            (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) || byte == 0x2D
                || byte == 0x5F
        }
        return "text/html" + (charset.isEmpty || !isPlain ? "" : "; charset=" + charset)
    }
}
