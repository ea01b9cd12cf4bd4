/// What one picture may cost. Checked against its header, before memory is taken.
public struct ImageLimits: Sendable, Equatable {
    /// Width times height. The default is Pillow's warning limit (a quarter of a GiB at three bytes).
    public var maximumPixels: Int
    /// Bytes of the file.
    public var maximumBytes: Int
    /// Frames of an animation; only the first is decoded, the others are counted.
    public var maximumFrames: Int
    /// Scans of a progressive JPEG: each costs a pass over all coefficients (encoders write about ten).
    public var maximumScans: Int
    /// Memory that libjpeg may take for the coefficients of a progressive picture.
    public var maximumDecoderMemory: Int
    /// Whether a picture whose bytes end early is kept with what there is (`isTruncated` says so) or is a fault.
    public var keepTruncated: Bool

    /// Limits with defaults for pictures of the web.
    public init(
        maximumPixels: Int = 89_478_485, maximumBytes: Int = 128 << 20, maximumFrames: Int = 10_000,
        maximumScans: Int = 100, keepTruncated: Bool = false
    ) {
        self.maximumPixels = maximumPixels
        self.maximumBytes = maximumBytes
        self.maximumFrames = maximumFrames
        self.maximumScans = maximumScans
        self.keepTruncated = keepTruncated
        maximumDecoderMemory = 1 << 30
    }
}
