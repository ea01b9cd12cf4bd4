/// Recursive-descent parser over bytes, bounded in depth.
struct JSONParser {
    private static let maximumDepth = 512

    private let bytes: UnsafeRawBufferPointer
    private let isLenient: Bool
    private var at = 0
    private var depth = 0

    init(_ bytes: UnsafeRawBufferPointer, isLenient: Bool) {
        self.bytes = bytes
        self.isLenient = isLenient
        if isLenient, bytes.starts(with: [0xEF, 0xBB, 0xBF]) { at = 3 }
    }

    mutating func document() throws(JSONError) -> JSONValue {
        let value = try self.value()
        skipSpace()
        guard at == bytes.count else { throw fault("unexpected text after the value") }
        return value
    }

    private func fault(_ message: String) -> JSONError { JSONError(offset: at, message: message) }

    private var current: UInt8? { at < bytes.count ? bytes[at] : nil }

    private mutating func skipSpace() {
        while at < bytes.count, bytes[at] == 0x20 || bytes[at] == 0x0A || bytes[at] == 0x0D || bytes[at] == 0x09 {
            at += 1
        }
    }

    private mutating func value() throws(JSONError) -> JSONValue {
        skipSpace()
        guard depth < Self.maximumDepth else { throw fault("nested deeper than \(Self.maximumDepth)") }
        depth += 1
        defer { depth -= 1 }
        switch current {
        case UInt8(ascii: "{"): return .object(try object())
        case UInt8(ascii: "["): return .array(try array())
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        case nil: throw fault("unexpected end")
        default: return try number()
        }
    }

    private mutating func word(_ text: StaticString, _ value: JSONValue) throws(JSONError) -> JSONValue {
        let matches = text.withUTF8Buffer { bytes[at...].starts(with: $0) }
        guard matches else { throw fault("expected \(text)") }
        at += text.utf8CodeUnitCount
        return value
    }

    // MARK: Lists

    private mutating func object() throws(JSONError) -> [JSONValue.Member] {
        at += 1
        if skipEmpty(UInt8(ascii: "}")) { return [] }
        var members: [JSONValue.Member] = []
        var places: [Key: Int] = [:]
        while true {
            skipSpace()
            guard current == UInt8(ascii: "\"") else { throw fault("expected a key") }
            let key = try string()
            let place = places.updateValue(members.count, forKey: Key(text: key))
            guard place == nil || isLenient else { throw fault("the key '\(key)' stands twice") }
            skipSpace()
            guard current == UInt8(ascii: ":") else { throw fault("expected ':'") }
            at += 1
            let member = JSONValue.Member(key: key, value: try value())
            if let place {
                members[place] = member
                places[Key(text: key)] = place
            } else {
                members.append(member)
            }
            if try endOfList(UInt8(ascii: "}")) { return members }
        }
    }

    private mutating func array() throws(JSONError) -> [JSONValue] {
        at += 1
        if skipEmpty(UInt8(ascii: "]")) { return [] }
        var elements: [JSONValue] = []
        while true {
            elements.append(try value())
            if try endOfList(UInt8(ascii: "]")) { return elements }
        }
    }

    private mutating func skipEmpty(_ close: UInt8) -> Bool {
        skipSpace()
        guard current == close else { return false }
        at += 1
        return true
    }

    private mutating func endOfList(_ close: UInt8) throws(JSONError) -> Bool {
        skipSpace()
        guard let byte = current, byte == close || byte == UInt8(ascii: ",") else {
            throw fault("expected ',' or '\(Character(Unicode.Scalar(close)))'")
        }
        at += 1
        return byte == close
    }

    // MARK: Numbers

    /// `-? (0 | [1-9][0-9]*) (. [0-9]+)? ([eE] [+-]? [0-9]+)?`
    private mutating func number() throws(JSONError) -> JSONValue {
        let start = at
        if current == UInt8(ascii: "-") { at += 1 }
        if current == UInt8(ascii: "0") { at += 1 } else { try skipDigits() }
        if current == UInt8(ascii: ".") {
            at += 1
            try skipDigits()
        }
        if current == UInt8(ascii: "e") || current == UInt8(ascii: "E") {
            at += 1
            if current == UInt8(ascii: "+") || current == UInt8(ascii: "-") { at += 1 }
            try skipDigits()
        }
        let text = String(decoding: bytes[start..<at], as: UTF8.self)
        if let integer = Int(text) { return .integer(integer) }
        guard let value = Double(text), value.isFinite || isLenient else { throw fault("a number out of range") }
        return .number(value)
    }

    private mutating func skipDigits() throws(JSONError) {
        let start = at
        while let byte = current, (0x30...0x39).contains(byte) { at += 1 }
        guard at > start else { throw fault("expected a value") }
    }

    // MARK: Strings

    private mutating func string() throws(JSONError) -> String {
        at += 1
        let start = at
        skipPlain()
        if current == 0x22 {
            at += 1
            return try text(bytes[start..<at - 1])
        }
        var out = Array(bytes[start..<at])
        while true {
            guard let byte = current else { throw fault("a string without end") }
            at += 1
            if byte == 0x22 { return try text(out) }
            guard byte == 0x5C else { throw fault("a control character in a string") }
            if let encoded = Unicode.UTF8.encode(try escape()) { out.append(contentsOf: encoded) }
            let next = at
            skipPlain()
            out.append(contentsOf: bytes[next..<at])
        }
    }

    private mutating func skipPlain() {
        if let base = bytes.baseAddress { at = PlainBytes.end(base, from: at, count: bytes.count) }
    }

    private func text(_ utf8: some Collection<UInt8>) throws(JSONError) -> String {
        if isLenient { return String(decoding: utf8, as: UTF8.self) }
        guard let text = String(validating: utf8, as: UTF8.self) else { throw fault("a string that is not UTF-8") }
        return text
    }

    private mutating func escape() throws(JSONError) -> Unicode.Scalar {
        guard let byte = current else { throw fault("a string without end") }
        at += 1
        switch byte {
        case 0x22, 0x5C, 0x2F: return Unicode.Scalar(byte)
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{C}"
        case UInt8(ascii: "u"): return try unicodeEscape()
        default: throw fault("an unknown escape")
        }
    }

    private mutating func unicodeEscape() throws(JSONError) -> Unicode.Scalar {
        let first = try fourDigits()
        if let scalar = Unicode.Scalar(first) { return scalar }
        if first < 0xDC00, current == 0x5C, at + 1 < bytes.count, bytes[at + 1] == UInt8(ascii: "u") {
            let back = at
            at += 2
            let second = try fourDigits()
            if (0xDC00...0xDFFF).contains(second) {
                return Unicode.Scalar(0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00)) ?? "\u{FFFD}"
            }
            at = back
        }
        guard isLenient else { throw fault("half a surrogate pair") }
        return "\u{FFFD}"
    }

    private mutating func fourDigits() throws(JSONError) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<4 {
            let digit: UInt8
            switch current {
            case let byte? where byte >= 0x30 && byte <= 0x39: digit = byte - 0x30
            case let byte? where byte | 0x20 >= 0x61 && byte | 0x20 <= 0x66: digit = (byte | 0x20) - 0x61 + 10
            default: throw fault("four hexadecimal digits expected")
            }
            value = value << 4 | UInt32(digit)
            at += 1
        }
        return value
    }

    /// A key as its bytes.
    private struct Key: Hashable {
        let text: String

        static func == (one: Key, other: Key) -> Bool { one.text.utf8.elementsEqual(other.text.utf8) }

        func hash(into hasher: inout Hasher) {
            var text = text
            text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
        }
    }
}
