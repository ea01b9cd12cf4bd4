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
        var sum = 0
        var squares = 0
        pixels.withUnsafeBufferPointer { pixels in
            for y in 1..<height - 1 {
                for i in y * width + 1..<(y + 1) * width - 1 {
                    let around =
                        Int(pixels[i - 1]) &+ Int(pixels[i + 1]) &+ Int(pixels[i - width]) &+ Int(pixels[i + width])
                    let value = around &- 4 &* Int(pixels[i])
                    sum &+= value
                    squares &+= value &* value
                }
            }
        }
        let count = Double((width - 2) * (height - 2))
        let mean = Double(sum) / count
        return Double(squares) / count - mean * mean
    }
}
