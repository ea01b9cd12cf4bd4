/// The chunks of a PNG file (W3C PNG, third edition) up to the image data, and the few that may follow it.
enum PNGContainer {
    /// - Throws: `.corrupt`, `.truncated` or `.unsupportedCoding` when the header cannot be used.
    static func header(_ bytes: UnsafeRawBufferPointer) throws(ImageFault) -> ImageHeader {
        guard bytes.count >= 33 else { throw .truncated(.png, detail: "the bytes end inside the header") }
        if bytes.has("CgBI", at: 12) { throw .unsupportedCoding(.png, detail: "Apple's CgBI variant") }
        guard bytes.has("IHDR", at: 12), bytes.bigEndian32(at: 8) == 13 else {
            throw .corrupt(.png, detail: "the first chunk is not IHDR")
        }
        let mode = mode(depth: bytes[24], color: bytes[25])
        guard let mode else { throw .corrupt(.png, detail: "depth \(bytes[24]) with colour type \(bytes[25])") }
        var header = ImageHeader(
            format: .png, width: Int(bytes.bigEndian32(at: 16)), height: Int(bytes.bigEndian32(at: 20)), mode: mode)
        readChunks(bytes, into: &header)
        return header
    }

    /// Pillow's mode for a depth and colour type; nil for what the standard forbids.
    private static func mode(depth: UInt8, color: UInt8) -> String? {
        switch (color, depth) {
        case (0, 1): "1"
        case (0, 2), (0, 4), (0, 8): "L"
        case (0, 16): "I;16"
        case (2, 8), (2, 16): "RGB"
        case (3, 1), (3, 2), (3, 4), (3, 8): "P"
        case (4, 8): "LA"
        case (4, 16), (6, 8), (6, 16): "RGBA"
        default: nil
        }
    }

    /// What the chunks add. The image data are passed over by their lengths, so the walk costs a step a chunk.
    private static func readChunks(_ bytes: UnsafeRawBufferPointer, into header: inout ImageHeader) {
        var offset = 33
        var sawData = false
        var declared: Int?
        var controlsBeforeData = false
        while offset + 8 <= bytes.count {
            let length = Int(bytes.bigEndian32(at: offset))
            let data = bytes.clamped(offset + 8..<offset + 8 + length)
            if bytes.has("IEND", at: offset + 4) { break }
            if bytes.has("IDAT", at: offset + 4) { sawData = true }
            if bytes.has("iCCP", at: offset + 4) { header.hasICC = true }
            if bytes.has("eXIf", at: offset + 4) { header.orientation = EXIFOrientation.read(data) }
            if !sawData, bytes.has("acTL", at: offset + 4), data.count >= 8 {
                declared = declared == nil ? Int(data.bigEndian32(at: 0)) : 0
            }
            if !sawData, bytes.has("fcTL", at: offset + 4) { controlsBeforeData = true }
            offset += 12 + length
        }
        header.endsEarly = offset + 12 > bytes.count
        // An image that no frame control precedes is shown only by readers that know no animation: one more frame.
        if let declared, declared > 0, declared <= 0x8000_0000 {
            header.frames = declared + (controlsBeforeData ? 0 : 1)
        }
    }
}
