public import Imaging
import Platform
import Tensors

/// A picture ready for the vision tower: RGB bytes of the tower's size.
///
/// A reference, so that a picture that stands in several prompts is encoded once.
public final class PreparedImage: Sendable {
    /// `[size, size, 3]`, rows from the top.
    public let rgb: [UInt8]
    /// Height and width in pixels.
    public let size: Int

    init(rgb: [UInt8], size: Int) { (self.rgb, self.size) = (rgb, size) }
}

/// Brings pictures to the size and range of the vision tower, bit for bit as the published processor does (Pillow 11):
/// anything that is not plain RGB over opaque white, then a bicubic resize to a square without keeping the aspect ratio.
public struct ImageProcessor: Sendable {
    /// The checkpoint's settings.
    public let configuration: ImageConfiguration

    /// A processor with the checkpoint's settings.
    public init(_ configuration: ImageConfiguration) { self.configuration = configuration }

    /// Decodes and prepares an encoded picture.
    /// - Throws: `IdeficsError.image`.
    public func prepare(encoded bytes: [UInt8]) throws(IdeficsError) -> PreparedImage {
        do throws(ImageFault) { return prepare(try ImageDecoder.rgb(bytes)) } catch { throw .image("\(error)") }
    }

    /// Reads, decodes and prepares the picture at `path`.
    /// - Throws: `IdeficsError.system` or `.image`, which names the path.
    public func prepare(path: String) throws(IdeficsError) -> PreparedImage {
        let bytes: [UInt8]
        do { bytes = try Files.read(path) } catch { throw .system(error) }
        do throws(ImageFault) { return prepare(try ImageDecoder.rgb(bytes)) } catch {
            throw .image("\(path): \(error)")
        }
    }

    /// Prepares decoded pixels. A transparent colour of an RGB picture (mode `RGB`) is ignored; any other alpha is
    /// composited over white.
    public func prepare(_ bitmap: Bitmap) -> PreparedImage {
        var rgb = bitmap.pixels
        if bitmap.channels == 4 {
            rgb = bitmap.mode == "RGB" ? Self.dropAlpha(rgb) : PixelOperations.overWhite(rgba: rgb)
        }
        return prepare(rgb: rgb, width: bitmap.width, height: bitmap.height)
    }

    /// Prepares RGB pixels `[height, width, 3]`.
    public func prepare(rgb: [UInt8], width: Int, height: Int) -> PreparedImage {
        let size = configuration.imageSize
        return PreparedImage(
            rgb: PixelOperations.bicubic(rgb: rgb, width: width, height: height, to: size), size: size)
    }

    private static func dropAlpha(_ rgba: [UInt8]) -> [UInt8] {
        var rgb: [UInt8] = []
        rgb.reserveCapacity(rgba.count / 4 * 3)
        for pixel in stride(from: 0, to: rgba.count, by: 4) { rgb.append(contentsOf: rgba[pixel..<pixel + 3]) }
        return rgb
    }

    /// The value of each byte of each channel, `[3, 256]`: scaled to 0 ... 1 in f64, then mean and deviation in f32.
    var table: [Float] {
        (0..<3).flatMap { channel in
            (0..<256).map { byte in
                let scaled = Float(Double(byte) * (1.0 / 255.0))
                return (scaled - configuration.mean[channel]) / configuration.deviation[channel]
            }
        }
    }
}
