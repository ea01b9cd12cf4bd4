/// Name → tag for the known names, by the name's first sixteen bytes: one multiplication and usually one comparison.
struct TagTable {
    /// The one table.
    static let shared = TagTable()

    private var slots: [Slot]
    private static let mask = 1023

    private struct Slot {
        var key = ShortName()
        var tag: UInt16 = 0
    }

    private init() {
        slots = Array(repeating: Slot(), count: TagTable.mask + 1)
        for (index, name) in Tag.names.enumerated() {
            let key = ShortName(UnsafeBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount))
            var at = key.hash & TagTable.mask
            while slots[at].tag != 0 { at = (at + 1) & TagTable.mask }
            slots[at] = Slot(key: key, tag: UInt16(index + Tag.firstKnown))
        }
    }

    /// The tag of a lower-case name, when it is a known one.
    func known(_ name: UnsafeBufferPointer<UInt8>) -> Tag? {
        guard name.count <= 16 else { return nil }
        return known(ShortName(name))
    }

    func known(_ key: ShortName) -> Tag? {
        var at = key.hash & TagTable.mask
        while slots[at].tag != 0 {
            if slots[at].key == key { return Tag(rawValue: slots[at].tag) }
            at = (at + 1) & TagTable.mask
        }
        return nil
    }
}

/// A name of at most sixteen bytes, zero-filled: compared and hashed as two words.
struct ShortName: Hashable {
    var low: UInt64 = 0
    var high: UInt64 = 0

    init() {}

    /// The first sixteen bytes of `name`.
    init(_ name: UnsafeBufferPointer<UInt8>) {
        var low: UInt64 = 0
        var high: UInt64 = 0
        var shift: UInt64 = 0
        for at in 0..<min(8, name.count) {
            low |= UInt64(name[at]) << shift
            shift += 8
        }
        if name.count > 8 {
            shift = 0
            for at in 8..<min(16, name.count) {
                high |= UInt64(name[at]) << shift
                shift += 8
            }
        }
        self.low = low
        self.high = high
    }

    /// Well-mixed bits for an open-addressed table.
    var hash: Int {
        let mixed = (low ^ (high &* 0x9E37_79B9_7F4A_7C15)) &* 0xD6E8_FEB8_6659_FD93
        return Int(truncatingIfNeeded: mixed >> 40)
    }
}

extension Tag {
    /// The name of a known tag, nil for others.
    public static func name(ofKnown tag: Tag) -> String? {
        tag.isKnown ? names[Int(tag.rawValue) - firstKnown].description : nil
    }
}

extension Tag {
    /// The tag of a known name (lower case), nil for others.
    public init?(known name: String) {
        var name = name
        guard let tag = name.withUTF8({ TagTable.shared.known($0) }) else { return nil }
        self = tag
    }
}
