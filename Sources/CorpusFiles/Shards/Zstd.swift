import CZstd

/// Compresses whole buffers into single zstd frames with content size and checksum.
struct ZstdCompressor: ~Copyable {
    private let context: OpaquePointer?
    private var output: [UInt8] = []

    init(level: Int32) {
        context = ZSTD_createCCtx()
        ZSTD_CCtx_setParameter(context, ZSTD_c_compressionLevel, level)
        ZSTD_CCtx_setParameter(context, ZSTD_c_checksumFlag, 1)
        ZSTD_CCtx_setParameter(context, ZSTD_c_contentSizeFlag, 1)
    }

    deinit { ZSTD_freeCCtx(context) }

    /// Gives one frame of `text` to `body`, or nil when zstd refuses (out of memory).
    mutating func compress(_ text: [UInt8]) -> ArraySlice<UInt8>? {
        let bound = ZSTD_compressBound(text.count)
        if output.count < bound { output = [UInt8](repeating: 0, count: bound) }
        let size = ZSTD_compress2(context, &output, output.count, text, text.count)
        return ZSTD_isError(size) == 0 ? output[..<size] : nil
    }
}

/// Decompresses single frames.
struct ZstdDecompressor: ~Copyable {
    private let context: OpaquePointer?

    init() { context = ZSTD_createDCtx() }

    deinit { ZSTD_freeDCtx(context) }

    /// What is wrong with a frame.
    struct Fault: Error { let detail: String }

    /// The text of the one frame in `bytes`, which must have the `size` its own header says; nil takes the header's word.
    func decompress(_ bytes: [UInt8], size expected: Int?) throws(Fault) -> [UInt8] {
        let claimed = ZSTD_getFrameContentSize(bytes, bytes.count)
        guard claimed <= UInt64(SeekTable.largestFrame) else { throw Fault(detail: "not a frame with a content size") }
        let size = Int(claimed)
        guard size == expected ?? size else {
            throw Fault(detail: "its header gives another size than the seek table")
        }
        guard ZSTD_findFrameCompressedSize(bytes, bytes.count) == bytes.count else {
            throw Fault(detail: "it is longer or shorter than the seek table says")
        }
        var fault: Fault?
        let text = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            let written = ZSTD_decompressDCtx(context, buffer.baseAddress, size, bytes, bytes.count)
            if ZSTD_isError(written) != 0 {
                fault = Fault(detail: String(cString: ZSTD_getErrorName(written)))
            } else {
                count = written
            }
        }
        if let fault { throw fault }
        guard text.count == size else { throw Fault(detail: "it gives \(text.count) bytes, not \(size)") }
        return text
    }
}
