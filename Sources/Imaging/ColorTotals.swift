/// Sums of colour over rows, and the luma of each pixel on the way.
///
/// Luma is ITU-R BT.601 in Pillow's fixed point (`convert("L")`); alpha is ignored, as imagehash does; 16-bit gray
/// counts by its high byte, so that its hash means something (Pillow would saturate it to white).
struct ColorTotals {
    private var first = 0
    private var second = 0
    private var third = 0
    private var pixels = 0
    private var isYCbCr = false

    /// Adds a row of `width` pixels and writes their luma.
    mutating func add(
        _ source: UnsafePointer<UInt8>, _ layout: RowLayout, _ width: Int, luma: UnsafeMutablePointer<UInt8>
    ) {
        pixels += width
        switch layout {
        case .gray: addGray(source, 1, width, luma)
        case .gray16, .grayAlpha: addGray(source, 2, width, luma)
        case .grayAlpha16: addGray(source, 4, width, luma)
        case .rgb: addColor(source, 3, width, luma)
        case .rgba: addColor(source, 4, width, luma)
        case .yCbCr: addYCbCr(source, width, luma)
        case .cmyk: addCMYK(source, width, luma)
        }
    }

    /// The mean, rounded.
    var average: AverageColor {
        guard pixels > 0 else { return AverageColor(red: 0, green: 0, blue: 0) }
        let mean = [first, second, third].map { Double($0) / Double(pixels) }
        guard isYCbCr else {
            return AverageColor(red: Self.byte(mean[0]), green: Self.byte(mean[1]), blue: Self.byte(mean[2]))
        }
        return Self.rgb(luma: mean[0], blue: mean[1], red: mean[2])
    }

    /// RGB of a mean in the YCbCr of JFIF: the conversion is linear, so the mean may be converted instead of each pixel.
    static func rgb(luma: Double, blue: Double, red: Double) -> AverageColor {
        let (blue, red) = (blue - 128, red - 128)
        return AverageColor(
            red: byte(luma + 1.402 * red), green: byte(luma - 0.344136 * blue - 0.714136 * red),
            blue: byte(luma + 1.772 * blue))
    }

    private static func byte(_ value: Double) -> UInt8 { UInt8(max(0, min(255, value.rounded()))) }

    private mutating func addGray(
        _ source: UnsafePointer<UInt8>, _ stride: Int, _ width: Int, _ luma: UnsafeMutablePointer<UInt8>
    ) {
        var sum = 0
        for x in 0..<width {
            let value = source[x &* stride]
            luma[x] = value
            sum &+= Int(value)
        }
        first += sum
        second += sum
        third += sum
    }

    private mutating func addColor(
        _ source: UnsafePointer<UInt8>, _ stride: Int, _ width: Int, _ luma: UnsafeMutablePointer<UInt8>
    ) {
        var (reds, greens, blues) = (0, 0, 0)
        var pixel = source
        for x in 0..<width {
            let (red, green, blue) = (UInt32(pixel[0]), UInt32(pixel[1]), UInt32(pixel[2]))
            luma[x] = Self.luma(red, green, blue)
            reds &+= Int(red)
            greens &+= Int(green)
            blues &+= Int(blue)
            pixel += stride
        }
        first += reds
        second += greens
        third += blues
    }

    private mutating func addYCbCr(
        _ source: UnsafePointer<UInt8>, _ width: Int, _ luma: UnsafeMutablePointer<UInt8>
    ) {
        isYCbCr = true
        var (lumas, blues, reds) = (0, 0, 0)
        for x in 0..<width {
            luma[x] = source[3 &* x]
            lumas &+= Int(source[3 &* x])
            blues &+= Int(source[3 &* x &+ 1])
            reds &+= Int(source[3 &* x &+ 2])
        }
        first += lumas
        second += blues
        third += reds
    }

    private mutating func addCMYK(
        _ source: UnsafePointer<UInt8>, _ width: Int, _ luma: UnsafeMutablePointer<UInt8>
    ) {
        for x in 0..<width {
            let rgb = CMYK.rgb(source + 4 &* x)
            luma[x] = Self.luma(UInt32(rgb.red), UInt32(rgb.green), UInt32(rgb.blue))
            first &+= Int(rgb.red)
            second &+= Int(rgb.green)
            third &+= Int(rgb.blue)
        }
    }

    @inline(__always)
    private static func luma(_ red: UInt32, _ green: UInt32, _ blue: UInt32) -> UInt8 {
        UInt8(truncatingIfNeeded: (red &* 19595 &+ green &* 38470 &+ blue &* 7471 &+ 0x8000) >> 16)
    }
}
