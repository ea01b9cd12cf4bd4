import Glibc

extension [UInt8] {
    package mutating func append(littleEndian value: UInt32) {
        for shift in stride(from: 0, to: 32, by: 8) { append(UInt8(truncatingIfNeeded: value >> UInt32(shift))) }
    }

    package mutating func append(littleEndian value: UInt64) {
        for shift in stride(from: 0, to: 64, by: 8) { append(UInt8(truncatingIfNeeded: value >> UInt64(shift))) }
    }

    /// The caller has checked that the bytes are there.
    package func littleEndian(at index: Int) -> UInt32 {
        withUnsafeBytes { UInt32(littleEndian: $0.loadUnaligned(fromByteOffset: index, as: UInt32.self)) }
    }

    /// The caller has checked that the bytes are there.
    package func littleEndian64(at index: Int) -> UInt64 {
        withUnsafeBytes { UInt64(littleEndian: $0.loadUnaligned(fromByteOffset: index, as: UInt64.self)) }
    }
}

extension UnsafeRawBufferPointer {
    /// Where `text` begins first; nil when it is nowhere. Fast where its first byte is rare.
    package func firstPlace(of text: [UInt8]) -> Int? {
        guard let base = baseAddress, let first = text.first else { return nil }
        var at = 0
        while count - at >= text.count, let found = memchr(base + at, Int32(first), count - at - text.count + 1) {
            if memcmp(found, text, text.count) == 0 { return UnsafeRawPointer(found) - base }
            at = UnsafeRawPointer(found) - base + 1
        }
        return nil
    }
}
