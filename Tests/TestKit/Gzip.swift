import CZlib

/// Compression for test data.
package enum Gzip {
    /// One gzip member.
    package static func member(_ bytes: [UInt8]) -> [UInt8] { deflate(bytes, window: 15 + 16) }

    /// One zlib stream.
    package static func zlib(_ bytes: [UInt8]) -> [UInt8] { deflate(bytes, window: 15) }

    /// A raw deflate stream, as ZIP has it.
    package static func raw(_ bytes: [UInt8]) -> [UInt8] { deflate(bytes, window: -15) }

    private static func deflate(_ bytes: [UInt8], window: Int32) -> [UInt8] {
        var stream = z_stream()
        let size = Int32(MemoryLayout<z_stream>.size)
        guard deflateInit2_(&stream, 6, Z_DEFLATED, window, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION, size) == Z_OK else {
            return []
        }
        defer { deflateEnd(&stream) }
        var input = bytes
        var out = [UInt8](repeating: 0, count: Int(deflateBound(&stream, UInt(bytes.count))) + 64)
        let count = input.withUnsafeMutableBufferPointer { source in
            out.withUnsafeMutableBufferPointer { target -> Int in
                stream.next_in = source.baseAddress
                stream.avail_in = UInt32(source.count)
                stream.next_out = target.baseAddress
                stream.avail_out = UInt32(target.count)
                _ = CZlib.deflate(&stream, Z_FINISH)
                return target.count - Int(stream.avail_out)
            }
        }
        return Array(out[..<count])
    }

    /// CRC-32 as PNG and gzip have it.
    package static func crc(_ bytes: [UInt8]) -> UInt32 {
        UInt32(truncatingIfNeeded: bytes.withUnsafeBufferPointer { crc32(0, $0.baseAddress, UInt32($0.count)) })
    }
}
