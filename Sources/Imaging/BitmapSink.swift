/// Collects rows as RGB or RGBA.
final class BitmapSink: RowSink {
    private var header = RowHeader(width: 0, height: 0, layout: .rgb)
    private var channels = 3
    private var pixels: [UInt8] = []

    func begin(_ header: RowHeader) {
        self.header = header
        channels = header.layout.hasAlpha ? 4 : 3
        pixels = [UInt8](repeating: 0, count: header.width * header.height * channels)
    }

    func row(_ y: Int, _ source: UnsafePointer<UInt8>) {
        let (width, stride) = (header.width, header.width * channels)
        pixels.withUnsafeMutableBufferPointer { all in
            guard let base = all.baseAddress else { return }
            let target = base + y * stride
            switch header.layout {
            case .rgb, .rgba, .yCbCr: target.update(from: source, count: stride)
            case .gray: Self.spread(target, width) { source[$0] }
            case .gray16: Self.spread(target, width) { source[2 * $0] == 0 ? source[2 * $0 + 1] : 255 }
            case .grayAlpha: Self.spreadWithAlpha(target, width) { (source[2 * $0], source[2 * $0 + 1]) }
            case .grayAlpha16:
                Self.spreadWithAlpha(target, width) {
                    (source[4 * $0] == 0 ? source[4 * $0 + 1] : 255, source[4 * $0 + 2])
                }
            case .cmyk: Self.convertCMYK(target, width, source)
            }
        }
    }

    /// What was collected; rows that never came are black or transparent.
    func bitmap(mode: String) -> Bitmap {
        Bitmap(width: header.width, height: header.height, channels: channels, mode: mode, pixels: pixels)
    }

    @inline(__always)
    private static func spread(_ target: UnsafeMutablePointer<UInt8>, _ width: Int, _ gray: (Int) -> UInt8) {
        for x in 0..<width {
            let value = gray(x)
            target[3 * x] = value
            target[3 * x + 1] = value
            target[3 * x + 2] = value
        }
    }

    @inline(__always)
    private static func spreadWithAlpha(
        _ target: UnsafeMutablePointer<UInt8>, _ width: Int, _ pixel: (Int) -> (gray: UInt8, alpha: UInt8)
    ) {
        for x in 0..<width {
            let (gray, alpha) = pixel(x)
            target[4 * x] = gray
            target[4 * x + 1] = gray
            target[4 * x + 2] = gray
            target[4 * x + 3] = alpha
        }
    }

    private static func convertCMYK(
        _ target: UnsafeMutablePointer<UInt8>, _ width: Int, _ source: UnsafePointer<UInt8>
    ) {
        for x in 0..<width {
            let rgb = CMYK.rgb(source + 4 * x)
            target[3 * x] = rgb.red
            target[3 * x + 1] = rgb.green
            target[3 * x + 2] = rgb.blue
        }
    }
}
