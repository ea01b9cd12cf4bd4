import Platform

/// Finds what files hold, cuts it in ranges for several workers, and reads it, whatever its format.
public enum Archives {
    /// The formats there are. The first that knows a file's bytes has it.
    package static let formats: [any InputFormat] = [
        WACZFormat(), WARCFormat(), MHTMLFormat(), HTMLFormat(),
    ]

    /// The format that reads a source.
    package static func format(of source: ArchiveSource) -> any InputFormat {
        formats.first { $0.formats.contains(source.format) } ?? WARCFormat()
    }

    /// What the file at `path` holds, each as one window over all of it. The bytes decide, not the name.
    ///
    /// - Throws: `ArchiveError` when the file cannot be read, or is of no format.
    public static func sources(at path: String) throws(ArchiveError) -> [ArchiveSource] {
        let file: MappedFile
        do { file = try MappedFile(path: path) } catch { throw .system(error) }
        let name = path.split(separator: "/").last.map(String.init) ?? path
        guard !file.bytes.isEmpty else { throw .empty(path: path) }
        guard RecordCutter.skipPadding(file.bytes, from: 0) < file.bytes.count else {
            throw .unknownFormat(path: path, detail: "nothing but zeros or line ends")
        }
        for isLast in [false, true] {
            for format in formats {
                if let sources = try format.sources(of: file, name: name, isLast: isLast) { return sources }
            }
        }
        throw .unknownFormat(path: path, detail: Sniffer.look(file.bytes))
    }

    /// Cuts `source` in windows of about `targetBytes`, each beginning where a record does; one window when it is small
    /// or has no place to cut (a file that is one gzip member, HTML).
    ///
    /// Read one after the other they give the records that `source` gives, each once.
    /// - Throws: `ArchiveError.system` when the file cannot be opened.
    public static func split(_ source: ArchiveSource, targetBytes: Int) throws(ArchiveError) -> [ArchiveSource] {
        let target = max(1, targetBytes)
        guard source.end - source.begin > target else { return [source] }
        return try format(of: source).split(source, targetBytes: target)
    }

    /// Cuts `source` in windows of `targetBytes` by its size alone where its records are found from anywhere, so that nothing
    /// of it is read: gzip and zstd; others as `split` does.
    /// - Throws: as `split`.
    package static func windows(_ source: ArchiveSource, targetBytes: Int) throws(ArchiveError) -> [ArchiveSource] {
        guard source.format == .warcGzip || source.format == .warcZstd, source.end - source.begin > targetBytes else {
            return try split(source, targetBytes: targetBytes)
        }
        return stride(from: source.begin, to: source.end, by: max(1, targetBytes)).map {
            source.window($0, min(source.end, $0 + targetBytes))
        }
    }

    /// Reads the records of a source.
    /// - Throws: `ArchiveError.system` when the file cannot be opened.
    package static func reader(
        _ source: ArchiveSource, limits: ArchiveLimits = ArchiveLimits()
    ) throws(ArchiveError) -> any RecordReader {
        try format(of: source).reader(source, limits: limits)
    }

    /// A file of text that may be in gzip, as lists are; nil when it is damaged or has more than `limit` bytes.
    package static func text(_ bytes: [UInt8], limit: Int) -> [UInt8]? {
        guard bytes.starts(with: [0x1F, 0x8B]) else { return bytes.count <= limit ? bytes : nil }
        let result = bytes.withUnsafeBytes { ContentCoding.gzip.inflate($0, limit: limit) }
        if case .whole(let text) = result { return text }
        return nil
    }

    /// Whether a file is called as a file of some format is: archives (`page` false) or pages.
    package static func isName(_ path: String, ofPage page: Bool) -> Bool {
        let name = path.lowercased()
        return formats.contains { $0.isPage == page && $0.endings.contains(where: name.hasSuffix) }
    }
}
