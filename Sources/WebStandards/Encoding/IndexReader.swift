/// Reads an index of the Encoding Standard in the form that `Tests/Checks/encodings` writes: each scalar as the difference
/// to the one before, a number in base64 digits of five bits as in source maps; `.` and a number: so many pointers without
/// a scalar; `~` and a number: so many scalars, each one more than the one before.
struct IndexReader {
    private let text: UnsafeBufferPointer<UInt8>
    private var place = 0

    /// Fills `cells` from its start; cells that the text does not reach stay as they are.
    static func read(_ text: UnsafeBufferPointer<UInt8>, into cells: UnsafeMutableBufferPointer<UInt32>) {
        var reader = IndexReader(text: text)
        var (scalar, pointer) = (0, 0)
        while reader.place < text.count {
            switch text[reader.place] {
            case UInt8(ascii: "."):
                reader.place += 1
                pointer += reader.number()
            case UInt8(ascii: "~"):
                reader.place += 1
                for _ in 0..<reader.number() {
                    scalar += 1
                    cells[pointer] = UInt32(scalar)
                    pointer += 1
                }
            default:
                scalar += reader.number()
                cells[pointer] = UInt32(scalar)
                pointer += 1
            }
        }
    }

    private init(text: UnsafeBufferPointer<UInt8>) { self.text = text }

    /// The number that starts here: least significant digit first, bit 5 says that another follows, bit 0 is its sign.
    private mutating func number() -> Int {
        var (value, shift) = (0, 0)
        while place < text.count {
            let digit = Self.digit(text[place])
            place += 1
            value |= (digit & 31) << shift
            shift += 5
            if digit < 32 { break }
        }
        return value & 1 == 0 ? value >> 1 : -(value >> 1)
    }

    /// The value of a base64 digit.
    private static func digit(_ byte: UInt8) -> Int {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): Int(byte) - 65
        case UInt8(ascii: "a")...UInt8(ascii: "z"): Int(byte) - 71
        case UInt8(ascii: "0")...UInt8(ascii: "9"): Int(byte) + 4
        case UInt8(ascii: "+"): 62
        default: 63
        }
    }
}
