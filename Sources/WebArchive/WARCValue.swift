/// What the values of WARC fields mean.
enum WARCValue {
    /// A type, whatever its case.
    static func type(_ bytes: ArraySlice<UInt8>) -> WARCType {
        WARCType(rawValue: String(decoding: bytes.map(\.lowerASCII), as: UTF8.self)) ?? .other
    }

    /// A URI without `<>` and white space around it; control characters, and all that is not ASCII when the
    /// bytes are not UTF-8, percent-encoded as a browser would send them.
    static func uri(_ bytes: ArraySlice<UInt8>) -> String {
        var bytes = trim(bytes)
        if bytes.first == UInt8(ascii: "<") { bytes = trim(bytes.dropFirst()) }
        if bytes.last == UInt8(ascii: ">") { bytes = trim(bytes.dropLast()) }
        if !bytes.contains(where: { $0 < 0x20 || $0 == 0x7F }), let text = String(validating: bytes, as: UTF8.self) {
            return text
        }
        let isText = String(validating: bytes, as: UTF8.self) != nil
        var out: [UInt8] = []
        for byte in bytes {
            if byte < 0x20 || byte == 0x7F || (byte >= 0x80 && !isText) {
                out += [UInt8(ascii: "%"), hex(byte >> 4), hex(byte & 15)]
            } else {
                out.append(byte)
            }
        }
        return String(decoding: out, as: UTF8.self)
    }

    /// `2023-01-31T08:15:22Z` or 14 digits as `20230131081522`; `""` for what is no date.
    ///
    /// WARC 1.1 (ISO 28500:2017, 5.4) allows a date of any precision: what `2023-01-31T08` or `2023` leave out is the
    /// beginning of it. Fractions of seconds are ignored, a zone other than `Z` too.
    static func date(_ bytes: ArraySlice<UInt8>) -> String {
        let pattern: StaticString = "0000-00-00T00:00:00"
        if bytes.count == 14, isDate(Array(bytes)) { return String(decoding: bytes, as: UTF8.self) }
        var digits: [UInt8] = []
        var read = 0
        for byte in bytes.prefix(pattern.utf8CodeUnitCount) {
            let mark = pattern.utf8Start[read]
            if mark == UInt8(ascii: "0") {
                guard byte.isDigit else { break }
                digits.append(byte)
            } else if byte != mark && !(read == 10 && byte == 0x20) {
                break
            }
            read += 1
        }
        let rest = bytes.dropFirst(read)
        guard [4, 7, 10, 13, 16, 19].contains(read), read == 19 || rest.isEmpty || rest.elementsEqual("Z".utf8) else {
            return ""
        }
        let whole = digits + Array("00000101000000".utf8.dropFirst(digits.count))
        return isDate(whole) ? String(decoding: whole, as: UTF8.self) : ""
    }

    /// Whether 14 bytes are year, month, day, hour, minute and second.
    static func isDate(_ digits: [UInt8]) -> Bool {
        guard digits.count == 14, digits.allSatisfy(\.isDigit) else { return false }
        func pair(_ i: Int) -> Int { Int(digits[i] - 0x30) * 10 + Int(digits[i + 1] - 0x30) }
        return (1...12).contains(pair(4)) && (1...31).contains(pair(6)) && pair(8) < 24 && pair(10) < 60
            && pair(12) <= 60
    }

    /// A length: digits, a plus sign and white space allowed; nil for anything else and beyond 2^63.
    static func length(_ bytes: ArraySlice<UInt8>) -> Int? {
        var digits = trim(bytes)
        if digits.first == UInt8(ascii: "+") { digits = digits.dropFirst() }
        guard !digits.isEmpty, digits.allSatisfy(\.isDigit) else { return nil }
        return Int(String(decoding: digits, as: UTF8.self))
    }

    private static func trim(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var bytes = bytes
        while let first = bytes.first, first <= 0x20 { bytes.removeFirst() }
        while let last = bytes.last, last <= 0x20 { bytes.removeLast() }
        return bytes
    }

    private static func hex(_ nibble: UInt8) -> UInt8 { nibble < 10 ? 0x30 + nibble : 0x37 + nibble }
}
