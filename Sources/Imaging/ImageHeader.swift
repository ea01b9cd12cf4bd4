/// What a file says of its picture before anything is decoded: found by walking the container, in microseconds.
public struct ImageHeader: Sendable, Equatable {
    /// The format.
    public var format: ImageFormat
    /// Pixels across, as stored.
    public var width: Int
    /// Pixels down, as stored.
    public var height: Int
    /// Pillow's name of the sample layout: `1`, `L`, `P`, `LA`, `RGB`, `RGBA`, `CMYK`, `I;16`.
    public var mode: String
    /// Frames; 1 for a still picture. Counting stops one past the limit.
    public var frames = 1
    /// EXIF orientation 1 to 8; 1 when there is none.
    public var orientation = 1
    /// Whether an ICC colour profile is embedded.
    public var hasICC = false
    /// Whether the container itself ends early.
    var endsEarly = false

    init(format: ImageFormat, width: Int, height: Int, mode: String) {
        self.format = format
        self.width = width
        self.height = height
        self.mode = mode
    }
}

extension ImageHeader {
    /// Reads the header of `bytes` and holds it against `limits`.
    /// - Throws: `ImageFault` when the bytes are no picture of ours or declare more than is allowed.
    public init(_ bytes: UnsafeRawBufferPointer, limits: ImageLimits = ImageLimits()) throws(ImageFault) {
        guard !bytes.isEmpty else { throw .empty }
        guard bytes.count <= limits.maximumBytes else { throw .tooManyBytes(bytes.count) }
        let sniffed = ImageFormat.sniff(bytes)
        guard let format = sniffed.decodable else {
            throw sniffed.isImage ? .unsupported(sniffed) : .notImage(sniffed)
        }
        self = try format.header(bytes, limits: limits)
        try Self.check(width: width, height: height, limits: limits)
        guard frames <= limits.maximumFrames else { throw .tooManyFrames(frames) }
    }

    static func check(width: Int, height: Int, limits: ImageLimits) throws(ImageFault) {
        guard width > 0, height > 0 else { throw .badSize(width: width, height: height) }
        guard width <= limits.maximumPixels / height else { throw .tooManyPixels(width: width, height: height) }
    }
}
