import Platform

/// The archives inside a WACZ (a ZIP whose members under `archive/` are stored, not compressed; specs.webrecorder.net/wacz).
enum WACZ {
    static func sources(_ file: MappedFile, name: String) throws(ArchiveError) -> [ArchiveSource] {
        let zip = file.bytes
        guard let directory = directory(zip) else {
            throw .badContainer(path: file.path, detail: "a ZIP without a directory: the file is cut off")
        }
        var sources: [ArchiveSource] = []
        var at = directory.offset
        for _ in 0..<directory.entries {
            guard at + 46 <= zip.count, value(zip, at, 4) == 0x0201_4B50 else {
                throw .badContainer(path: file.path, detail: "a ZIP with a broken directory")
            }
            let lengths = (value(zip, at + 28, 2), value(zip, at + 30, 2), value(zip, at + 32, 2))
            let next = at + 46 + lengths.0 + lengths.1 + lengths.2
            guard next <= zip.count else {
                throw .badContainer(path: file.path, detail: "a ZIP with a broken directory")
            }
            let member = String(decoding: zip[at + 46..<at + 46 + lengths.0], as: UTF8.self)
            if member.hasPrefix("archive/"), member.hasSuffix(".warc") || member.hasSuffix(".warc.gz") {
                guard value(zip, at + 10, 2) == 0 else {
                    throw .badContainer(
                        path: file.path,
                        detail: "'\(member)' is compressed by the ZIP; store it (zip -0), as WACZ wants")
                }
                sources.append(try source(file, zip, at, member: member, name: name))
            }
            at = next
        }
        guard !sources.isEmpty else { throw .badContainer(path: file.path, detail: "a ZIP without archive/*.warc.gz") }
        return sources
    }

    private static func source(
        _ file: MappedFile, _ zip: UnsafeRawBufferPointer, _ entry: Int, member: String, name: String
    ) throws(ArchiveError) -> ArchiveSource {
        var size = value(zip, entry + 24, 4)
        var header = value(zip, entry + 42, 4)
        let extra = entry + 46 + value(zip, entry + 28, 2)
        widen(zip, extra, value(zip, entry + 30, 2), &size, &header)
        guard header + 30 <= zip.count, value(zip, header, 4) == 0x0403_4B50 else {
            throw .badContainer(path: file.path, detail: "'\(member)' is not where the directory says")
        }
        let begin = header + 30 + value(zip, header + 26, 2) + value(zip, header + 28, 2)
        guard size >= 0, begin + size <= zip.count else {
            throw .badContainer(path: file.path, detail: "'\(member)' is cut off")
        }
        guard let format = Archives.format(zip, begin, begin + size, name: member) else {
            throw .unknownFormat(path: "\(file.path)/\(member)")
        }
        return Archives.whole(file.path, "\(name)/\(member)", format, begin, begin + size)
    }

    /// Replaces sizes and offsets of 0xFFFFFFFF by those of the ZIP64 field.
    private static func widen(
        _ zip: UnsafeRawBufferPointer, _ extra: Int, _ length: Int, _ size: inout Int, _ header: inout Int
    ) {
        var at = extra
        while at + 4 <= extra + length {
            let (kind, count) = (value(zip, at, 2), value(zip, at + 2, 2))
            if kind == 1 {
                var field = at + 4
                if size == 0xFFFF_FFFF, field + 8 <= zip.count {
                    size = value(zip, field, 8)
                    field += 16  // the compressed size stands behind it
                }
                if header == 0xFFFF_FFFF, field + 8 <= zip.count { header = value(zip, field, 8) }
            }
            at += 4 + count
        }
    }

    private static func directory(_ zip: UnsafeRawBufferPointer) -> (offset: Int, entries: Int)? {
        var at = zip.count - 22
        while at >= max(0, zip.count - 22 - 65_535) {
            if value(zip, at, 4) == 0x0605_4B50 {
                let entries = value(zip, at + 10, 2)
                let offset = value(zip, at + 16, 4)
                if offset < zip.count && entries != 0xFFFF { return (offset, entries) }
                return wideDirectory(zip, before: at)
            }
            at -= 1
        }
        return nil
    }

    private static func wideDirectory(_ zip: UnsafeRawBufferPointer, before end: Int) -> (offset: Int, entries: Int)? {
        guard end >= 20, value(zip, end - 20, 4) == 0x0706_4B50 else { return nil }
        let record = value(zip, end - 12, 8)
        guard record >= 0, record + 56 <= zip.count, value(zip, record, 4) == 0x0606_4B50 else { return nil }
        let (entries, offset) = (value(zip, record + 32, 8), value(zip, record + 48, 8))
        return offset >= 0 && offset < zip.count && entries >= 0 ? (offset, entries) : nil
    }

    private static func value(_ bytes: UnsafeRawBufferPointer, _ at: Int, _ count: Int) -> Int {
        guard at >= 0, at + count <= bytes.count else { return 0 }
        return (0..<count).reduce(0) { $0 | Int(bytes[at + $1]) << (8 * $1) }
    }
}
