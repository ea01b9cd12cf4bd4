public import Imaging
import Tensors

/// Brings pictures to tiles, bit for bit as the published processor of Idefics3 and SmolVLM does (Pillow 11): Lanczos to
/// the longest edge, Lanczos to whole tiles, and, when there is more than one, all of the picture as one more.
public struct TileProcessor: PictureProcessor {
    /// The checkpoint's settings.
    public let configuration: TileConfiguration
    /// Tiles that a picture becomes at most; nil: as many as the longest edge makes.
    private let maximumTiles: Int?

    init(_ configuration: TileConfiguration, maximumTiles: Int?) {
        (self.configuration, self.maximumTiles) = (configuration, maximumTiles)
    }

    /// Height and width of a tile in pixels.
    public var tileSize: Int { configuration.tileSize }

    /// The picture as it is meant to be seen: the published way of loading obeys an EXIF orientation.
    /// - Throws: `ImageFault`.
    public func decode(_ bytes: [UInt8]) throws(ImageFault) -> Bitmap {
        let header = try bytes.withUnsafeBufferPointer { buffer throws(ImageFault) in
            try ImageHeader(UnsafeRawBufferPointer(buffer))
        }
        return try ImageDecoder.rgb(bytes).upright(header.orientation)
    }

    /// Prepares decoded pixels; alpha is left out, not composited.
    public func prepare(_ bitmap: Bitmap, splits: Bool?) -> PreparedImage {
        let (size, tile) = (TileGeometry.Size(width: bitmap.width, height: bitmap.height), configuration.tileSize)
        let geometry = TileGeometry(
            size, longestEdge: configuration.longestEdge, tile: tile, splits: splits ?? configuration.splits,
            maximumTiles: maximumTiles)
        func resize(_ raster: Raster, _ size: TileGeometry.Size) -> Raster {
            PixelOperations.resize(raster, to: (size.width, size.height), .lanczos)
        }
        let source = Raster(bitmap.withoutAlpha, width: bitmap.width, height: bitmap.height)
        let raster = resize(resize(source, geometry.first), geometry.second)
        guard geometry.rows > 0 else { return PreparedImage(rgb: raster.rgb, size: tile) }
        var tiles: [[UInt8]] = []
        for row in 0..<geometry.rows {
            for column in 0..<geometry.columns {
                tiles.append(raster.square(x: column * tile, y: row * tile, size: tile))
            }
        }
        tiles.append(resize(raster, TileGeometry.Size(width: tile, height: tile)).rgb)
        return PreparedImage(tiles: tiles, size: tile, rows: geometry.rows, columns: geometry.columns)
    }

    /// The value of each byte of each channel, `[3, 256]`.
    var table: [Float] {
        PixelValues.table(mean: configuration.mean, deviation: configuration.deviation, scale: configuration.scale)
    }
}
