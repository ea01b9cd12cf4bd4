import Platform

/// `preprocessor_config.json` of Idefics3 and SmolVLM: how pictures become tiles.
public struct TileConfiguration: Equatable, Sendable {
    /// Pixels of the longer side before a picture is cut.
    public let longestEdge: Int
    /// Height and width of a tile in pixels.
    public let tileSize: Int
    /// Whether pictures are cut into tiles when a request does not say.
    public let splits: Bool
    /// What a byte is multiplied with.
    let scale: Double
    /// Mean of each channel, subtracted after scaling.
    let mean: [Float]
    /// Standard deviation of each channel, divided by.
    let deviation: [Float]

    /// Pillow's number of the Lanczos filter.
    private static let lanczos = 1

    /// Reads the file at `path`; when there is none, pictures are four tiles long and values lie between -1 and 1.
    /// - Throws: `IdeficsError.configuration` naming the field, also when the tiles are not of the vision tower's size.
    init(path: String, vision: SiglipConfiguration) throws(IdeficsError) {
        let file = try Files.exists(path) ? ConfigurationFile(path: path) : ConfigurationFile(empty: path)
        tileSize = try file.section("max_image_size").integer(
            "longest_edge", in: 1...Limits.pixels, default: vision.imageSize)
        guard tileSize == vision.imageSize else {
            throw file.fault(
                "max_image_size.longest_edge", "is \(tileSize), but the vision tower takes \(vision.imageSize) pixels")
        }
        longestEdge = try file.section("size").integer("longest_edge", in: 1...Limits.pixels, default: 4 * tileSize)
        splits = try file.flag("do_image_splitting", default: true)
        let (rescales, normalizes) = (
            try file.flag("do_rescale", default: true), try file.flag("do_normalize", default: true)
        )
        scale = rescales ? try file.number("rescale_factor", in: 1e-6...1e6, default: 1.0 / 255.0) : 1
        let half = [0.5, 0.5, 0.5]
        mean = normalizes ? try file.numbers("image_mean", count: 3, default: half).map(Float.init) : [0, 0, 0]
        deviation = normalizes ? try file.numbers("image_std", count: 3, default: half).map(Float.init) : [1, 1, 1]
        guard deviation.allSatisfy({ $0 > 0 }) else { throw file.fault("image_std", "is not above zero") }
        guard try file.flag("do_resize", default: true) else {
            throw file.fault("do_resize", "is false; pictures that are not resized are not supported")
        }
        guard try file.integer("resample", in: 0...5, default: Self.lanczos) == Self.lanczos else {
            throw file.fault("resample", "is not \(Self.lanczos) (Lanczos), the only filter that is supported")
        }
    }
}
