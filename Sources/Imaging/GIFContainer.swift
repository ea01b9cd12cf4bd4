/// The blocks of a GIF file (GIF89a specification): the logical screen, and how many frames there are.
enum GIFContainer {
    /// - Throws: `.truncated` or `.corrupt` when there is no screen or no frame.
    static func header(_ bytes: UnsafeRawBufferPointer, maximumFrames: Int) throws(ImageFault) -> ImageHeader {
        guard bytes.count >= 13 else { throw .truncated(.gif, detail: "the bytes end inside the header") }
        var walk = Walk(bytes: bytes)
        var frames = 0
        while frames <= maximumFrames, let kind = walk.next() {
            if kind == .frame { frames += 1 }
        }
        guard frames > 0 else {
            try checkScreen(walk)
            throw walk.endsEarly
                ? .truncated(.gif, detail: "the bytes end before a frame") : .corrupt(.gif, detail: "no frame")
        }
        var header = ImageHeader(
            format: .gif, width: walk.width, height: walk.height, mode: walk.usesPalette ? "P" : "L")
        header.frames = frames
        header.hasICC = walk.hasICC
        header.endsEarly = walk.endsEarly
        return header
    }

    /// An absurd screen is the better reason than a missing frame.
    private static func checkScreen(_ walk: Walk) throws(ImageFault) {
        try ImageHeader.check(width: walk.width, height: walk.height, limits: ImageLimits())
    }

    enum Block {
        case frame, other
    }

    struct Walk {
        let bytes: UnsafeRawBufferPointer
        var width: Int
        var height: Int
        var usesPalette: Bool
        var hasICC = false
        var endsEarly = false
        private var offset: Int
        private var sawFrame = false

        init(bytes: UnsafeRawBufferPointer) {
            self.bytes = bytes
            width = Int(bytes.littleEndian16(at: 6))
            height = Int(bytes.littleEndian16(at: 8))
            let size = Self.paletteSize(bytes[10])
            usesPalette = size > 0 && !Self.isGrayRamp(bytes.clamped(13..<13 + size))
            offset = 13 + size
        }

        mutating func next() -> Block? {
            guard offset < bytes.count else {
                endsEarly = true
                return nil
            }
            switch bytes[offset] {
            case UInt8(ascii: ";"): return nil
            case UInt8(ascii: ","): return frame() ? .frame : nil
            case UInt8(ascii: "!"):
                if bytes.has("ICCRGBG1012", at: offset + 3) { hasICC = true }
                offset += 2
                skipSubBlocks()
            default: offset += 1  // stray bytes are passed over, as readers do
            }
            return .other
        }

        /// Passes over a frame; the first one may enlarge the screen and bring a palette of its own.
        private mutating func frame() -> Bool {
            guard offset + 10 <= bytes.count else {
                endsEarly = true
                return false
            }
            let size = Self.paletteSize(bytes[offset + 9])
            if !sawFrame {
                width = max(
                    width, Int(bytes.littleEndian16(at: offset + 1)) + Int(bytes.littleEndian16(at: offset + 5)))
                height = max(
                    height, Int(bytes.littleEndian16(at: offset + 3)) + Int(bytes.littleEndian16(at: offset + 7)))
                if size > 0 { usesPalette = !Self.isGrayRamp(bytes.clamped(offset + 10..<offset + 10 + size)) }
                sawFrame = true
            }
            offset += 11 + size
            skipSubBlocks()
            return true
        }

        private mutating func skipSubBlocks() {
            while offset < bytes.count {
                let length = Int(bytes[offset])
                offset += 1 + length
                if length == 0 { return }
            }
            endsEarly = true
        }

        private static func paletteSize(_ flags: UInt8) -> Int { flags & 0x80 != 0 ? 3 << (Int(flags & 7) + 1) : 0 }

        /// A palette whose colour i is gray level i adds nothing: Pillow calls such a picture `L`.
        private static func isGrayRamp(_ palette: UnsafeRawBufferPointer) -> Bool {
            palette.indices.allSatisfy { Int(palette[$0]) == $0 / 3 }
        }
    }
}
