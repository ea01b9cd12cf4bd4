import CKernels

/// Arithmetic on interleaved 8-bit pictures.
public enum PixelOperations {
    /// Resizes RGB `[height, width, 3]` to `[size, size, 3]`, bicubic; see `resize`.
    public static func bicubic(rgb: [UInt8], width: Int, height: Int, to size: Int) -> [UInt8] {
        resize(Raster(rgb, width: width, height: height), to: (size, size), .bicubic).rgb
    }

    /// Resizes a picture to `size` (width, height): antialiased, horizontal pass first, rounded to 8 bits between the
    /// passes; a pass whose size already fits is left out.
    public static func resize(
        _ raster: Raster, to size: (width: Int, height: Int), _ filter: ResampleFilter
    ) -> Raster {
        var raster = raster
        if raster.width != size.width {
            let axis = ResampleAxis(inputs: raster.width, outputs: size.width, filter)
            let rgb = make(count: raster.height * size.width * 3) { out in
                raster.rgb.withUnsafeBufferPointer { pixels in
                    axis.withKernel {
                        ck_resample_rows(pixels.baseAddress, Int64(raster.height), Int64(raster.width), &$0, out)
                    }
                }
            }
            raster = Raster(rgb, width: size.width, height: raster.height)
        }
        if raster.height != size.height {
            let axis = ResampleAxis(inputs: raster.height, outputs: size.height, filter)
            let rgb = make(count: size.height * raster.width * 3) { out in
                raster.rgb.withUnsafeBufferPointer { pixels in
                    axis.withKernel { ck_resample_columns(pixels.baseAddress, Int64(raster.width), &$0, out) }
                }
            }
            raster = Raster(rgb, width: raster.width, height: size.height)
        }
        return raster
    }

    /// RGBA `[pixels, 4]` over opaque white, as RGB.
    public static func overWhite(rgba: [UInt8]) -> [UInt8] {
        make(count: rgba.count / 4 * 3) { out in
            rgba.withUnsafeBufferPointer { ck_over_white($0.baseAddress, Int64(rgba.count / 4), out) }
        }
    }

    /// The patches of RGB `[size, size, 3]` as rows of `3 * patch * patch` values, ordered (channel, row, column);
    /// each byte b of channel c becomes `table[256 * c + b]`. A strip that does not fill a patch is left out.
    public static func patches(rgb: [UInt8], size: Int, patch: Int, table: FloatBuffer, into rows: Activations) {
        precondition(rgb.count == size * size * 3 && table.count == 768, "not a picture of \(size) pixels")
        precondition(rows.count == (size / patch) * (size / patch) * 3 * patch * patch, "rows do not fit the patches")
        rgb.withUnsafeBufferPointer {
            ck_patches($0.baseAddress, Int64(size), Int64(patch), table.pointer, rows.pointer, Int64(rows.stride))
        }
    }

    private static func make(count: Int, _ fill: (UnsafeMutablePointer<UInt8>?) -> Void) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
            fill(buffer.baseAddress)
            initialized = count
        }
    }
}
