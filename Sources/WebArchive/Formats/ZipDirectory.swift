/// Reads the central directory of a ZIP file (APPNOTE 6.3.10, 4.3.12 to 4.3.16, ZIP64 included).
enum ZipDirectory {
    /// A file in a ZIP.
    struct Entry {
        let name: String
        /// Whether its bytes stand in the ZIP as they are.
        let isStored: Bool
        /// Where they stand; nil when that is beyond the end of the file.
        let range: Range<Int>?
    }

    /// Whether the bytes begin as a ZIP does.
    static func isZip(_ bytes: UnsafeRawBufferPointer) -> Bool {
        let number = bytes.integer(at: 0, width: 4)
        return number == 0x0403_4B50 || number == 0x0605_4B50
    }

    /// The entries in the order of the directory; nil when it is damaged or missing.
    static func entries(_ bytes: UnsafeRawBufferPointer) -> [Entry]? {
        guard let (offset, count) = directory(bytes) else { return nil }
        var entries: [Entry] = []
        var at = offset
        for _ in 0..<count {
            guard let (entry, next) = entry(bytes, at) else { return nil }
            entries.append(entry)
            at = next
        }
        return entries
    }

    private static func directory(_ bytes: UnsafeRawBufferPointer) -> (offset: Int, count: Int)? {
        var at = bytes.count - 22
        let lowest = max(0, bytes.count - 22 - 0xFFFF)
        while at >= lowest, bytes.integer(at: at, width: 4) != 0x0605_4B50 { at -= 1 }
        guard at >= lowest, let count = bytes.integer(at: at + 10, width: 2),
            let offset = bytes.integer(at: at + 16, width: 4)
        else { return nil }
        guard count == 0xFFFF || offset == 0xFFFF_FFFF else { return (offset, count) }
        guard bytes.integer(at: at - 20, width: 4) == 0x0706_4B50,
            let wide = bytes.integer(at: at - 12, width: 8), bytes.integer(at: wide, width: 4) == 0x0606_4B50,
            let wideCount = bytes.integer(at: wide + 32, width: 8),
            let wideOffset = bytes.integer(at: wide + 48, width: 8)
        else { return (offset, count) }
        return (wideOffset, wideCount)
    }

    private static func entry(_ bytes: UnsafeRawBufferPointer, _ at: Int) -> (Entry, next: Int)? {
        guard bytes.integer(at: at, width: 4) == 0x0201_4B50,
            let method = bytes.integer(at: at + 10, width: 2), var size = bytes.integer(at: at + 20, width: 4),
            let full = bytes.integer(at: at + 24, width: 4), let nameCount = bytes.integer(at: at + 28, width: 2),
            let extraCount = bytes.integer(at: at + 30, width: 2),
            let commentCount = bytes.integer(at: at + 32, width: 2), var local = bytes.integer(at: at + 42, width: 4)
        else { return nil }
        let extra = at + 46 + nameCount
        let next = extra + extraCount + commentCount
        guard next <= bytes.count else { return nil }
        var wide = wideFields(bytes, extra..<(extra + extraCount))
        if full == 0xFFFF_FFFF { _ = wide?.next() }
        if size == 0xFFFF_FFFF { size = wide?.next() ?? -1 }
        if local == 0xFFFF_FFFF { local = wide?.next() ?? -1 }
        let name = String(decoding: bytes[(at + 46)..<extra], as: UTF8.self)
        return (Entry(name: name, isStored: method == 0, range: content(bytes, local, size)), next)
    }

    /// The values of the ZIP64 extra field, to be taken in order by the fields that are full.
    private static func wideFields(
        _ bytes: UnsafeRawBufferPointer, _ extra: Range<Int>
    ) -> IndexingIterator<[Int]>? {
        var at = extra.lowerBound
        while at + 4 <= extra.upperBound, let id = bytes.integer(at: at, width: 2),
            let size = bytes.integer(at: at + 2, width: 2)
        {
            if id == 1 {
                let last = min(at + 4 + size, extra.upperBound)
                return stride(from: at + 4, to: last - 7, by: 8).map { bytes.integer(at: $0, width: 8) ?? -1 }
                    .makeIterator()
            }
            at += 4 + size
        }
        return nil
    }

    private static func content(_ bytes: UnsafeRawBufferPointer, _ local: Int, _ size: Int) -> Range<Int>? {
        guard size >= 0, local >= 0, bytes.integer(at: local, width: 4) == 0x0403_4B50,
            let nameCount = bytes.integer(at: local + 26, width: 2),
            let extraCount = bytes.integer(at: local + 28, width: 2)
        else { return nil }
        let begin = local + 30 + nameCount + extraCount
        guard begin <= bytes.count, size <= bytes.count - begin else { return nil }
        return begin..<(begin + size)
    }
}
