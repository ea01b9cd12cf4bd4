/// The type of a record (ISO 28500, 5.5).
public enum WARCType: String, Sendable, CaseIterable {
    case warcinfo, response, resource, request, metadata, revisit, conversion, continuation
    /// A type the standard does not know.
    case other
}

/// A record of an archive.
public struct ArchiveRecord: Sendable {
    /// Where it begins in the file: its gzip member or zstd frame, else the record itself.
    public let offset: Int
    /// Bytes on disk (0 when it shares a member with others).
    public let length: Int
    /// Its fields.
    public let header: WARCHeader
    /// Its block.
    public let block: [UInt8]

    /// Its type.
    public var type: WARCType { WARCType(rawValue: typeName) ?? .other }
    /// `WARC-Type` as it stands, lower-cased.
    public var typeName: String { (header["warc-type"] ?? "").lowercased() }
    /// `WARC-Target-URI` without angle brackets and white space around it; `""` when there is none.
    public var targetURI: String { WARCHeader.clean(header["warc-target-uri"] ?? "") }
    /// `WARC-Date` as 14 digits; `""` when it is no date.
    public var date: String { WARCHeader.digits(header["warc-date"] ?? "") }
    /// Whether the crawler says that it cut the content.
    public var isTruncated: Bool { header["warc-truncated"] != nil }
}

/// The named fields of a WARC record.
public struct WARCHeader: Sendable, Equatable {
    /// Names in lower case, values trimmed, folded lines joined; in order.
    public let fields: [(name: String, value: String)]

    /// The first field of that name (lower case).
    public subscript(name: String) -> String? { fields.first { $0.name == name }?.value }

    /// Equal fields in equal order.
    public static func == (a: WARCHeader, b: WARCHeader) -> Bool {
        a.fields.count == b.fields.count
            && zip(a.fields, b.fields).allSatisfy { $0.name == $1.name && $0.value == $1.value }
    }

    /// Reads the lines after the version line.
    init(lines: ArraySlice<UInt8>) { fields = HeaderLines.parse(lines) }

    static func clean(_ uri: String) -> String {
        var bytes = Array(uri.utf8)[...]
        if bytes.first == UInt8(ascii: "<") { bytes.removeFirst() }
        if bytes.last == UInt8(ascii: ">") { bytes.removeLast() }
        return String(decoding: HeaderLines.trim(bytes), as: UTF8.self)
    }

    /// `2023-01-31T08:15:22Z` (fractions ignored) as `20230131081522`.
    static func digits(_ date: String) -> String {
        let bytes = Array(date.utf8)
        guard bytes.count >= 19 else { return "" }
        let pattern = Array("0000-00-00T00:00:00".utf8)
        var digits: [UInt8] = []
        for (byte, mark) in zip(bytes, pattern) {
            if mark == UInt8(ascii: "0") {
                guard (0x30...0x39).contains(byte) else { return "" }
                digits.append(byte)
            } else if byte != mark && !(mark == UInt8(ascii: "T") && byte == 0x20) {
                return ""
            }
        }
        return String(decoding: digits, as: UTF8.self)
    }
}

/// `Name: value` lines, as WARC and HTTP have them: CRLF or LF, folds joined, lines without a colon left out.
enum HeaderLines {
    static func parse(_ bytes: ArraySlice<UInt8>) -> [(name: String, value: String)] {
        var fields: [(name: String, value: String)] = []
        var rest = bytes
        while !rest.isEmpty {
            let end = rest.firstIndex(of: 0x0A) ?? rest.endIndex
            let line = rest[rest.startIndex..<end]
            rest = end == rest.endIndex ? [] : rest[(end + 1)...]
            if let first = line.first, first == 0x20 || first == 0x09, !fields.isEmpty {
                let more = text(trim(line))
                if !more.isEmpty { fields[fields.count - 1].value += " " + more }
            } else if let colon = line.firstIndex(of: 0x3A) {
                let name = text(trim(line[..<colon])).lowercased()
                fields.append((name, text(trim(line[(colon + 1)...]))))
            }
        }
        return fields
    }

    static func trim(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var bytes = bytes
        while let first = bytes.first, first <= 0x20 { bytes.removeFirst() }
        while let last = bytes.last, last <= 0x20 { bytes.removeLast() }
        return bytes
    }

    /// UTF-8, else Latin-1: headers of the wild have both. NUL is left out.
    static func text(_ bytes: ArraySlice<UInt8>) -> String {
        let bytes = bytes.contains(0) ? bytes.filter { $0 != 0 }[...] : bytes
        if let text = String(validating: bytes, as: UTF8.self) { return text }
        return String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) }))
    }

    /// The end of a header: the index after its blank line, nil when it has none in `bytes`.
    static func end(in bytes: ArraySlice<UInt8>) -> Int? {
        var at = bytes.startIndex
        while let line = bytes[at...].firstIndex(of: 0x0A) {
            at = line + 1
            if at < bytes.endIndex, bytes[at] == 0x0A { return at + 1 }
            if at + 1 < bytes.endIndex, bytes[at] == 0x0D, bytes[at + 1] == 0x0A { return at + 2 }
        }
        return nil
    }
}
