import Glibc

/// A tag by the letter of the HTML Standard's tokenizer (§13.2.5.6 to §13.2.5.40), for those that are not plain: values
/// without quotes, slashes between attributes, names of any characters, end tags with attributes.
struct OddTag {
    /// Behind its `>`.
    let next: UnsafePointer<UInt8>
    let isSelfClosing: Bool
    private let name: UnsafeBufferPointer<UInt8>
    private var attributes: [(name: UnsafeBufferPointer<UInt8>, value: UnsafeBufferPointer<UInt8>?)] = []

    /// How reading a tag ended.
    enum Outcome {
        case tag(OddTag)
        /// The page ends in it: it is nothing, and so is the rest.
        case cut
        case tooManyAttributes
    }

    /// Reads the tag whose name begins at `start`.
    static func read(
        _ start: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>, most: Int
    ) -> Outcome {
        var reader = Reader(at: start, end: end)
        let name = reader.take { $0 == 0x2F || $0 == 0x3E || TreeBuilder.isSpace($0) }
        var attributes: [(name: UnsafeBufferPointer<UInt8>, value: UnsafeBufferPointer<UInt8>?)] = []
        while true {
            reader.skip(TreeBuilder.isSpace)
            guard let byte = reader.byte else { return .cut }
            if byte == 0x3E { break }
            if byte == 0x2F {
                reader.step()
                if reader.byte == 0x3E {
                    let tag = OddTag(next: reader.at + 1, isSelfClosing: true, name: name, attributes: attributes)
                    return .tag(tag)
                }
                continue
            }
            guard attributes.count < most else { return .tooManyAttributes }
            guard let attribute = reader.attribute() else { return .cut }
            attributes.append(attribute)
        }
        return .tag(OddTag(next: reader.at + 1, isSelfClosing: false, name: name, attributes: attributes))
    }

    private init(
        next: UnsafePointer<UInt8>, isSelfClosing: Bool, name: UnsafeBufferPointer<UInt8>,
        attributes: [(name: UnsafeBufferPointer<UInt8>, value: UnsafeBufferPointer<UInt8>?)]
    ) {
        self.next = next
        self.isSelfClosing = isSelfClosing
        self.name = name
        self.attributes = attributes
    }

    /// Calls `body` with the tag as others know it: its names in lower case, the references of its values resolved.
    func withStartTag<R>(_ body: (StartTag) -> R) -> R {
        var text: [UInt8] = []
        OddTag.add(name, to: &text, RawText.lower)
        let nameCount = text.count
        text.append(0)
        var places: [(name: Int, value: Int?)] = []
        for attribute in attributes {
            let start = text.count
            OddTag.add(attribute.name, to: &text, RawText.lower)
            text.append(0)
            guard let value = attribute.value else {
                places.append((start, nil))
                continue
            }
            places.append((start, text.count))
            var source: [UInt8] = []
            OddTag.add(value, to: &source)
            source.withUnsafeBufferPointer { CharacterReferences.decode($0, into: &text, isAttribute: true) }
            text.append(0)
        }
        return text.withUnsafeBufferPointer { text in
            // An array with its NUL has a first byte.
            let base = text.baseAddress.unsafelyUnwrapped
            var pairs: [UnsafePointer<UInt8>?] = []
            for place in places { pairs += [base + place.name, place.value.map { base + $0 }] }
            pairs.append(nil)
            return pairs.withUnsafeMutableBufferPointer { pairs in
                let list = places.isEmpty ? nil : pairs.baseAddress.map { AttributeList(pairs: $0) }
                let name = UnsafeBufferPointer(start: base, count: nameCount)
                return body(StartTag(name: name, attributes: list, isSelfClosing: isSelfClosing, next: next))
            }
        }
    }

    /// Appends bytes, U+FFFD for every NUL.
    static func add(
        _ bytes: UnsafeBufferPointer<UInt8>, to text: inout [UInt8], _ changed: (UInt8) -> UInt8 = { $0 }
    ) {
        for byte in bytes { if byte == 0 { text += [0xEF, 0xBF, 0xBD] } else { text.append(changed(byte)) } }
    }

    /// Walks the source of a tag.
    private struct Reader {
        var at: UnsafePointer<UInt8>
        let end: UnsafePointer<UInt8>

        var byte: UInt8? { at < end ? at[0] : nil }

        mutating func step() { at += 1 }

        mutating func skip(_ isSkipped: (UInt8) -> Bool) {
            while at < end, isSkipped(at[0]) { at += 1 }
        }

        /// The bytes up to one that ends them.
        mutating func take(_ ends: (UInt8) -> Bool) -> UnsafeBufferPointer<UInt8> {
            let start = at
            while at < end, !ends(at[0]) { at += 1 }
            return UnsafeBufferPointer(start: start, count: at - start)
        }

        /// A name, and the value behind its `=`; nil when the page ends in it.
        mutating func attribute() -> (name: UnsafeBufferPointer<UInt8>, value: UnsafeBufferPointer<UInt8>?)? {
            let start = at
            // An equals sign in front of a name is part of it.
            if at[0] == 0x3D { at += 1 }
            skip { $0 != 0x3D && $0 != 0x2F && $0 != 0x3E && !TreeBuilder.isSpace($0) }
            let name = UnsafeBufferPointer(start: start, count: at - start)
            skip(TreeBuilder.isSpace)
            guard at < end else { return nil }
            guard at[0] == 0x3D else { return (name, nil) }
            at += 1
            skip(TreeBuilder.isSpace)
            guard at < end else { return nil }
            let quote = at[0]
            guard quote == 0x22 || quote == 0x27 else {
                return (name, take { $0 == 0x3E || TreeBuilder.isSpace($0) })
            }
            guard let close = memchr(at + 1, Int32(quote), end - at - 1) else { return nil }
            let stop = UnsafePointer(close.assumingMemoryBound(to: UInt8.self))
            defer { at = stop + 1 }
            return (name, UnsafeBufferPointer(start: at + 1, count: stop - at - 1))
        }
    }
}
