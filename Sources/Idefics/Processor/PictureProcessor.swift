public import Imaging
import Platform

/// What brings pictures to the size of a family's vision tower, bit for bit as the published processor does.
public protocol PictureProcessor: Sendable {
    /// Height and width of a tile in pixels.
    var tileSize: Int { get }
    /// Decodes a picture as the family's processor expects it.
    func decode(_ bytes: [UInt8]) throws(ImageFault) -> Bitmap
    /// Prepares decoded pixels; `splits` says whether the picture may become several tiles, nil: as the checkpoint's file
    /// says. Families that never split pass it over.
    func prepare(_ bitmap: Bitmap, splits: Bool?) -> PreparedImage
}

extension PictureProcessor {
    /// Prepares decoded pixels.
    public func prepare(_ bitmap: Bitmap) -> PreparedImage { prepare(bitmap, splits: nil) }

    /// Prepares RGB pixels `[height, width, 3]`.
    public func prepare(rgb: [UInt8], width: Int, height: Int, splits: Bool? = nil) -> PreparedImage {
        prepare(Bitmap(width: width, height: height, channels: 3, mode: "RGB", pixels: rgb), splits: splits)
    }

    /// Decodes and prepares an encoded picture.
    /// - Throws: `IdeficsError.image`.
    public func prepare(encoded bytes: [UInt8], splits: Bool? = nil) throws(IdeficsError) -> PreparedImage {
        do throws(ImageFault) { return prepare(try decode(bytes), splits: splits) } catch { throw .image("\(error)") }
    }

    /// Reads, decodes and prepares the picture at `path`.
    /// - Throws: `IdeficsError.system` or `.image`, which names the path.
    public func prepare(path: String, splits: Bool? = nil) throws(IdeficsError) -> PreparedImage {
        let bytes: [UInt8]
        do { bytes = try Files.read(path) } catch { throw .system(error) }
        do throws(ImageFault) { return prepare(try decode(bytes), splits: splits) } catch {
            throw .image("\(path): \(error)")
        }
    }
}

extension Bitmap {
    /// The pixels as RGB, alpha left out.
    var withoutAlpha: [UInt8] {
        guard channels == 4 else { return pixels }
        return [UInt8](unsafeUninitializedCapacity: width * height * 3) { rgb, count in
            for pixel in 0..<width * height {
                for channel in 0..<3 { rgb[3 * pixel + channel] = pixels[4 * pixel + channel] }
            }
            count = width * height * 3
        }
    }
}
