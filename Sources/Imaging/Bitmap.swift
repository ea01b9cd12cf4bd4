/// Decoded pixels, eight bits a sample, rows top to bottom without padding.
public struct Bitmap: Sendable, Equatable {
    /// Pixels across.
    public let width: Int
    /// Pixels down.
    public let height: Int
    /// 3 (RGB) or 4 (RGBA, not premultiplied).
    public let channels: Int
    /// Pillow's mode of the source (`ImageHeader.mode`). A processor that takes pictures of mode `RGB` as they are
    /// drops the alpha that a transparent colour (tRNS) gave them.
    public let mode: String
    /// `height * width * channels` bytes.
    public let pixels: [UInt8]

    /// Wraps pixels; `pixels.count` must be `height * width * channels`.
    public init(width: Int, height: Int, channels: Int, mode: String, pixels: [UInt8]) {
        precondition(pixels.count == width * height * channels)
        self.width = width
        self.height = height
        self.channels = channels
        self.mode = mode
        self.pixels = pixels
    }
}
