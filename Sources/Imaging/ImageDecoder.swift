/// Decoding to pixels.
public enum ImageDecoder {
    /// The picture (the first frame of an animation) as RGB, or RGBA when the source has alpha: an alpha channel, a
    /// transparent colour or transparent palette entries.
    ///
    /// The values are those of Pillow's `convert("RGB")` and `convert("RGBA")` on the same libraries: CMYK by
    /// `(255 - k) * (255 - c) / 255` with ink counted Adobe's way, 16-bit gray saturated at 255, EXIF orientation and
    /// colour profiles ignored.
    /// - Throws: `ImageFault`.
    public static func rgb(
        _ bytes: UnsafeRawBufferPointer, limits: ImageLimits = ImageLimits()
    ) throws(ImageFault) -> Bitmap {
        let header = try ImageHeader(bytes, limits: limits)
        let sink = BitmapSink()
        _ = try Codec(header: header, limits: limits).decode(bytes, into: sink)
        return sink.bitmap(mode: header.mode)
    }

    /// The same from an array.
    /// - Throws: `ImageFault`.
    public static func rgb(_ bytes: [UInt8], limits: ImageLimits = ImageLimits()) throws(ImageFault) -> Bitmap {
        try bytes.withUnsafeBufferPointer { buffer throws(ImageFault) in
            try rgb(UnsafeRawBufferPointer(buffer), limits: limits)
        }
    }
}
