import Glibc

/// Named fields as WARC and HTTP headers have them: in order, found by name whatever its case.
///
/// Lines end in CRLF or LF; folded lines are joined with a space; lines without a colon are left out.
/// Values become `String` when they are asked for: a record has more fields than anybody reads.
public struct HeaderFields: Sendable, Equatable {
    private struct Field: Equatable {
        var name: Range<Int32>
        var value: Range<Int32>
    }

    private var text: [UInt8] = []
    private var fields: [Field] = []

    /// No fields.
    public init() {}

    /// Fields given one by one.
    init(_ pairs: [(name: String, value: String)]) {
        for (name, value) in pairs {
            let start = text.count
            text += Array(name.utf8)
            let middle = text.count
            text += Array(value.utf8)
            fields.append(Field(name: Int32(start)..<Int32(middle), value: Int32(middle)..<Int32(text.count)))
        }
    }

    /// Reads the lines of a header, without its first line.
    init(lines: UnsafeRawBufferPointer) {
        text.reserveCapacity(lines.count)
        fields.reserveCapacity(16)
        var at = 0
        while at < lines.count {
            let end = lines.firstLineFeed(from: at) ?? lines.count
            append(line: UnsafeRawBufferPointer(rebasing: lines[at..<end]))
            at = end + 1
        }
    }

    private mutating func append(line: UnsafeRawBufferPointer) {
        guard let first = line.first else { return }
        if first == 0x20 || first == 0x09 { return fold(line.trimmed) }
        guard let colon = line.firstIndex(of: 0x3A) else { return }
        let name = UnsafeRawBufferPointer(rebasing: line[..<colon]).trimmed
        let value = UnsafeRawBufferPointer(rebasing: line[(colon + 1)...]).trimmed
        let start = Int32(text.count)
        text.append(contentsOf: name)
        let middle = Int32(text.count)
        text.append(contentsOf: value)
        fields.append(Field(name: start..<middle, value: middle..<Int32(text.count)))
    }

    private mutating func fold(_ more: UnsafeRawBufferPointer) {
        guard !fields.isEmpty, !more.isEmpty else { return }
        text.append(0x20)
        text.append(contentsOf: more)
        let last = fields.count - 1
        fields[last].value = fields[last].value.lowerBound..<Int32(text.count)
    }

    /// How many fields there are.
    public var count: Int { fields.count }

    /// The first value of that name; nil when there is none.
    public subscript(name: String) -> String? {
        guard let field = fields.first(where: { matches($0, name) }) else { return nil }
        return string(field.value)
    }

    /// All values of that name, in order.
    public func values(_ name: String) -> [String] { fields.filter { matches($0, name) }.map { string($0.value) } }

    /// All fields in order, names as they were written.
    public var pairs: [(name: String, value: String)] { fields.map { (string($0.name), string($0.value)) } }

    /// The first value of that name as it stands, without the white space around it.
    func bytes(_ name: String) -> ArraySlice<UInt8>? {
        fields.first { matches($0, name) }.map { text[Int($0.value.lowerBound)..<Int($0.value.upperBound)] }
    }

    /// Every value of that name as it stands.
    func allBytes(_ name: String) -> [ArraySlice<UInt8>] {
        fields.filter { matches($0, name) }.map { text[Int($0.value.lowerBound)..<Int($0.value.upperBound)] }
    }

    private func matches(_ field: Field, _ name: String) -> Bool {
        let name = name.utf8
        guard field.name.count == name.count else { return false }
        var at = Int(field.name.lowerBound)
        for byte in name {
            guard text[at].lowerASCII == byte.lowerASCII else { return false }
            at += 1
        }
        return true
    }

    /// UTF-8, else Latin-1: headers of the wild have both. NUL is left out.
    private func string(_ range: Range<Int32>) -> String {
        var bytes = text[Int(range.lowerBound)..<Int(range.upperBound)]
        if bytes.contains(0) { bytes = bytes.filter { $0 != 0 }[...] }
        if let text = String(validating: bytes, as: UTF8.self) { return text }
        return String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) }))
    }
}
