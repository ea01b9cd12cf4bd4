import Glibc

/// The brightness of a picture, possibly reduced: one byte a pixel.
struct LumaRaster: Equatable {
    let width: Int
    let height: Int
    /// `height * width` values.
    var pixels: [UInt8]

    /// Shannon entropy of the histogram, bits.
    var entropy: Double {
        var histogram = [Int](repeating: 0, count: 256)
        for pixel in pixels { histogram[Int(pixel)] += 1 }
        let total = Double(pixels.count)
        return histogram.reduce(0) { sum, count in
            count == 0 ? sum : sum - Double(count) / total * log2(Double(count) / total)
        }
    }

    /// Variance of the Laplacian with four neighbours over the inner pixels (Pech-Pacheco and others, ICPR 2000).
    var sharpness: Double {
        guard width > 2, height > 2 else { return 0 }
        var (sum, squares) = (0, 0)
        pixels.withUnsafeBufferPointer { pixels in
            guard let base = pixels.baseAddress else { return }
            for y in 1..<height - 1 {
                let row = Self.laplacian(base + y * width, width)
                sum += row.sum
                squares += row.squares
            }
        }
        let count = Double((width - 2) * (height - 2))
        let mean = Double(sum) / count
        return Double(squares) / count - mean * mean
    }

    /// Over the inner pixels of a row. A value is within 1020, so 1024 squares fit 32 bits.
    private static func laplacian(_ row: UnsafePointer<UInt8>, _ width: Int) -> (sum: Int, squares: Int) {
        let (above, below) = (row - width, row + width)
        var (sum, squares) = (0, 0)
        var x = 1
        while x < width - 1 {
            let end = min(x + 1024, width - 1)
            var (part, partSquares): (Int32, UInt32) = (0, 0)
            while x < end {
                let around = Int32(row[x &- 1]) &+ Int32(row[x &+ 1]) &+ Int32(above[x]) &+ Int32(below[x])
                let value = around &- 4 &* Int32(row[x])
                part &+= value
                partSquares &+= UInt32(bitPattern: value &* value)
                x &+= 1
            }
            sum += Int(part)
            squares += Int(partSquares)
        }
        return (sum, squares)
    }
}
