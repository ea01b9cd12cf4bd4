import CZstd

/// The dictionary of a `.warc.zst` (iipc's zstd extension): a skippable frame `0x184D2A5D` in front of all others, its
/// content plain or a zstd frame itself.
enum Dictionaries {
    static func find(_ finder: UnitFinder, at offset: Int) -> [UInt8]? {
        guard finder.isSkippable(at: offset), finder.bytes[offset] == 0x5D else { return nil }
        let length = finder.skippableLength(at: offset)
        guard length > 0, length <= 64 << 20, offset + 8 + length <= finder.end else { return nil }
        let content = Array(finder.bytes[offset + 8..<offset + 8 + length])
        guard content.starts(with: [0x28, 0xB5, 0x2F, 0xFD]) else { return content }
        let size = ZSTD_getFrameContentSize(content, content.count)
        guard size <= 64 << 20 else { return nil }
        var plain = [UInt8](repeating: 0, count: Int(size))
        let code = ZSTD_decompress(&plain, plain.count, content, content.count)
        return ZSTD_isError(code) == 0 ? plain : nil
    }
}
