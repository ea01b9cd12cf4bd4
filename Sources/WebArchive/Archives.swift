import Platform

/// Finds the archives in a file, and cuts them in ranges for several workers.
public enum Archives {
    /// What the file at `path` holds, each as one window over all of it. The bytes decide, not the name.
    ///
    /// - Throws: `ArchiveError` when the file cannot be read, or is no archive and no HTML.
    public static func sources(at path: String) throws(ArchiveError) -> [ArchiveSource] {
        let file: MappedFile
        do { file = try MappedFile(path: path) } catch { throw .system(error) }
        let name = path.split(separator: "/").last.map(String.init) ?? path
        guard !file.bytes.isEmpty else { throw .empty(path: path) }
        if ZipDirectory.isZip(file.bytes) { return try container(file, name: name) }
        switch Sniffer.format(file.bytes, path: path) {
        case .format(let format):
            return [whole(path, name, format, 0..<file.bytes.count)]
        case .unknown(let detail):
            throw .unknownFormat(path: path, detail: detail)
        }
    }

    private static func whole(
        _ path: String, _ name: String, _ format: ArchiveFormat, _ range: Range<Int>
    ) -> ArchiveSource {
        ArchiveSource(
            path: path, name: name, format: format, begin: range.lowerBound, end: range.upperBound,
            containerBegin: range.lowerBound, containerEnd: range.upperBound)
    }

    /// The archives of a WACZ (a ZIP with `archive/*.warc.gz` stored as they are).
    private static func container(_ file: MappedFile, name: String) throws(ArchiveError) -> [ArchiveSource] {
        let path = file.path
        guard let entries = ZipDirectory.entries(file.bytes) else {
            throw .badContainer(path: path, detail: "a ZIP without a readable directory: is the file complete?")
        }
        var sources: [ArchiveSource] = []
        var compressed: [String] = []
        for entry in entries where entry.name.hasPrefix("archive/") && !entry.name.hasSuffix("/") {
            guard entry.isStored, let range = entry.range else {
                compressed.append(entry.name)
                continue
            }
            let bytes = UnsafeRawBufferPointer(rebasing: file.bytes[range])
            if case .format(let format) = Sniffer.format(bytes, path: entry.name), format != .html {
                sources.append(whole(path, name + "/" + entry.name, format, range))
            }
        }
        guard compressed.isEmpty else {
            let detail =
                "\(compressed[0]) is compressed by the ZIP or cut; write the WACZ anew with its archives stored (zip -0)"
            throw .badContainer(path: path, detail: detail)
        }
        guard !sources.isEmpty else { throw .badContainer(path: path, detail: "a ZIP without archive/*.warc.gz") }
        return sources
    }

    /// Cuts `source` in windows of about `targetBytes`, each beginning where a record does; one window when it is small
    /// or has no place to cut (a file that is one gzip member, HTML).
    ///
    /// Read one after the other they give the records that `source` gives, each once.
    /// - Throws: `ArchiveError.system` when the file cannot be opened.
    public static func split(_ source: ArchiveSource, targetBytes: Int) throws(ArchiveError) -> [ArchiveSource] {
        let target = max(1, targetBytes)
        guard source.end - source.begin > target, source.format != .html, source.format != .mhtml else {
            return [source]
        }
        let starts =
            source.format == .warc ? try recordStarts(source, target) : try memberStarts(source, target)
        let edges = [source.begin] + starts + [source.end]
        return zip(edges, edges.dropFirst()).map { begin, end in
            var window = source.window(begin, end)
            window.beginsRecord = begin > source.begin || source.beginsRecord
            return window
        }
    }

    private static func memberStarts(_ source: ArchiveSource, _ target: Int) throws(ArchiveError) -> [Int] {
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
    private static func recordStarts(_ source: ArchiveSource, _ target: Int) throws(ArchiveError) -> [Int] {
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
