/// Packs the few values an entry of an exchange carries: integers as LEB128, texts with their length in front.
package struct PayloadWriter {
    package private(set) var bytes: [UInt8] = []

    /// A payload of nothing.
    package init() {}

    package mutating func reset() { bytes.removeAll(keepingCapacity: true) }

    /// A number that is not negative.
    package mutating func append(_ value: Int) {
        var rest = UInt64(value)
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }

    package mutating func append(_ value: UInt64) {
        for shift in stride(from: 0, to: 64, by: 8) { bytes.append(UInt8(truncatingIfNeeded: value >> UInt64(shift))) }
    }

    package mutating func append(_ text: String) {
        var text = text
        text.withUTF8 { utf8 in
            append(utf8.count)
            bytes.append(contentsOf: utf8)
        }
    }

    /// Several of a kind, their number in front.
    package mutating func append<T>(_ list: [T], _ write: (T, inout PayloadWriter) -> Void) {
        append(list.count)
        for element in list { write(element, &self) }
    }

    /// Bytes to the end of the entry; nothing may follow.
    package mutating func append(raw rest: [UInt8]) { bytes.append(contentsOf: rest) }
}

/// Unpacks what `PayloadWriter` packed; what is cut short reads as zero and `""` and says so in `isDamaged`.
package struct PayloadReader {
    private let bytes: [UInt8]
    private var at = 0
    package private(set) var isDamaged = false

    package init(_ bytes: [UInt8]) { self.bytes = bytes }

    package var isAtEnd: Bool { at >= bytes.count }

    package mutating func integer() -> Int {
        var value: UInt64 = 0
        var shift: UInt64 = 0
        while at < bytes.count, shift < 64 {
            let byte = bytes[at]
            at += 1
            value |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 { return Int(truncatingIfNeeded: value) }
            shift += 7
        }
        isDamaged = true
        return 0
    }

    package mutating func key() -> UInt64 {
        guard at + 8 <= bytes.count else {
            isDamaged = true
            return 0
        }
        defer { at += 8 }
        return (0..<8).reduce(0) { $0 | UInt64(bytes[at + $1]) << (8 * UInt64($1)) }
    }

    package mutating func text() -> String {
        let count = integer()
        guard count >= 0, count <= bytes.count - at else {
            isDamaged = true
            return ""
        }
        defer { at += count }
        return String(decoding: bytes[at..<at + count], as: UTF8.self)
    }

    /// What `PayloadWriter.append(_:_:)` wrote; of a list that is cut short what is there.
    package mutating func list<T>(_ read: (inout PayloadReader) -> T) -> [T] {
        let count = integer()
        var list: [T] = []
        while list.count < count, !isDamaged { list.append(read(&self)) }
        return list
    }

    /// What is left.
    package mutating func rest() -> [UInt8] {
        defer { at = bytes.count }
        return Array(bytes[at...])
    }
}
