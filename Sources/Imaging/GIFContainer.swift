/// The blocks of a GIF file (GIF89a specification): the logical screen, its frames, and what is said of the first.
enum GIFContainer {
    /// - Throws: `.truncated`, `.corrupt` or `.badSize` when there is no screen or no frame.
    static func header(_ bytes: UnsafeRawBufferPointer, maximumFrames: Int) throws(ImageFault) -> ImageHeader {
        guard bytes.count >= 13 else { throw .truncated(.gif, detail: "the bytes end inside the header") }
        var walk = Walk(bytes: bytes)
        var frames = 0
        while frames <= maximumFrames, let block = walk.next() {
            if block == .frame { frames += 1 }
        }
        guard let frame = walk.firstFrame else {
            // An absurd screen is the better reason than a missing frame.
            try ImageHeader.check(width: walk.width, height: walk.height, limits: ImageLimits())
            throw walk.endsEarly
                ? .truncated(.gif, detail: "the bytes end before a frame") : .corrupt(.gif, detail: "no frame")
        }
        // Pillow calls a picture whose colour i is gray level i `L`.
        let isRamp = frame.palette.indices.allSatisfy { Int(frame.palette[$0]) == $0 / 3 }
        var header = ImageHeader(
            format: .gif, width: max(walk.width, frame.left + frame.width),
            height: max(walk.height, frame.top + frame.height), mode: isRamp ? "L" : "P")
        header.frames = frames
        header.hasICC = walk.hasICC
        header.endsEarly = walk.endsEarly
        return header
    }

    /// The first frame, once `header` has found one.
    static func firstFrame(_ bytes: UnsafeRawBufferPointer) -> GIFFrame? {
        var walk = Walk(bytes: bytes)
        while walk.firstFrame == nil, walk.next() != nil {}
        return walk.firstFrame
    }

    enum Block {
        case frame, other
    }

    struct Walk {
        let bytes: UnsafeRawBufferPointer
        let width: Int
        let height: Int
        var hasICC = false
        var endsEarly = false
        var firstFrame: GIFFrame?
        private let globalPalette: UnsafeRawBufferPointer
        private var transparent: UInt8?
        private var offset: Int

        init(bytes: UnsafeRawBufferPointer) {
            self.bytes = bytes
            width = Int(bytes.littleEndian16(at: 6))
            height = Int(bytes.littleEndian16(at: 8))
            let size = Self.paletteSize(bytes[10])
            globalPalette = bytes.clamped(13..<13 + size)
            offset = 13 + size
        }

        mutating func next() -> Block? {
            guard offset < bytes.count else {
                endsEarly = true
                return nil
            }
            switch bytes[offset] {
            case UInt8(ascii: ";"): return nil
            case UInt8(ascii: ","): return readFrame() ? .frame : nil
            case UInt8(ascii: "!"): readExtension()
            default: offset += 1  // stray bytes are passed over, as readers do
            }
            return .other
        }

        private mutating func readExtension() {
            let isControl = offset + 6 < bytes.count && bytes[offset + 1] == 0xF9 && bytes[offset + 2] >= 4
            if isControl, bytes[offset + 3] & 1 != 0 { transparent = bytes[offset + 6] }
            if bytes.has("ICCRGBG1012", at: offset + 3) { hasICC = true }
            offset += 2
            skipSubBlocks()
        }

        private mutating func readFrame() -> Bool {
            guard offset + 10 <= bytes.count else {
                endsEarly = true
                return false
            }
            let flags = bytes[offset + 9]
            let size = Self.paletteSize(flags)
            let start = offset + 10 + size
            if firstFrame == nil {
                firstFrame = GIFFrame(
                    left: Int(bytes.littleEndian16(at: offset + 1)), top: Int(bytes.littleEndian16(at: offset + 3)),
                    width: Int(bytes.littleEndian16(at: offset + 5)), height: Int(bytes.littleEndian16(at: offset + 7)),
                    isInterlaced: flags & 0x40 != 0, transparent: transparent,
                    palette: size > 0 ? bytes.clamped(offset + 10..<start) : globalPalette, dataOffset: start)
            }
            offset = start + 1
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
    }
}

/// A frame's place on the screen, its colours, and where its compressed indices begin.
struct GIFFrame {
    let left: Int
    let top: Int
    let width: Int
    let height: Int
    let isInterlaced: Bool
    let transparent: UInt8?
    /// Three bytes a colour.
    let palette: UnsafeRawBufferPointer
    /// Of the byte with the code size.
    let dataOffset: Int
}
