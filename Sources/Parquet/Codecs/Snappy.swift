/// Decompresses Snappy's raw format (google/snappy, `format_description.txt`).
enum Snappy {
    /// The text of `bytes`, which must have `size` bytes.
    /// - Throws: `ParquetError.damaged`.
    static func decompress(_ bytes: ArraySlice<UInt8>, size: Int) throws(ParquetError) -> [UInt8] {
        var fault: ParquetError?
        let out = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            bytes.withUnsafeBytes { input in
                var decoder = Decoder(input: input, output: UnsafeMutableRawBufferPointer(buffer))
                do throws(ParquetError) { try decoder.run() } catch { fault = error }
            }
            count = fault == nil ? size : 0
        }
        if let fault { throw fault }
        return out
    }

    private struct Decoder {
        let input: UnsafeRawBufferPointer
        let output: UnsafeMutableRawBufferPointer
        var at = 0
        var written = 0

        init(input: UnsafeRawBufferPointer, output: UnsafeMutableRawBufferPointer) {
            (self.input, self.output) = (input, output)
        }

        mutating func run() throws(ParquetError) {
            guard try preamble() == output.count else { throw .damaged("snappy: another size than its page says") }
            while at < input.count {
                let tag = input[at]
                at += 1
                switch tag & 3 {
                case 0: try literal(Int(tag >> 2))
                case 1: try copy(length: Int(tag >> 2 & 7) + 4, offset: Int(tag >> 5) << 8 | number(1))
                case 2: try copy(length: Int(tag >> 2) + 1, offset: number(2))
                default: try copy(length: Int(tag >> 2) + 1, offset: number(4))
                }
            }
            guard written == output.count else { throw .damaged("snappy: \(written) of \(output.count) bytes") }
        }

        private mutating func preamble() throws(ParquetError) -> Int {
            var value = 0
            for shift in stride(from: 0, to: 35, by: 7) {
                let byte = try number(1)
                value |= (byte & 0x7F) << shift
                if byte < 0x80 { return value }
            }
            throw .damaged("snappy: no length")
        }

        /// A number of that many bytes, the lowest first.
        private mutating func number(_ bytes: Int) throws(ParquetError) -> Int {
            guard at + bytes <= input.count else { throw .damaged("snappy: cut off") }
            var value = 0
            for index in 0..<bytes { value |= Int(input[at + index]) << (8 * index) }
            at += bytes
            return value
        }

        private mutating func literal(_ code: Int) throws(ParquetError) {
            let length = code < 60 ? code + 1 : try number(code - 59) + 1
            guard length <= input.count - at, length <= output.count - written else {
                throw .damaged("snappy: a literal that is too long")
            }
            output[written..<written + length].copyBytes(from: input[at..<at + length])
            at += length
            written += length
        }

        private mutating func copy(length: Int, offset: Int) throws(ParquetError) {
            guard offset > 0, offset <= written, length <= output.count - written else {
                throw .damaged("snappy: a copy from outside")
            }
            // Source and target may overlap: bytes are copied in order.
            for index in written..<written + length { output[index] = output[index - offset] }
            written += length
        }
    }
}

extension Slice where Base == UnsafeMutableRawBufferPointer {
    fileprivate func copyBytes(from source: Slice<UnsafeRawBufferPointer>) {
        UnsafeMutableRawBufferPointer(rebasing: self).copyMemory(from: UnsafeRawBufferPointer(rebasing: source))
    }
}
