import CXXHash

/// XXH3, 64 bit: fast, not cryptographic, the same on every machine. For keys of exchanges, never for identity of content.
public enum XXH3 {
    /// The hash of `bytes` with `seed`.
    @inline(__always)
    public static func hash(_ bytes: UnsafeRawBufferPointer, seed: UInt64 = 0) -> UInt64 {
        xxh3_hash(bytes.baseAddress, bytes.count, seed)
    }

    /// The hash of the UTF-8 of `text`.
    public static func hash(_ text: String, seed: UInt64 = 0) -> UInt64 {
        var text = text
        return text.withUTF8 { hash(UnsafeRawBufferPointer($0), seed: seed) }
    }
}
