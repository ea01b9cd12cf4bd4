public import Imaging
import Tensors

/// Brings pictures to the size and range of IDEFICS-1's vision tower, bit for bit as the published processor does (Pillow
/// 11): anything that is not plain RGB over opaque white, then a bicubic resize to a square without keeping the aspect
/// ratio.
public struct ImageProcessor: PictureProcessor {
    /// The checkpoint's settings.
    public let configuration: ImageConfiguration

    /// A processor with the checkpoint's settings.
    public init(_ configuration: ImageConfiguration) { self.configuration = configuration }

    /// Height and width of the picture in pixels.
    public var tileSize: Int { configuration.imageSize }

    /// The pixels as they are stored: the published processor does not look at an EXIF orientation.
    /// - Throws: `ImageFault`.
    public func decode(_ bytes: [UInt8]) throws(ImageFault) -> Bitmap { try ImageDecoder.rgb(bytes) }

    /// Prepares decoded pixels; the picture is never split. A transparent colour of an RGB picture (mode `RGB`) is
    /// ignored; any other alpha is composited over white.
    public func prepare(_ bitmap: Bitmap, splits: Bool?) -> PreparedImage {
        let isComposited = bitmap.channels == 4 && bitmap.mode != "RGB"
        let rgb = isComposited ? PixelOperations.overWhite(rgba: bitmap.pixels) : bitmap.withoutAlpha
        let size = configuration.imageSize
        return PreparedImage(
            rgb: PixelOperations.bicubic(rgb: rgb, width: bitmap.width, height: bitmap.height, to: size), size: size)
    }

    /// The value of each byte of each channel, `[3, 256]`.
    var table: [Float] { PixelValues.table(mean: configuration.mean, deviation: configuration.deviation) }
}
