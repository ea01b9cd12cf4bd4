/// Receives the rows of one decode.
protocol RowSink: AnyObject {
    /// Takes what it needs for the rows. Called once, after the size was checked.
    func begin(_ header: RowHeader)
    /// One row; each `y` comes once, in order.
    func row(_ y: Int, _ pixels: UnsafePointer<UInt8>)
}

/// The rows that a decoder delivers.
struct RowHeader: Equatable {
    let width: Int
    let height: Int
    let layout: RowLayout
}

/// What a row holds; 16-bit samples are big-endian.
enum RowLayout: UInt32 {
    case gray = 1, gray16, grayAlpha, grayAlpha16, rgb, rgba, yCbCr, cmyk

    /// Whether a sample of each pixel is alpha.
    var hasAlpha: Bool {
        switch self {
        case .rgba, .grayAlpha, .grayAlpha16: true
        case .gray, .gray16, .rgb, .yCbCr, .cmyk: false
        }
    }

    /// Bytes a pixel.
    var stride: Int {
        switch self {
        case .gray: 1
        case .gray16, .grayAlpha: 2
        case .rgb, .yCbCr: 3
        case .grayAlpha16, .rgba, .cmyk: 4
        }
    }
}
