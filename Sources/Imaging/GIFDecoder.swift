/// The first frame of a GIF on its logical screen (enlarged to hold the frame, as browsers and Pillow do).
enum GIFDecoder {
    /// Rows of RGB, or of RGBA when the frame has a transparent index. What the frame leaves free is transparent,
    /// or colour 0.
    /// - Throws: `ImageFault` before memory is taken.
    static func decode(
        _ bytes: UnsafeRawBufferPointer, header: ImageHeader, limits: ImageLimits, into sink: any RowSink
    ) throws(ImageFault) -> Codec.Outcome {
        guard let frame = GIFContainer.firstFrame(bytes) else { throw .corrupt(.gif, detail: "no frame") }
        guard frame.width > 0, frame.height > 0 else { throw .badSize(width: frame.width, height: frame.height) }
        guard frame.dataOffset < bytes.count else { throw .truncated(.gif, detail: "no data after the frame's header") }
        let rootBits = Int(bytes[frame.dataOffset])
        guard (0...11).contains(rootBits) else { throw .corrupt(.gif, detail: "codes of \(rootBits) bits") }
        var indices = [UInt8](repeating: frame.transparent ?? 0, count: frame.width * frame.height)
        var codes = LZWDecoder(bytes, offset: frame.dataOffset + 1)
        let (end, _) = codes.decode(rootBits: rootBits, into: &indices)
        giveRows(frame, indices, header, sink)
        switch end {
        case .complete: return Codec.Outcome(warnings: 0, isTruncated: false)
        case .early where limits.keepTruncated: return Codec.Outcome(warnings: 0, isTruncated: true)
        case .early: throw .truncated(.gif, detail: "the codes end before the frame does")
        case .invalid: throw .corrupt(.gif, detail: "a code that the table does not hold")
        }
    }

    private static func giveRows(
        _ frame: GIFFrame, _ indices: [UInt8], _ header: ImageHeader, _ sink: any RowSink
    ) {
        let channels = frame.transparent == nil ? 3 : 4
        let colors = palette(frame)
        sink.begin(RowHeader(width: header.width, height: header.height, layout: channels == 3 ? .rgb : .rgba))
        let rows = frame.isInterlaced ? interlacedRows(frame.height) : Array(0..<frame.height)
        let background = [UInt8](repeating: frame.transparent ?? 0, count: header.width)
        var row = [UInt8](repeating: 0, count: header.width * channels)
        for y in 0..<header.height {
            var line = background
            if y >= frame.top && y < frame.top + frame.height {
                let start = rows[y - frame.top] * frame.width
                line.replaceSubrange(
                    frame.left..<frame.left + frame.width, with: indices[start..<start + frame.width])
            }
            for x in 0..<header.width {
                for channel in 0..<channels { row[x * channels + channel] = colors[4 * Int(line[x]) + channel] }
            }
            row.withUnsafeBufferPointer { row in
                if let base = row.baseAddress { sink.row(y, base) }
            }
        }
    }

    /// 256 colours of four bytes: the palette's own and black for an index beyond it; without one, a gray ramp.
    private static func palette(_ frame: GIFFrame) -> [UInt8] {
        (0..<1024).map { i in
            let (color, channel) = (i / 4, i % 4)
            if channel == 3 { return frame.transparent.map { Int($0) == color } == true ? 0 : 255 }
            let at = 3 * color + channel
            return at < frame.palette.count ? frame.palette[at] : frame.palette.isEmpty ? UInt8(color) : 0
        }
    }

    /// For each row of the picture its place in the data: eighths, the eighths between, quarters, halves.
    private static func interlacedRows(_ height: Int) -> [Int] {
        var places = [Int](repeating: 0, count: height)
        var place = 0
        for (start, step) in [(0, 8), (4, 8), (2, 4), (1, 2)] {
            for y in stride(from: start, to: height, by: step) {
                places[y] = place
                place += 1
            }
        }
        return places
    }
}
