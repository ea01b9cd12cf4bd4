/// Writes JSON as bytes, keys in the order they are given: the same value gives the same bytes everywhere.
///
/// Runs of plain bytes are copied at once; `"`, `\` and control characters are escaped, everything else is UTF-8 as it
/// is. U+0000 is left out (it cuts C strings and SQLite texts in readers) unless a text is wanted exactly.
public struct JSONWriter {
    /// What was written so far.
    public private(set) var bytes: [UInt8] = []
    private var needsComma = false

    /// An empty buffer.
    public init() {}

    /// Forgets what was written, keeps the memory.
    public mutating func reset() {
        bytes.removeAll(keepingCapacity: true)
        needsComma = false
    }

    /// `{` … `}` around `body`.
    public mutating func object(_ body: (inout JSONWriter) -> Void) {
        open(UInt8(ascii: "{"))
        body(&self)
        close(UInt8(ascii: "}"))
    }

    /// `[` … `]` around `body`.
    public mutating func array(_ body: (inout JSONWriter) -> Void) {
        open(UInt8(ascii: "["))
        body(&self)
        close(UInt8(ascii: "]"))
    }

    /// A key; its value must follow.
    public mutating func key(_ name: StaticString) {
        comma()
        bytes.append(0x22)
        name.withUTF8Buffer { bytes.append(contentsOf: $0) }
        bytes.append(0x22)
        bytes.append(0x3A)
        needsComma = false
    }

    /// A key that is only known at run time; its value must follow.
    /// - Parameter exactly: U+0000 is written, too.
    public mutating func key(_ name: String, exactly: Bool = false) {
        value(name, exactly: exactly)
        bytes.append(0x3A)
        needsComma = false
    }

    /// A string.
    /// - Parameter exactly: U+0000 is written, too.
    public mutating func value(_ text: String, exactly: Bool = false) {
        comma()
        var text = text
        bytes.append(0x22)
        text.withUTF8 { escape($0, exactly: exactly) }
        bytes.append(0x22)
    }

    /// An integer.
    public mutating func value(_ number: Int) {
        comma()
        if number >= 0 && number < 10 {
            bytes.append(0x30 + UInt8(number))
        } else {
            bytes.append(contentsOf: String(number).utf8)
        }
    }

    /// A number that always has a fraction (`1.0`): readers that infer types see one type. Not finite becomes 0.0.
    public mutating func value(_ number: Double) {
        comma()
        let text = number.isFinite ? number.description : "0.0"
        bytes.append(contentsOf: text.utf8)
    }

    /// A truth value.
    public mutating func value(_ flag: Bool) {
        comma()
        bytes.append(contentsOf: (flag ? "true" : "false").utf8)
    }

    /// JSON that is already written.
    public mutating func raw(_ json: [UInt8]) {
        comma()
        bytes.append(contentsOf: json)
    }

    /// A member of an object.
    public mutating func member(_ name: StaticString, _ text: String) {
        key(name)
        value(text)
    }

    /// A member of an object.
    public mutating func member(_ name: StaticString, _ number: Int) {
        key(name)
        value(number)
    }

    /// A member of an object.
    public mutating func member(_ name: StaticString, _ number: Double) {
        key(name)
        value(number)
    }

    /// A member of an object.
    public mutating func member(_ name: StaticString, _ flag: Bool) {
        key(name)
        value(flag)
    }

    /// An object of counts under their names, in the order given.
    public mutating func object(_ counts: some Sequence<(String, Int)>) {
        object { json in
            for (name, count) in counts {
                json.key(name)
                json.value(count)
            }
        }
    }

    /// Ends a line.
    public mutating func newline() {
        bytes.append(0x0A)
        needsComma = false
    }

    /// What was written, as text.
    public var text: String { String(decoding: bytes, as: UTF8.self) }

    private mutating func open(_ byte: UInt8) {
        comma()
        bytes.append(byte)
        needsComma = false
    }

    private mutating func close(_ byte: UInt8) {
        bytes.append(byte)
        needsComma = true
    }

    private mutating func comma() {
        if needsComma { bytes.append(0x2C) }
        needsComma = true
    }

    private mutating func escape(_ text: UnsafeBufferPointer<UInt8>, exactly: Bool) {
        guard let base = text.baseAddress else { return }
        var start = 0
        var at = 0
        while at < text.count {
            at = PlainBytes.end(base, from: at, count: text.count)
            guard at < text.count else { break }
            bytes.append(contentsOf: text[start..<at])
            if text[at] != 0 || exactly { escapeOne(text[at]) }
            at += 1
            start = at
        }
        bytes.append(contentsOf: text[start...])
    }

    private mutating func escapeOne(_ byte: UInt8) {
        switch byte {
        case 0x22: bytes.append(contentsOf: [0x5C, 0x22])
        case 0x5C: bytes.append(contentsOf: [0x5C, 0x5C])
        case 0x0A: bytes.append(contentsOf: [0x5C, 0x6E])
        case 0x0D: bytes.append(contentsOf: [0x5C, 0x72])
        case 0x09: bytes.append(contentsOf: [0x5C, 0x74])
        default:
            let digits = Array("0123456789abcdef".utf8)
            bytes.append(contentsOf: [0x5C, 0x75, 0x30, 0x30, digits[Int(byte >> 4)], digits[Int(byte & 15)]])
        }
    }
}
