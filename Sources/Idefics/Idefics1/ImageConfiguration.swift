import Platform

/// `preprocessor_config.json`: how pictures are brought to the size and range of the vision tower.
public struct ImageConfiguration: Equatable, Sendable {
    /// Height and width of the picture in pixels.
    public let imageSize: Int
    /// Mean of each channel, subtracted after scaling to 0 ... 1.
    public let mean: [Float]
    /// Standard deviation of each channel, divided by.
    public let deviation: [Float]

    /// The values of CLIP.
    static let clipMean = [0.48145466, 0.4578275, 0.40821073]
    static let clipDeviation = [0.26862954, 0.26130258, 0.27577711]

    /// Reads the file at `path`; when there is none the size of the vision tower and CLIP's values are used.
    /// - Throws: `IdeficsError.configuration` naming the field, also when the size is not that of the vision tower.
    public init(path: String, vision: VisionConfiguration) throws(IdeficsError) {
        guard Files.exists(path) else {
            imageSize = vision.imageSize
            mean = Self.clipMean.map(Float.init)
            deviation = Self.clipDeviation.map(Float.init)
            return
        }
        let file = try ConfigurationFile(path: path)
        imageSize = try file.integer("image_size", in: 1...Limits.pixels, default: vision.imageSize)
        guard imageSize == vision.imageSize else {
            throw file.fault("image_size", "is \(imageSize), but the vision tower's is \(vision.imageSize)")
        }
        mean = try file.numbers("image_mean", count: 3, default: Self.clipMean).map(Float.init)
        deviation = try file.numbers("image_std", count: 3, default: Self.clipDeviation).map(Float.init)
        guard deviation.allSatisfy({ $0 > 0 }) else { throw file.fault("image_std", "is not above zero") }
    }
}
