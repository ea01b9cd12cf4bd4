import CZstd
import Platform

/// Finds what a file holds, and cuts it in ranges.
public enum Archives {
    /// The archives in the file at `path`, each as one whole window; what it holds is told by its bytes, not its name.
    /// - Throws: `ArchiveError` when it cannot be read or is none of ours.
    public static func sources(at path: String) throws(ArchiveError) -> [ArchiveSource] {
        let file: MappedFile
        do { file = try MappedFile(path: path) } catch { throw .system(error) }
        let name = path.split(separator: "/").last.map(String.init) ?? path
        if file.bytes.starts(with: [0x50, 0x4B, 3, 4]) { return try WACZ.sources(file, name: name) }
        guard let format = format(file.bytes, 0, file.bytes.count, name: name) else { throw .unknownFormat(path: path) }
        return [whole(path, name, format, 0, file.bytes.count)]
    }

    static func whole(_ path: String, _ name: String, _ format: ArchiveFormat, _ begin: Int, _ end: Int)
        -> ArchiveSource
    {
        ArchiveSource(
            path: path, name: name, format: format, begin: begin, end: end, containerBegin: begin, containerEnd: end)
    }

    /// By the first bytes; a damaged or empty file by its name.
    static func format(_ bytes: UnsafeRawBufferPointer, _ begin: Int, _ end: Int, name: String) -> ArchiveFormat? {
        let head = Array(bytes[begin..<min(end, begin + 1024)])
        if head.starts(with: [0x1F, 0x8B]) { return .warcGzip }
        if head.starts(with: [0x28, 0xB5, 0x2F, 0xFD]) { return .warcZstd }
        if head.count > 4, head[0] & 0xF0 == 0x50, head[1...].starts(with: [0x2A, 0x4D, 0x18]) { return .warcZstd }
        let text = head.drop { $0 <= 0x20 || $0 >= 0x80 }
        if text.starts(with: Array("WARC/".utf8)) { return .warc }
        let lower = name.lowercased()
        let endings: [(String, ArchiveFormat)] = [
            (".warc.gz", .warcGzip), (".warc.zst", .warcZstd), (".warc", .warc), (".html", .html), (".htm", .html),
            (".xhtml", .html),
        ]
        if let known = endings.first(where: { lower.hasSuffix($0.0) }) { return known.1 }
        return text.first == UInt8(ascii: "<") ? .html : nil
    }

    /// Cuts a window in ranges of about `targetBytes`. Gzip is cut at any byte (a reader finds the next member), the
    /// others at the beginnings of records and frames, which are found by reading lengths only.
    /// - Throws: `ArchiveError.system` when the file cannot be read.
    public static func split(_ source: ArchiveSource, targetBytes: Int) throws(ArchiveError) -> [ArchiveSource] {
        guard source.format != .html, source.end - source.begin > targetBytes, targetBytes > 0 else { return [source] }
        var cuts = Array(stride(from: source.begin + targetBytes, to: source.end, by: targetBytes))
        if source.format != .warcGzip {
            let file: MappedFile
            do { file = try MappedFile(path: source.path, advice: .random) } catch { throw .system(error) }
            let starts = source.format == .warc ? records(source, file.bytes) : frames(source, file.bytes)
            cuts = align(cuts, to: starts)
        }
        let ends = cuts + [source.end]
        let begins = [source.begin] + cuts
        return zip(begins, ends).map { source.window($0, $1) }
    }

    /// The first start at or after each cut, each once.
    private static func align(_ cuts: [Int], to starts: [Int]) -> [Int] {
        var aligned: [Int] = []
        var at = 0
        for cut in cuts {
            while at < starts.count, starts[at] < cut { at += 1 }
            if at < starts.count, starts[at] != aligned.last { aligned.append(starts[at]) }
        }
        return aligned
    }

    /// Offsets of records, followed by their lengths; ends where a header cannot be followed.
    private static func records(_ source: ArchiveSource, _ bytes: UnsafeRawBufferPointer) -> [Int] {
        var starts: [Int] = []
        var at = source.begin
        while at < source.end {
            while at < source.end, bytes[at] == 0x0D || bytes[at] == 0x0A { at += 1 }
            let head = Array(bytes[at..<min(source.end, at + 1 << 16)])
            guard head.starts(with: Array("WARC/".utf8)), let end = HeaderLines.end(in: head[...]) else { break }
            let header = WARCHeader(lines: head[..<end])
            guard let text = header["content-length"], let length = Int(text), length >= 0,
                length <= source.end - at - end
            else { break }
            starts.append(at)
            at += end + length
        }
        return starts
    }

    /// Offsets of zstd frames, by the sizes of their blocks.
    private static func frames(_ source: ArchiveSource, _ bytes: UnsafeRawBufferPointer) -> [Int] {
        var starts: [Int] = []
        var at = source.begin
        while at < source.end, let base = bytes.baseAddress {
            let size = ZSTD_findFrameCompressedSize(base + at, source.end - at)
            guard ZSTD_isError(size) == 0, size > 0 else { break }
            starts.append(at)
            at += size
        }
        return starts
    }
}

/// Reads one record again by its place.
public enum ArchiveLookup {
    /// The record at `offset`.
    /// - Throws: `ArchiveError` when the file cannot be read or has no whole record there.
    public static func record(
        path: String, format: ArchiveFormat, offset: Int, length: Int, limits: ArchiveLimits
    ) throws(ArchiveError) -> ArchiveRecord {
        let size: Int
        do { size = try Files.size(path) } catch { throw .system(error) }
        // The window is the record alone; what decodes it may need what stands before (a dictionary).
        let source = ArchiveSource(
            path: path, name: path, format: format, begin: offset, end: min(size, offset + 1),
            containerBegin: format == .warcZstd ? 0 : offset, containerEnd: size)
        var reader = try ArchiveReader(source, limits: limits)
        guard case .record(let record)? = reader.next(), record.offset == offset else {
            throw .noRecord(path: path, offset: offset)
        }
        return record
    }
}
