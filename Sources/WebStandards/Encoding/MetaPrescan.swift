import Glibc

/// The HTML standard's prescan of a byte stream to determine its encoding (section 13.2.3.2), with the XML
/// declaration as the fallback it asks for.
struct MetaPrescan {
    private let bytes: UnsafeBufferPointer<UInt8>
    private var position = 0

    /// The encoding that the first `limit` bytes declare, nil if none.
    static func encoding(in bytes: UnsafeBufferPointer<UInt8>, limit: Int) -> Encoding? {
        var scan = MetaPrescan(bytes: UnsafeBufferPointer(rebasing: bytes.prefix(limit)))
        return scan.run() ?? scan.xmlDeclaration()
    }

    private init(bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

    private var current: UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func run() -> Encoding? {
        if bytes.starts(with: [0x3C, 0, 0x3F, 0, 0x78, 0]) { return .utf16LE }
        if bytes.starts(with: [0, 0x3C, 0, 0x3F, 0, 0x78]) { return .utf16BE }
        while position < bytes.count {
            guard skip(to: 0x3C) else { return nil }
            if matches("<!--") {
                // The two dashes of the start may be those of the end: "<!-->".
                position += 2
                guard skipComment() else { return nil }
            } else if matches("<meta"), let next = byte(ahead: 5), ASCII.isWhitespace(next) || next == 0x2F {
                position += 5
                if let encoding = meta() { return encoding }
            } else if isTag() {
                skipTag()
            } else if let next = byte(ahead: 1), next == 0x21 || next == 0x2F || next == 0x3F {
                guard skip(to: 0x3E) else { return nil }
                position += 1
            } else {
                position += 1
            }
        }
        return nil
    }

    private func byte(ahead: Int) -> UInt8? { position + ahead < bytes.count ? bytes[position + ahead] : nil }

    /// Whether lower-case `text` stands here, in any case.
    private func matches(_ text: StaticString) -> Bool {
        let end = position + text.utf8CodeUnitCount
        return end <= bytes.count && ASCII.equals(bytes[position..<end], lowercase: text)
    }

    /// Goes on to the next such byte, to the end when there is none.
    private mutating func skip(to byte: UInt8) -> Bool {
        guard position < bytes.count, let base = bytes.baseAddress,
            let found = memchr(base + position, Int32(byte), bytes.count - position)
        else {
            position = bytes.count
            return false
        }
        position = UnsafeRawPointer(found) - UnsafeRawPointer(base)
        return true
    }

    private mutating func skipComment() -> Bool {
        let start = position
        while skip(to: 0x3E) {
            position += 1
            if position - start >= 3, bytes[position - 2] == 0x2D, bytes[position - 3] == 0x2D { return true }
        }
        return false
    }

    private func isTag() -> Bool {
        let letter = byte(ahead: 1) == 0x2F ? byte(ahead: 2) : byte(ahead: 1)
        return letter.map(ASCII.isAlpha) ?? false
    }

    private mutating func skipTag() {
        while let byte = current, !ASCII.isWhitespace(byte), byte != 0x3E { position += 1 }
        while attribute(isKept: false) != nil {}
    }

    // MARK: - meta

    private mutating func meta() -> Encoding? {
        var seen: Set<[UInt8]> = []
        var (gotPragma, needPragma): (Bool, Bool?) = (false, nil)
        var charset: Encoding?
        while let (name, value) = attribute() {
            guard seen.insert(name).inserted else { continue }
            if ASCII.equals(name, lowercase: "http-equiv") {
                if ASCII.equals(value, lowercase: "content-type") { gotPragma = true }
            } else if ASCII.equals(name, lowercase: "content") {
                if charset == nil, let found = Self.contentCharset(value) {
                    charset = found
                    needPragma = true
                }
            } else if ASCII.equals(name, lowercase: "charset") {
                charset = Encoding(label: value)
                needPragma = false
            }
        }
        guard let needPragma, gotPragma || !needPragma, let charset else { return nil }
        return Self.readable(charset)
    }

    /// What a label means that was read as ASCII: not UTF-16, and no private use characters.
    private static func readable(_ encoding: Encoding) -> Encoding {
        switch encoding {
        case .utf16BE, .utf16LE: .utf8
        case .userDefined: .windows1252
        default: encoding
        }
    }

    /// The algorithm for extracting a character encoding from a meta element.
    static func contentCharset(_ content: [UInt8]) -> Encoding? {
        var index = 0
        while index + 7 <= content.count {
            guard ASCII.equals(content[index..<(index + 7)], lowercase: "charset") else {
                index += 1
                continue
            }
            index += 7
            var rest = content[index...].drop(while: ASCII.isWhitespace)
            guard rest.first == 0x3D else { continue }
            rest = rest.dropFirst().drop(while: ASCII.isWhitespace)
            if let quote = rest.first, quote == 0x22 || quote == 0x27 {
                guard let end = rest.dropFirst().firstIndex(of: quote) else { return nil }
                return Encoding(label: rest[(rest.startIndex + 1)..<end])
            }
            return Encoding(label: rest.prefix { !ASCII.isWhitespace($0) && $0 != 0x3B })
        }
        return nil
    }

    /// The next attribute of the tag, in lower case (empty when it is not to be kept); nil at its end and at the end of
    /// the bytes.
    private mutating func attribute(isKept: Bool = true) -> (name: [UInt8], value: [UInt8])? {
        while let byte = current, ASCII.isWhitespace(byte) || byte == 0x2F { position += 1 }
        guard let first = current, first != 0x3E else { return nil }
        let start = position
        while let byte = current, byte != 0x3D || position == start {
            if byte == 0x2F || byte == 0x3E { return (text(start, isKept), []) }
            if ASCII.isWhitespace(byte) { break }
            position += 1
        }
        let name = text(start, isKept)
        while let byte = current, ASCII.isWhitespace(byte) { position += 1 }
        guard let sign = current else { return nil }
        guard sign == 0x3D else { return (name, []) }
        position += 1
        while let byte = current, ASCII.isWhitespace(byte) { position += 1 }
        return attributeValue(isKept).map { (name, $0) }
    }

    /// What stands from `start` to here.
    private func text(_ start: Int, _ isKept: Bool) -> [UInt8] {
        isKept ? bytes[start..<position].map(ASCII.lower) : []
    }

    private mutating func attributeValue(_ isKept: Bool) -> [UInt8]? {
        guard let first = current else { return nil }
        if first == 0x22 || first == 0x27 {
            position += 1
            let start = position
            guard skip(to: first) else { return nil }
            defer { position += 1 }
            return text(start, isKept)
        }
        let start = position
        while let byte = current {
            if ASCII.isWhitespace(byte) || byte == 0x3E { return text(start, isKept) }
            position += 1
        }
        return nil
    }

    // MARK: - XML

    /// The encoding of an XML declaration at the very start.
    private mutating func xmlDeclaration() -> Encoding? {
        position = 0
        guard matches("<?xml"), let end = bytes.firstIndex(of: 0x3E) else { return nil }
        while position + 8 < end, !matches("encoding") { position += 1 }
        guard position + 8 < end else { return nil }
        var rest = bytes[(position + 8)..<end].drop { $0 <= 0x20 }
        guard rest.first == 0x3D else { return nil }
        rest = rest.dropFirst().drop { $0 <= 0x20 }
        guard let quote = rest.first, quote == 0x22 || quote == 0x27 else { return nil }
        rest = rest.dropFirst()
        guard let close = rest.firstIndex(of: quote), !rest[..<close].contains(where: { $0 <= 0x20 }) else {
            return nil
        }
        guard let encoding = Encoding(label: rest[..<close]) else { return nil }
        return Self.readable(encoding)
    }
}
