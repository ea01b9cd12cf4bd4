import CImageCodecs
import Glibc

/// Small pictures for pages and terminals.
public enum Thumbnail {
    /// The picture no larger than `width` by `height`, upright, on white where it is transparent.
    /// - Throws: `ImageFault` when it cannot be decoded.
    public static func bitmap(
        _ bytes: [UInt8], fitting width: Int, _ height: Int, orientation: Int = 1
    ) throws(ImageFault) -> Bitmap {
        let picture = try ImageDecoder.rgb(bytes).upright(orientation)
        let scale = min(1, Double(width) / Double(picture.width), Double(height) / Double(picture.height))
        return reduced(
            picture, max(1, Int((Double(picture.width) * scale).rounded())),
            max(1, Int((Double(picture.height) * scale).rounded())))
    }

    /// The same as a JPEG; nil when there is no memory for it.
    /// - Throws: `ImageFault` when it cannot be decoded.
    public static func jpeg(
        _ bytes: [UInt8], fitting width: Int, _ height: Int, orientation: Int = 1, quality: Int = 70
    ) throws(ImageFault) -> (jpeg: [UInt8], width: Int, height: Int)? {
        let small = try bitmap(bytes, fitting: width, height, orientation: orientation)
        return encode(small, quality: quality).map { ($0, small.width, small.height) }
    }

    /// RGB pixels as a JPEG.
    static func encode(_ bitmap: Bitmap, quality: Int) -> [UInt8]? {
        var encoded: UnsafeMutablePointer<UInt8>?
        var count = 0
        ci_jpeg_encode(bitmap.pixels, UInt32(bitmap.width), UInt32(bitmap.height), Int32(quality), &encoded, &count)
        guard let encoded else { return nil }
        defer { free(encoded) }
        return Array(UnsafeBufferPointer(start: encoded, count: count))
    }

    /// Each pixel the mean of those it stands for: RGB.
    private static func reduced(_ picture: Bitmap, _ width: Int, _ height: Int) -> Bitmap {
        var out = [UInt8](repeating: 255, count: width * height * 3)
        for y in 0..<height {
            let rows =
                y * picture.height / height..<max(y * picture.height / height + 1, (y + 1) * picture.height / height)
            for x in 0..<width {
                let columns =
                    x * picture.width / width..<max(x * picture.width / width + 1, (x + 1) * picture.width / width)
                let mean = mean(picture, rows, columns)
                for channel in 0..<3 { out[(y * width + x) * 3 + channel] = mean[channel] }
            }
        }
        return Bitmap(width: width, height: height, channels: 3, mode: "RGB", pixels: out)
    }

    private static func mean(_ picture: Bitmap, _ rows: Range<Int>, _ columns: Range<Int>) -> SIMD4<UInt8> {
        var sum = SIMD4<UInt32>.zero
        for row in rows {
            for column in columns {
                let at = (row * picture.width + column) * picture.channels
                let alpha = picture.channels == 4 ? UInt32(picture.pixels[at + 3]) : 255
                for channel in 0..<3 {
                    sum[channel] += (UInt32(picture.pixels[at + channel]) * alpha + 255 * (255 - alpha)) / 255
                }
            }
        }
        let count = UInt32(rows.count * columns.count)
        return SIMD4(truncatingIfNeeded: sum / SIMD4(repeating: max(1, count)))
    }
}
