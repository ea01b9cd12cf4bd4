package import JSON

/// The `id` of a record: a text or an integer, as it stood; integers come before texts and in their own order.
package struct RecordID: Sendable, Hashable, Comparable {
    /// Bytes that sort as the ids do: 0 and 8 bytes of an integer, big endian, or 1 and the UTF-8 of a text; of an id of a
    /// group 2, 4 bytes of the group's number, and these.
    let key: [UInt8]

    init(key: [UInt8]) { self.key = key }

    /// A text.
    package init(_ text: String) { key = [1] + text.utf8 }

    /// What a record has under `id`; nil when that is neither a text (of one character at least) nor an integer.
    package init?(_ json: JSONValue?) {
        switch json {
        case .string(let text) where !text.isEmpty: self.init(text)
        case .integer(let value):
            let biased = UInt64(bitPattern: Int64(value)) ^ (1 << 63)
            self.init(key: [0] + (0..<8).map { UInt8(truncatingIfNeeded: biased >> UInt64(56 - 8 * $0)) })
        default: return nil
        }
    }

    /// The same id among those of a group: ids of several groups are never the same.
    package func among(group: Int) -> RecordID {
        let number = (0..<4).map { UInt8(truncatingIfNeeded: group >> (24 - 8 * $0)) }
        return RecordID(key: [2] + number + key)
    }

    /// The number of its group; nil when it has none.
    package var group: Int? {
        guard key.first == 2 else { return nil }
        return key[1..<5].reduce(0) { $0 << 8 | Int($1) }
    }

    /// The id as it stood in its record.
    package var ungrouped: RecordID { key.first == 2 ? RecordID(key: Array(key.dropFirst(5))) : self }

    /// Bytewise: texts as their UTF-8.
    package static func < (one: RecordID, other: RecordID) -> Bool { one.key.lexicographicallyPrecedes(other.key) }

    /// Writes it as it stood in its record.
    package func write(to json: inout JSONWriter) {
        if key.first == 0 { json.value(integer) } else { json.value(text) }
    }

    /// As words, for messages.
    package var description: String { key.first == 0 ? "\(integer)" : text }

    private var text: String { String(decoding: key.dropFirst(), as: UTF8.self) }
    private var integer: Int {
        let biased = key.dropFirst().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        return Int(Int64(bitPattern: biased ^ (1 << 63)))
    }
}
