/// The orientation in an EXIF block: a TIFF header and its first directory (EXIF 2.32, 4.5 and 4.6.4).
enum EXIFOrientation {
    private static let tag: UInt16 = 0x0112

    /// 1 to 8; 1 for a block that is damaged or names none. `tiff` begins at the byte order mark.
    static func read(_ tiff: UnsafeRawBufferPointer) -> Int {
        guard tiff.count >= 8 else { return 1 }
        let big = tiff.has("MM", at: 0)
        guard big || tiff.has("II", at: 0), value16(tiff, 2, big) == 42 else { return 1 }
        let directory = Int(value32(tiff, 4, big))
        guard directory >= 8, directory + 2 <= tiff.count else { return 1 }
        for entry in 0..<Int(value16(tiff, directory, big)) {
            let offset = directory + 2 + 12 * entry
            guard offset + 12 <= tiff.count else { return 1 }
            if value16(tiff, offset, big) == tag { return orientation(tiff, offset, big) }
        }
        return 1
    }

    /// The value of an entry: SHORT by the standard, LONG and BYTE by some writers.
    private static func orientation(_ tiff: UnsafeRawBufferPointer, _ offset: Int, _ big: Bool) -> Int {
        guard value32(tiff, offset + 4, big) >= 1 else { return 1 }
        let value: Int
        switch value16(tiff, offset + 2, big) {
        case 1: value = Int(tiff[offset + 8])
        case 3: value = Int(value16(tiff, offset + 8, big))
        case 4: value = Int(value32(tiff, offset + 8, big))
        default: return 1
        }
        return (1...8).contains(value) ? value : 1
    }

    private static func value16(_ tiff: UnsafeRawBufferPointer, _ offset: Int, _ big: Bool) -> UInt16 {
        big ? tiff.bigEndian16(at: offset) : tiff.littleEndian16(at: offset)
    }

    private static func value32(_ tiff: UnsafeRawBufferPointer, _ offset: Int, _ big: Bool) -> UInt32 {
        big ? tiff.bigEndian32(at: offset) : tiff.littleEndian32(at: offset)
    }
}
