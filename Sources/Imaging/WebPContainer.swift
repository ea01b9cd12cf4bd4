/// The chunks of a WebP file (RFC 9649, section 2).
enum WebPContainer {
    /// - Throws: `.corrupt` or `.truncated` when no picture header is found.
    static func header(_ bytes: UnsafeRawBufferPointer, maximumFrames: Int) throws(ImageFault) -> ImageHeader {
        guard bytes.count >= 20 else { throw .truncated(.webp, detail: "the bytes end inside the header") }
        var walk = Walk(bytes: bytes, maximumFrames: maximumFrames)
        walk.run()
        guard let size = walk.size else {
            throw walk.endsEarly
                ? .truncated(.webp, detail: "the bytes end before the picture's header")
                : .corrupt(.webp, detail: "no picture")
        }
        var header = ImageHeader(
            format: .webp, width: size.width, height: size.height, mode: walk.hasAlpha ? "RGBA" : "RGB")
        header.frames = max(1, walk.frames)
        header.orientation = walk.orientation
        header.hasICC = walk.hasICC
        header.endsEarly = walk.endsEarly
        return header
    }

    struct Walk {
        let bytes: UnsafeRawBufferPointer
        let maximumFrames: Int
        var size: (width: Int, height: Int)?
        var hasAlpha = false
        var hasICC = false
        var orientation = 1
        var frames = 0
        var endsEarly = false

        init(bytes: UnsafeRawBufferPointer, maximumFrames: Int) {
            self.bytes = bytes
            self.maximumFrames = maximumFrames
        }

        mutating func run() {
            let end = Int(bytes.littleEndian32(at: 4)) + 8
            endsEarly = end > bytes.count
            var offset = 12
            while offset + 8 <= min(end, bytes.count), frames <= maximumFrames {
                let length = Int(bytes.littleEndian32(at: offset + 4))
                read(offset, bytes.clamped(offset + 8..<offset + 8 + length))
                offset += 8 + length + (length & 1)
            }
        }

        private mutating func read(_ offset: Int, _ data: UnsafeRawBufferPointer) {
            if bytes.has("VP8X", at: offset), data.count >= 10 {
                size = (data.littleEndian24(at: 4) + 1, data.littleEndian24(at: 7) + 1)
                hasAlpha = data[0] & 0x10 != 0
                hasICC = data[0] & 0x20 != 0
            } else if bytes.has("VP8 ", at: offset) {
                readLossy(data)
            } else if bytes.has("VP8L", at: offset) {
                readLossless(data)
            } else if bytes.has("ANMF", at: offset) {
                frames += 1
            } else if bytes.has("EXIF", at: offset) {
                // Some writers keep the prefix that the block has in a JPEG.
                orientation = EXIFOrientation.read(data.has("Exif\0\0", at: 0) ? data.clamped(6..<data.count) : data)
            }
        }

        /// The key frame header of RFC 6386, 9.1: a tag of three bytes, a start code, two sizes of 14 bits.
        private mutating func readLossy(_ data: UnsafeRawBufferPointer) {
            guard size == nil, data.count >= 10, data[3] == 0x9D, data[4] == 0x01, data[5] == 0x2A else { return }
            size = (Int(data.littleEndian16(at: 6) & 0x3FFF), Int(data.littleEndian16(at: 8) & 0x3FFF))
        }

        /// RFC 9649, 3.4: a signature, two sizes of 14 bits less one, whether alpha is used.
        private mutating func readLossless(_ data: UnsafeRawBufferPointer) {
            guard data.count >= 5, data[0] == 0x2F else { return }
            let bits = data.littleEndian32(at: 1)
            guard size == nil else { return }
            size = (Int(bits & 0x3FFF) + 1, Int(bits >> 14 & 0x3FFF) + 1)
            hasAlpha = bits >> 28 & 1 == 1
        }
    }
}
