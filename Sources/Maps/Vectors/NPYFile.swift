package import Platform

/// A matrix in a `.npy` file: two dimensions, rows after each other, little-endian f4, f8 or f2.
///
/// Source: NEP 1, the NPY format, versions 1.0 to 3.0.
package enum NPYFile {
    /// Reads the rows.
    /// - Throws: `MapError.unusable` for what is not such a file; nothing is allocated that the file does not hold.
    package static func read(_ path: String) throws(MapError) -> VectorTable {
        try mapping {
            let file = try MappedFile(path: path, advice: .sequential)
            let header = try Header(file.bytes, path)
            let table = VectorTable(rows: header.rows, dimensions: header.columns)
            for row in 0..<header.rows {
                for column in 0..<header.columns {
                    let at = header.start + (row * header.columns + column) * header.width
                    let value = header.value(file.bytes, at)
                    guard value.isFinite else {
                        throw MapError.unusable("\(path): row \(row) has a number that is not finite")
                    }
                    table[row, column] = value
                }
            }
            return table
        }
    }

    /// Writes rows of two floats, f4.
    /// - Throws: `SystemError`.
    package static func write(points: [SIMD2<Float>], to path: String) throws(SystemError) {
        var head = "{'descr': '<f4', 'fortran_order': False, 'shape': (\(points.count), 2), }"
        head += String(repeating: " ", count: 63 - (10 + head.utf8.count) % 64) + "\n"
        var bytes: [UInt8] = [0x93] + Array("NUMPY".utf8) + [1, 0]
        bytes += [UInt8(head.utf8.count & 0xFF), UInt8(head.utf8.count >> 8)] + Array(head.utf8)
        for point in points { for value in [point.x, point.y] { bytes.append(littleEndian: value.bitPattern) } }
        try Files.write(bytes, to: path)
    }

    private struct Header {
        let rows: Int, columns: Int, width: Int, start: Int

        init(_ bytes: UnsafeRawBufferPointer, _ path: String) throws(MapError) {
            let magic: [UInt8] = [0x93] + Array("NUMPY".utf8)
            guard bytes.count > 12, bytes.starts(with: magic), (1...3).contains(bytes[6]) else {
                throw .unusable("\(path) is no .npy file")
            }
            let isLong = bytes[6] > 1
            let length =
                isLong
                ? Int(bytes.loadUnaligned(fromByteOffset: 8, as: UInt32.self).littleEndian)
                : Int(bytes.loadUnaligned(fromByteOffset: 8, as: UInt16.self).littleEndian)
            start = (isLong ? 12 : 10) + length
            guard start <= bytes.count else { throw .unusable("\(path) ends within its header") }
            let text = String(decoding: bytes[(isLong ? 12 : 10)..<start], as: UTF8.self)
            guard let width = ["'<f4'": 4, "'<f8'": 8, "'<f2'": 2].first(where: { text.contains($0.key) })?.value else {
                throw .unusable("\(path) has numbers of a kind that is not read: save it as float32")
            }
            let shape = text.split(separator: "(").last?.split(separator: ")").first ?? ""
            let sides = shape.split(separator: ",").compactMap { Int($0.filter { $0 != " " }) }
            guard sides.count == 2, !text.contains("'fortran_order': True"), sides[0] > 0, sides[1] > 0,
                sides[1] <= 1 << 16
            else { throw .unusable("\(path) is no matrix of rows: its shape is (\(shape))") }
            let (cells, isTooMany) = sides[0].multipliedReportingOverflow(by: sides[1] * width)
            guard !isTooMany, cells <= bytes.count - start else {
                throw .unusable("\(path) is shorter than its header says")
            }
            (rows, columns, self.width) = (sides[0], sides[1], width)
        }

        func value(_ bytes: UnsafeRawBufferPointer, _ at: Int) -> Float {
            switch width {
            case 4: bytes.loadUnaligned(fromByteOffset: at, as: Float.self)
            case 8: Float(bytes.loadUnaligned(fromByteOffset: at, as: Double.self))
            default: Header.half(bytes.loadUnaligned(fromByteOffset: at, as: UInt16.self))
            }
        }

        /// IEEE 754 binary16.
        private static func half(_ bits: UInt16) -> Float {
            let (sign, exponent, fraction) = (UInt32(bits >> 15) << 31, UInt32(bits >> 10 & 31), UInt32(bits & 1023))
            if exponent == 0 {
                let value = Float(fraction) * 0x1p-24
                return sign == 0 ? value : -value
            }
            return Float(bitPattern: sign | (exponent == 31 ? 255 : exponent + 112) << 23 | fraction << 13)
        }
    }
}
