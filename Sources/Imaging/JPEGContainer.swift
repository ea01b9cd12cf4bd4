/// The marker segments of a JPEG file (ITU-T T.81, annex B) up to the first scan.
enum JPEGContainer {
    /// - Throws: `.corrupt` or `.truncated` when there is no frame header, `.unsupportedCoding` for codings that
    ///   libjpeg-turbo does not read.
    static func header(_ bytes: UnsafeRawBufferPointer) throws(ImageFault) -> ImageHeader {
        var walk = Walk(bytes: bytes)
        while let segment = walk.next() {
            switch segment.marker {
            case 0xC0...0xC3, 0xC5...0xC7, 0xC9...0xCB, 0xCD...0xCF: try walk.readFrame(segment)
            case 0xE1: walk.readEXIF(segment)
            case 0xE2: walk.readICC(segment)
            default: break
            }
        }
        guard var header = walk.header else {
            throw walk.endsEarly
                ? .truncated(.jpeg, detail: "the bytes end before a frame header")
                : .corrupt(.jpeg, detail: "no frame header before the first scan")
        }
        header.orientation = walk.orientation ?? 1
        header.hasICC = walk.hasICC
        return header
    }

    /// A marker and the range of its data.
    struct Segment {
        let marker: UInt8
        let range: Range<Int>
    }

    /// Goes from segment to segment, over stray bytes between them as libjpeg does.
    struct Walk {
        let bytes: UnsafeRawBufferPointer
        var offset = 2
        var endsEarly = false
        var header: ImageHeader?
        var orientation: Int?
        var hasICC = false

        init(bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

        mutating func next() -> Segment? {
            while let marker = nextMarker() {
                switch marker {
                case 0x01, 0xD0...0xD8: continue  // stand alone
                case 0xD9, 0xDA: return nil  // end, or the first scan
                default: break
                }
                guard offset + 2 <= bytes.count else { break }
                let length = max(2, Int(bytes.bigEndian16(at: offset)))
                let data = offset + 2..<min(offset + length, bytes.count)
                if offset + length > bytes.count { endsEarly = true }
                offset += length
                return Segment(marker: marker, range: data)
            }
            endsEarly = true
            return nil
        }

        private mutating func nextMarker() -> UInt8? {
            while offset < bytes.count, bytes[offset] != 0xFF { offset += 1 }
            while offset < bytes.count, bytes[offset] == 0xFF { offset += 1 }
            guard offset < bytes.count else { return nil }
            offset += 1
            return bytes[offset - 1] == 0 ? nextMarker() : bytes[offset - 1]
        }

        mutating func readFrame(_ segment: Segment) throws(ImageFault) {
            let data = bytes.clamped(segment.range)
            guard header == nil else { return }
            guard data.count >= 6 else { throw .truncated(.jpeg, detail: "the bytes end inside the frame header") }
            let mode = [1: "L", 3: "RGB", 4: "CMYK"][Int(data[5])]
            guard let mode else { throw .unsupportedCoding(.jpeg, detail: "\(data[5]) components") }
            header = ImageHeader(
                format: .jpeg, width: Int(data.bigEndian16(at: 3)), height: Int(data.bigEndian16(at: 1)), mode: mode)
        }

        mutating func readEXIF(_ segment: Segment) {
            let data = bytes.clamped(segment.range)
            guard orientation == nil, data.has("Exif\0\0", at: 0) else { return }
            orientation = EXIFOrientation.read(data.clamped(6..<data.count))
        }

        mutating func readICC(_ segment: Segment) {
            if bytes.clamped(segment.range).has("ICC_PROFILE\0", at: 0) { hasICC = true }
        }
    }
}
