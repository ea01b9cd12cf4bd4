import Glibc

/// Reads start tags that are plain: names of ASCII letters, digits, `-`, `_`, `:` and `.`, values in quotes, white space
/// between. Everything else is libxml2's, which knows the references of HTML 4 only.
struct PlainTags {
    /// Attributes and bytes of a name up to which a tag is plain.
    private static let mostAttributes = 64
    private static let longestName = 64
    /// Room for the values of a tag that have references; none grows to more than 6/5 (`&nGt;` is two characters of three
    /// bytes).
    private static let mostResolved = 1 << 16

    /// What a byte is: see `kind(of:)`.
    private let kinds: UnsafeMutablePointer<UInt8>
    /// Names and values by turns, as `AttributeList` has them.
    private let pairs: UnsafeMutablePointer<UnsafePointer<UInt8>?>
    /// The bytes of the values.
    private let lengths: UnsafeMutablePointer<Int>
    /// Values with their references resolved.
    private let resolved: UnsafeMutablePointer<UInt8>

    private static let other: UInt8 = 0
    private static let space: UInt8 = 1
    private static let nameByte: UInt8 = 2
    private static let letter: UInt8 = 3

    init() {
        kinds = .allocate(capacity: 256)
        for byte in 0..<256 { kinds[byte] = PlainTags.kind(of: UInt8(byte)) }
        pairs = .allocate(capacity: 2 * PlainTags.mostAttributes + 1)
        pairs.initialize(repeating: nil, count: 2 * PlainTags.mostAttributes + 1)
        lengths = .allocate(capacity: PlainTags.mostAttributes)
        lengths.initialize(repeating: 0, count: PlainTags.mostAttributes)
        resolved = .allocate(capacity: PlainTags.mostResolved)
    }

    func free() {
        kinds.deallocate()
        pairs.deallocate()
        lengths.deallocate()
        resolved.deallocate()
    }

    private static func kind(of byte: UInt8) -> UInt8 {
        switch byte {
        case 0x41...0x5A, 0x61...0x7A: letter
        case 0x30...0x39, 0x2D, 0x2E, 0x3A, 0x5F: nameByte
        case 0x20, 0x0A, 0x09: space
        default: other
        }
    }

    /// Reads the tag whose `<` stands at `at`; nil when it is not plain or has more attributes than `most`, and then
    /// nothing is changed.
    ///
    /// The bytes of a plain tag are changed: names become lower case, and a NUL stands behind each name and value. What
    /// it gives is valid until the next tag is read.
    func read(_ at: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>, most: Int) -> StartTag? {
        guard kinds[Int(at[1])] == PlainTags.letter else { return nil }
        var cursor = endOfName(at + 1, end)
        let name = UnsafeBufferPointer(start: at + 1, count: cursor - at - 1)
        guard name.count <= PlainTags.longestName else { return nil }
        var count = 0
        while true {
            let before = cursor
            while cursor < end, kinds[Int(cursor[0])] == PlainTags.space { cursor += 1 }
            guard cursor + 1 < end else { return nil }
            if cursor[0] == 0x3E || cursor[0] == 0x2F { break }
            guard cursor > before, count < min(most, PlainTags.mostAttributes),
                let past = readAttribute(count, cursor, end)
            else {
                return nil
            }
            cursor = past
            count += 1
        }
        let isSelfClosing = cursor[0] == 0x2F
        if isSelfClosing { cursor += 1 }
        guard cursor[0] == 0x3E else { return nil }
        pairs[2 * count] = nil
        let references = resolvedBytes(count)
        guard references <= PlainTags.mostResolved else { return nil }
        finish(at + 1, endsInNUL: false)
        var used = 0
        for index in 0..<count { finishAttribute(index, &used, mayRefer: references > 0) }
        let attributes = count > 0 ? AttributeList(pairs: pairs, lengths: UnsafePointer(lengths)) : nil
        return StartTag(name: name, attributes: attributes, isSelfClosing: isSelfClosing, next: cursor + 1)
    }

    /// Notes the attribute at `at`; where reading goes on, nil when it is not plain.
    private func readAttribute(
        _ index: Int, _ at: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>
    ) -> UnsafePointer<UInt8>? {
        guard kinds[Int(at[0])] == PlainTags.letter else { return nil }
        let past = endOfName(at, end)
        guard past - at <= PlainTags.longestName, past + 2 < end else { return nil }
        pairs[2 * index] = at
        pairs[2 * index + 1] = nil
        lengths[index] = 0
        if past[0] == 0x3E { return past }
        if kinds[Int(past[0])] == PlainTags.space {
            // `name = "value"`
            var next = past
            while next < end, kinds[Int(next[0])] == PlainTags.space { next += 1 }
            return next < end && next[0] != 0x3D ? past : nil
        }
        guard past[0] == 0x3D, past[1] == 0x22 || past[1] == 0x27 else { return nil }
        let value = past + 2
        guard let close = memchr(value, Int32(past[1]), end - value) else { return nil }
        let stop = UnsafePointer(close.assumingMemoryBound(to: UInt8.self))
        pairs[2 * index + 1] = value
        lengths[index] = stop - value
        return stop + 1
    }

    private func endOfName(_ start: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>) -> UnsafePointer<UInt8> {
        var at = start
        while at < end, kinds[Int(at[0])] >= PlainTags.nameByte { at += 1 }
        return at
    }

    /// The room that the values with references may take.
    private func resolvedBytes(_ count: Int) -> Int {
        var bytes = 0
        for index in 0..<count {
            guard let value = pairs[2 * index + 1] else { continue }
            let length = lengths[index]
            if memchr(value, 0x26, length) != nil { bytes += length + length / 5 + 2 }
        }
        return bytes
    }

    private func finishAttribute(_ index: Int, _ used: inout Int, mayRefer: Bool) {
        guard let name = pairs[2 * index] else { return }
        finish(name, endsInNUL: true)
        guard let value = pairs[2 * index + 1] else { return }
        let length = lengths[index]
        UnsafeMutablePointer(mutating: value)[length] = 0
        guard mayRefer, memchr(value, 0x26, length) != nil else { return }
        var bytes: [UInt8] = []
        let text = UnsafeBufferPointer(start: value, count: length)
        CharacterReferences.decode(text, into: &bytes, isAttribute: true)
        lengths[index] = bytes.count
        bytes.append(0)
        pairs[2 * index + 1] = UnsafePointer(resolved + used)
        for byte in bytes {
            resolved[used] = byte
            used += 1
        }
    }

    private func finish(_ name: UnsafePointer<UInt8>, endsInNUL: Bool) {
        var at = UnsafeMutablePointer(mutating: name)
        while kinds[Int(at[0])] >= PlainTags.nameByte {
            at[0] = RawText.lower(at[0])
            at += 1
        }
        if endsInNUL { at[0] = 0 }
    }
}
