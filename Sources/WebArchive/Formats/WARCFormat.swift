package import Platform

/// WARC (ISO 28500) and ARC, plain, in gzip members or in zstd frames.
package struct WARCFormat: InputFormat {
    package let formats: [ArchiveFormat] = [.warcGzip, .warc, .warcZstd]
    package let endings = [".warc.gz", ".warc", ".warc.zst", ".arc", ".arc.gz"]

    package func sources(of file: MappedFile, name: String, isLast: Bool) throws(ArchiveError) -> [ArchiveSource]? {
        let bytes = file.bytes
        let format =
            isLast
            ? (Self.hasRecord(bytes) ? ArchiveFormat.warc : nil)
            : try Self.format(bytes, path: file.path)
        return format.map { [ArchiveSource(whole: file.path, name: name, format: $0, 0..<bytes.count)] }
    }

    /// By the first bytes; nil when they are of something else.
    /// - Throws: `ArchiveError.unknownFormat` for compressed bytes without a record.
    static func format(_ bytes: UnsafeRawBufferPointer, path: String) throws(ArchiveError) -> ArchiveFormat? {
        if bytes.has((0x1F, 0x8B, 0x08), at: 0) { return try compressed(bytes, path, .warcGzip, .gzip) }
        let number = bytes.integer(at: 0, width: 4) ?? 0
        if number == 0xFD2F_B528 || number & 0xFFFF_FFF0 == 0x184D_2A50 {
            return try compressed(bytes, path, .warcZstd, .zstd)
        }
        let start = RecordCutter.skipPadding(bytes, from: 0)
        let isRecord = [Dialect.warc, .arc].contains { dialect in
            RecordCutter(dialect: dialect, limits: ArchiveLimits()).isStart(bytes, at: start)
        }
        return isRecord ? .warc : nil
    }

    /// Whether a record stands anywhere in the bytes, behind whatever is in front of it.
    private static func hasRecord(_ bytes: UnsafeRawBufferPointer) -> Bool {
        RecordCutter(dialect: .warc, limits: ArchiveLimits()).resync(bytes, from: 0, claimed: nil, isAll: true) != nil
    }

    private static func compressed(
        _ bytes: UnsafeRawBufferPointer, _ path: String, _ format: ArchiveFormat, _ codec: Codec
    ) throws(ArchiveError) -> ArchiveFormat {
        let source = ArchiveSource(whole: path, name: path, format: format, 0..<bytes.count)
        let file = ArchiveFile(bytes, source: source, limits: ArchiveLimits())
        let finder = MemberFinder(file, codec: codec, dictionary: ZstdDictionary.find(file))
        if finder.sync(0) != nil { return format }
        throw .unknownFormat(path: path, detail: codec == .gzip ? "gzip, but no WARC in it" : "zstd, but no WARC in it")
    }

    package func reader(_ source: ArchiveSource, limits: ArchiveLimits) throws(ArchiveError) -> any RecordReader {
        Records(try ArchiveReader(source, limits: limits))
    }

    private final class Records: RecordReader {
        private var reader: ArchiveReader

        init(_ reader: consuming ArchiveReader) { self.reader = reader }

        func next() -> ArchiveItem? { reader.next() }

        var endOffset: Int { reader.endOffset }
        var mapped: MappedFile? { reader.mapped }
    }

    package func record(
        in source: ArchiveSource, at place: ArchiveLookup.Place, limits: ArchiveLimits
    ) throws(ArchiveError) -> ArchiveRecord? {
        var reader = try ArchiveReader(source, at: place.offset, limits: limits)
        while let item = reader.next() {
            switch item {
            case .damage(let damage): if damage.offset != place.offset { return nil }
            case .record(let record):
                if place.names(record) { return record }
                if record.offset != place.offset { return nil }
            }
        }
        return nil
    }

    // MARK: windows

    package func split(_ source: ArchiveSource, targetBytes target: Int) throws(ArchiveError) -> [ArchiveSource] {
        let starts = source.format == .warc ? try recordStarts(source, target) : try memberStarts(source, target)
        let edges = [source.begin] + starts + [source.end]
        return zip(edges, edges.dropFirst()).map { begin, end in
            var window = source.window(begin, end)
            window.beginsRecord = begin > source.begin || source.beginsRecord
            return window
        }
    }

    private func memberStarts(_ source: ArchiveSource, _ target: Int) throws(ArchiveError) -> [Int] {
        let file = try ArchiveFile(source, limits: ArchiveLimits())
        guard let codec = file.codec else { return [] }
        let finder = MemberFinder(file, codec: codec, dictionary: ZstdDictionary.find(file))
        var starts: [Int] = []
        var last = source.begin
        while source.end - last > target, let next = finder.sync(last + target), next < source.end {
            if next > last { starts.append(next) }
            last = max(next, last + 1)
        }
        return starts
    }

    /// Headers only: the blocks of a plain file are stepped over, never read.
    private func recordStarts(_ source: ArchiveSource, _ target: Int) throws(ArchiveError) -> [Int] {
        var reader = try ArchiveReader(source)
        var starts: [Int] = []
        var next = source.begin + target
        while let item = reader.next() {
            guard case .record(let record) = item, record.offset >= next else { continue }
            starts.append(record.offset)
            next = record.offset + target
        }
        return starts
    }
}
