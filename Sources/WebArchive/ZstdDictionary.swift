import CZstd

/// The dictionary of a zstd WARC: the content of a skippable frame in front of all others, itself perhaps one zstd frame
/// (IIPC, "Zstandard compression for WARC files", 1.0).
enum ZstdDictionary {
    private static let maximumBytes = 64 << 20

    /// The dictionary of `file`; nil when it has none.
    static func find(_ file: ArchiveFile) -> [UInt8]? {
        guard file.bytes.integer(at: file.lower, width: 4) == 0x184D_2A5D,
            case .skippable(let end) = file.piece(at: file.lower)
        else { return nil }
        let content = UnsafeRawBufferPointer(rebasing: file.bytes[min(file.lower + 8, end)..<end])
        guard content.integer(at: 0, width: 4) == 0xFD2F_B528 else { return Array(content) }
        let size = ZSTD_getFrameContentSize(content.baseAddress, content.count)
        guard size <= UInt64(maximumBytes) else { return nil }
        return [UInt8](unsafeUninitializedCapacity: Int(size)) { room, count in
            let code = ZSTD_decompress(room.baseAddress, room.count, content.baseAddress, content.count)
            count = ZSTD_isError(code) == 0 ? code : 0
        }
    }
}
