/// A sequential JPEG at an eighth of its size, from the constant terms of its blocks alone: what libjpeg's 1 x 1
/// inverse DCT gives, to the bit, in a fraction of its time, since here the other coefficients are passed over several
/// at once.
///
/// Only for files without any irregularity: one scan of 8 bits in gray or YCbCr, no stray bytes, every code valid, the
/// end marker right after the last block. For all others the answer is nil, and libjpeg judges them.
struct JPEGEighth {
    let raster: LumaRaster
    let averageColor: AverageColor

    init?(_ bytes: UnsafeRawBufferPointer) {
        guard let frame = JPEGFrame(bytes), let data = JPEGEntropyData(bytes, from: frame.dataOffset),
            data.segments.count == frame.segmentCount, let planes = Self.read(data, frame)
        else { return nil }
        raster = frame.luma(planes)
        averageColor = frame.averageColor(planes)
    }

    /// The components' planes, one after the other as `JPEGFrame.Component` places them; nil when a code is invalid or
    /// the data do not end where the blocks do.
    private static func read(_ data: JPEGEntropyData, _ frame: JPEGFrame) -> [UInt8]? {
        var planes = [UInt8](repeating: 0, count: frame.planeBytes)
        let total = frame.unitsAcross * frame.unitsDown
        let interval = frame.restartInterval == 0 ? total : frame.restartInterval
        let isRegular = planes.withUnsafeMutableBufferPointer { planes in
            data.bytes.withUnsafeBufferPointer { bytes in
                frame.lookups.withUnsafeBufferPointer { lookups in
                    guard let planes = planes.baseAddress, let bytes = bytes.baseAddress,
                        let lookups = lookups.baseAddress
                    else { return false }
                    for (index, segment) in data.segments.enumerated() {
                        let reader = JPEGBlockReader(bytes + segment.lowerBound, count: segment.count)
                        let units = index * interval..<min((index + 1) * interval, total)
                        guard readUnits(units, frame, reader, lookups, planes) else { return false }
                    }
                    return true
                }
            }
        }
        return isRegular ? planes : nil
    }

    /// Reads the units of one segment to its end.
    private static func readUnits(
        _ units: Range<Int>, _ frame: JPEGFrame, _ reader: JPEGBlockReader, _ lookups: UnsafePointer<UInt16>,
        _ planes: UnsafeMutablePointer<UInt8>
    ) -> Bool {
        var reader = reader
        var constants: InlineArray<3, Int> = [0, 0, 0]
        return frame.components.withUnsafeBufferPointer { components in
            var (down, across) = units.lowerBound.quotientAndRemainder(dividingBy: frame.unitsAcross)
            for _ in units {
                for index in components.indices {
                    let component = components[index]
                    for y in 0..<component.down {
                        for x in 0..<component.across {
                            guard let difference = reader.read(lookups + component.lookup, frame.tables[index]) else {
                                return false
                            }
                            constants[index] &+= difference
                            guard let sample = component.sample(constants[index]) else { return false }
                            planes[component.place(across: across, down: down, x, y)] = sample
                        }
                    }
                }
                if reader.isPastEnd { return false }
                across += 1
                if across == frame.unitsAcross { (across, down) = (0, down + 1) }
            }
            return reader.isAtEnd
        }
    }
}

extension ImageProbe {
    /// The luma of a JPEG at an eighth, by the fast decoder and by libjpeg, which are the same; nil where the fast one leaves
    /// the file to libjpeg. For those who hold one against the other.
    /// - Throws: `ImageFault` when libjpeg refuses, or warns of, what the fast one took.
    package static func eighths(
        _ bytes: UnsafeRawBufferPointer
    ) throws(ImageFault) -> (fast: [UInt8], library: [UInt8])? {
        guard let fast = JPEGEighth(bytes) else { return nil }
        let sink = MeasuringSink(divisor: 1)
        let codec = Codec(header: try ImageHeader(bytes), limits: ImageLimits(), divisor: 8, lumaAndChroma: true)
        guard try codec.decode(bytes, into: sink).warnings == 0 else { throw .corrupt(.jpeg, detail: "a warning") }
        return (fast.raster.pixels, sink.finish().pixels)
    }
}
