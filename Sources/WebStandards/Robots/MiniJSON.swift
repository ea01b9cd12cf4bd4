/// A small JSON reader for the well-known files of sites (RFC 8259); numbers stay text.
indirect enum MiniJSON: Equatable {
    case null
    case bool(Bool)
    case number(String)
    case string(String)
    case array([MiniJSON])
    /// Of two members of one name the last.
    case object([String: MiniJSON])

    /// The value in `bytes`, nil when they are not JSON or nested more than 64 deep.
    static func parse(_ bytes: [UInt8]) -> MiniJSON? {
        var reader = Reader(bytes: bytes)
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { reader.index = 3 }
        guard let value = reader.value(depth: 0) else { return nil }
        reader.skipSpace()
        return reader.index == bytes.count ? value : nil
    }

    private struct Reader {
        let bytes: [UInt8]
        var index = 0

        var current: UInt8? { index < bytes.count ? bytes[index] : nil }

        mutating func skipSpace() {
            while let byte = current, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { index += 1 }
        }

        mutating func take(_ byte: UInt8) -> Bool {
            skipSpace()
            guard current == byte else { return false }
            index += 1
            return true
        }

        mutating func value(depth: Int) -> MiniJSON? {
            skipSpace()
            guard depth < 64, let first = current else { return nil }
            switch first {
            case 0x7B: return object(depth: depth)
            case 0x5B: return array(depth: depth)
            case 0x22: return string().map { .string($0) }
            case 0x74: return word("true", .bool(true))
            case 0x66: return word("false", .bool(false))
            case 0x6E: return word("null", .null)
            default:
                let digits = bytes[index...].prefix {
                    ASCII.isDigit($0) || $0 == 0x2D || $0 == 0x2B || $0 == 0x2E || $0 | 0x20 == 0x65
                }
                let text = String(decoding: digits, as: UTF8.self)
                guard !digits.isEmpty, Double(text) != nil else { return nil }
                index += digits.count
                return .number(text)
            }
        }

        private mutating func word(_ text: StaticString, _ value: MiniJSON) -> MiniJSON? {
            let end = index + text.utf8CodeUnitCount
            guard end <= bytes.count, text.withUTF8Buffer({ bytes[index..<end].elementsEqual($0) }) else { return nil }
            index = end
            return value
        }

        private mutating func array(depth: Int) -> MiniJSON? {
            index += 1
            var values: [MiniJSON] = []
            if take(0x5D) { return .array([]) }
            while let next = value(depth: depth + 1) {
                values.append(next)
                if take(0x5D) { return .array(values) }
                guard take(0x2C) else { return nil }
            }
            return nil
        }

        private mutating func object(depth: Int) -> MiniJSON? {
            index += 1
            var members: [String: MiniJSON] = [:]
            if take(0x7D) { return .object([:]) }
            while true {
                skipSpace()
                guard current == 0x22, let name = string(), take(0x3A), let next = value(depth: depth + 1) else {
                    return nil
                }
                members[name] = next
                if take(0x7D) { return .object(members) }
                guard take(0x2C) else { return nil }
            }
        }

        private mutating func string() -> String? {
            index += 1
            var out: [UInt8] = []
            while let byte = current {
                index += 1
                switch byte {
                case 0x22: return String(decoding: out, as: UTF8.self)
                case 0x5C: guard escape(into: &out) else { return nil }
                case 0..<0x20: return nil
                default: out.append(byte)
                }
            }
            return nil
        }

        private mutating func escape(into out: inout [UInt8]) -> Bool {
            guard let byte = current else { return false }
            index += 1
            switch byte {
            case 0x22, 0x5C, 0x2F: out.append(byte)
            case 0x62: out.append(8)
            case 0x66: out.append(12)
            case 0x6E: out.append(10)
            case 0x72: out.append(13)
            case 0x74: out.append(9)
            case 0x75:
                guard var code = hexadecimal() else { return false }
                if code & 0xFC00 == 0xD800, current == 0x5C, index + 1 < bytes.count, bytes[index + 1] == 0x75 {
                    index += 2
                    guard let low = hexadecimal() else { return false }
                    code = low & 0xFC00 == 0xDC00 ? 0x10000 + (code & 0x3FF) << 10 + (low & 0x3FF) : 0xFFFD
                }
                out.append(contentsOf: String(Character(Unicode.Scalar(code) ?? "\u{FFFD}")).utf8)
            default: return false
            }
            return true
        }

        private mutating func hexadecimal() -> UInt32? {
            guard index + 4 <= bytes.count else { return nil }
            var code: UInt32 = 0
            for byte in bytes[index..<(index + 4)] {
                guard let digit = ASCII.hexDigit(byte) else { return nil }
                code = code << 4 | UInt32(digit)
            }
            index += 4
            return code
        }
    }
}
