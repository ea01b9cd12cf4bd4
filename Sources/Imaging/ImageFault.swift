/// Why a file gave no picture. Closed: whoever maps faults to reasons switches over all of them.
public enum ImageFault: Error, Equatable, Sendable {
    /// No bytes.
    case empty
    /// The bytes are not a picture; what they look like instead.
    case notImage(SniffedFormat)
    /// A picture of a format that is not decoded.
    case unsupported(SniffedFormat)
    /// One of our formats in a coding that its library does not read (12-bit JPEG, lossless JPEG …).
    case unsupportedCoding(ImageFormat, detail: String)
    /// The header declares more pixels than allowed.
    case tooManyPixels(width: Int, height: Int)
    /// The file is bigger than allowed.
    case tooManyBytes(Int)
    /// More frames than allowed.
    case tooManyFrames(Int)
    /// A progressive JPEG with more scans than allowed (the limit).
    case tooManyScans(Int)
    /// The decoder would need more memory than allowed.
    case tooMuchMemory(ImageFormat)
    /// No width or no height.
    case badSize(width: Int, height: Int)
    /// The library refuses the data; its own words.
    case corrupt(ImageFormat, detail: String)
    /// The bytes end before the picture does, or a part of it is missing.
    case truncated(ImageFormat, detail: String)
}

extension ImageFault: CustomStringConvertible {
    /// One line: what is wrong and the figures.
    public var description: String {
        switch self {
        case .empty: "no bytes"
        case .notImage(let format): format == .unknown ? "not a picture" : "not a picture but \(format.rawValue)"
        case .unsupported(.avif): "avif is not decoded by this build (swift build --traits AVIF)"
        case .unsupported(let format): "\(format.rawValue) is not decoded"
        case .unsupportedCoding(let format, let detail): "\(format.rawValue): \(detail)"
        case .tooManyPixels(let width, let height): "\(width) x \(height) pixels"
        case .tooManyBytes(let count): "\(count) bytes"
        case .tooManyFrames(let count): "at least \(count) frames"
        case .tooManyScans(let limit): "more than \(limit) scans"
        case .tooMuchMemory(let format): "\(format.rawValue): decoding needs too much memory"
        case .badSize(let width, let height): "\(width) x \(height) pixels"
        case .corrupt(let format, let detail): "\(format.rawValue): \(detail)"
        case .truncated(let format, let detail): "\(format.rawValue): \(detail)"
        }
    }
}
