import Platform

/// The parts of a MIME message (RFC 2046, 5.1), those of parts in parts included, in order.
struct MIMEParts {
    /// A part that has no parts itself.
    struct Part {
        let headers: HeaderFields
        /// Its body in the message, transfer encoding not undone.
        let body: Range<Int>
        /// Whether the message ends in it: no boundary closes it.
        let isCut: Bool
    }

    /// The header of the message.
    let headers: HeaderFields
    private(set) var parts: [Part] = []

    private static let deepest = 4
    private static let mostParts = 20_000

    /// The message that begins at the first byte; nil when it has no parts.
    init?(_ bytes: UnsafeRawBufferPointer) {
        guard let end = bytes.headerEnd(from: 0) else { return nil }
        headers = HeaderFields(lines: UnsafeRawBufferPointer(rebasing: bytes[..<end]))
        read(bytes, headers, end..<bytes.count, depth: 0)
        guard !parts.isEmpty else { return nil }
    }

    private mutating func read(
        _ bytes: UnsafeRawBufferPointer, _ headers: HeaderFields, _ range: Range<Int>, depth: Int
    ) {
        guard depth < Self.deepest, let boundary = MIMEParts.boundary(headers) else { return }
        var at = range.lowerBound
        while parts.count < Self.mostParts, let start = delimiter(bytes, boundary, at..<range.upperBound) {
            // Two hyphens behind it: the last one.
            if bytes.has("--", at: start.end) { return }
            guard let line = bytes.firstLineFeed(from: start.end), line < range.upperBound else { return }
            let next = delimiter(bytes, boundary, (line + 1)..<range.upperBound)
            add(bytes, (line + 1)..<(next?.begin ?? range.upperBound), isCut: next == nil, depth)
            at = next?.begin ?? range.upperBound
        }
    }

    private mutating func add(_ bytes: UnsafeRawBufferPointer, _ part: Range<Int>, isCut: Bool, _ depth: Int) {
        let window = UnsafeRawBufferPointer(rebasing: bytes[..<part.upperBound])
        let first = part.lowerBound
        // A part may have no header: then it begins with the blank line.
        let isBare = window.has("\r\n", at: first) || window.has("\n", at: first)
        guard let end = isBare ? (window.firstLineFeed(from: first) ?? first) + 1 : window.headerEnd(from: first) else {
            return
        }
        let headers = HeaderFields(lines: UnsafeRawBufferPointer(rebasing: window[first..<end]))
        let before = parts.count
        read(bytes, headers, end..<part.upperBound, depth: depth + 1)
        if parts.count == before { parts.append(Part(headers: headers, body: end..<part.upperBound, isCut: isCut)) }
    }

    /// Where a boundary stands at the beginning of a line: from the line end before it to its own last byte.
    private func delimiter(
        _ bytes: UnsafeRawBufferPointer, _ boundary: [UInt8], _ range: Range<Int>
    ) -> (begin: Int, end: Int)? {
        var at = range.lowerBound
        while at < range.upperBound {
            let end = at + 2 + boundary.count
            if bytes.has("--", at: at), end <= range.upperBound, bytes[(at + 2)..<end].elementsEqual(boundary),
                isLineEnd(bytes, end)
            {
                var begin = at
                if begin > range.lowerBound, bytes[begin - 1] == 0x0A { begin -= 1 }
                if begin > range.lowerBound, bytes[begin - 1] == 0x0D { begin -= 1 }
                return (begin, end)
            }
            guard let feed = bytes.firstLineFeed(from: at) else { return nil }
            at = feed + 1
        }
        return nil
    }

    /// Whether a boundary that ends at `at` is one: not the beginning of a longer one.
    private func isLineEnd(_ bytes: UnsafeRawBufferPointer, _ at: Int) -> Bool {
        let rest = bytes[at...].drop { $0 == 0x20 || $0 == 0x09 }
        return rest.isEmpty || rest[rest.startIndex] == 0x0D || rest[rest.startIndex] == 0x0A || bytes.has("--", at: at)
    }

    /// The boundary that a header of several parts names; nil for one of none.
    static func boundary(_ headers: HeaderFields) -> [UInt8]? {
        guard let type = headers["Content-Type"], type.lowercased().hasPrefix("multipart/"),
            let name = parameter("boundary", of: type), !name.isEmpty
        else { return nil }
        return Array(name.utf8)
    }

    /// A parameter of a field, without its quotes.
    static func parameter(_ name: String, of field: String) -> String? {
        for part in field.split(separator: ";").dropFirst() {
            let pair = part.split(separator: "=", maxSplits: 1)
            guard pair.count == 2, pair[0].filter({ $0 != " " && $0 != "\t" }).lowercased() == name else { continue }
            let value = pair[1].drop { $0 == " " }
            guard value.first == "\"" else { return String(value.prefix { $0 != " " && $0 != "\t" }) }
            return String(value.dropFirst().prefix { $0 != "\"" })
        }
        return nil
    }
}

/// Undoes the transfer encodings of MIME (RFC 2045, 6.7 and 6.8), what is wrong in them left as it is.
enum TransferEncoding {
    static func decode(_ bytes: Slice<UnsafeRawBufferPointer>, _ encoding: String) -> [UInt8] {
        switch encoding.lowercased().filter({ $0 != " " }) {
        case "base64": Base64.decodeMail(Array(bytes))
        case "quoted-printable": quotedPrintable(bytes)
        default: Array(bytes)
        }
    }

    private static func quotedPrintable(_ bytes: Slice<UnsafeRawBufferPointer>) -> [UInt8] {
        var out: [UInt8] = []
        out.reserveCapacity(bytes.count)
        var at = bytes.startIndex
        while at < bytes.endIndex {
            guard bytes[at] == 0x3D else {
                out.append(bytes[at])
                at += 1
                continue
            }
            // A soft line break: `=`, perhaps blanks, the line's end.
            var end = at + 1
            while end < bytes.endIndex, bytes[end] == 0x20 || bytes[end] == 0x09 || bytes[end] == 0x0D { end += 1 }
            if end < bytes.endIndex, bytes[end] == 0x0A {
                at = end + 1
            } else if at + 2 < bytes.endIndex, let high = hex(bytes[at + 1]), let low = hex(bytes[at + 2]) {
                out.append(high << 4 | low)
                at += 3
            } else {
                out.append(0x3D)
                at += 1
            }
        }
        return out
    }

    private static func hex(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte - 0x30
        case 0x41...0x46: byte - 0x37
        case 0x61...0x66: byte - 0x57
        default: nil
        }
    }
}
