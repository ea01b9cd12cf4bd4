/// The name of an attribute that a tree keeps; attributes of other names are not stored.
public struct AttributeName: RawRepresentable, Hashable, Sendable {
    /// The place in `AttributeVocabulary`.
    public let rawValue: UInt8

    /// A name of a raw number.
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// `class`.
    public static let `class` = AttributeName(rawValue: 0)
    /// `id`.
    public static let id = AttributeName(rawValue: 1)
    /// `title`.
    public static let title = AttributeName(rawValue: 2)
    /// `src`.
    public static let src = AttributeName(rawValue: 3)
    /// `srcset`.
    public static let srcset = AttributeName(rawValue: 4)
    /// `sizes`.
    public static let sizes = AttributeName(rawValue: 5)
    /// `alt`.
    public static let alt = AttributeName(rawValue: 6)
    /// `width`.
    public static let width = AttributeName(rawValue: 7)
    /// `height`.
    public static let height = AttributeName(rawValue: 8)
    /// `href`.
    public static let href = AttributeName(rawValue: 9)
    /// `rel`.
    public static let rel = AttributeName(rawValue: 10)
    /// `name`.
    public static let name = AttributeName(rawValue: 11)
    /// `content`.
    public static let content = AttributeName(rawValue: 12)
    /// `property`.
    public static let property = AttributeName(rawValue: 13)
    /// `role`.
    public static let role = AttributeName(rawValue: 14)
    /// `lang`.
    public static let lang = AttributeName(rawValue: 15)
    /// `type`.
    public static let type = AttributeName(rawValue: 16)
    /// `style`.
    public static let style = AttributeName(rawValue: 17)
    /// `hidden`.
    public static let hidden = AttributeName(rawValue: 18)
    /// `aria-hidden`.
    public static let ariaHidden = AttributeName(rawValue: 19)
    /// `aria-label`.
    public static let ariaLabel = AttributeName(rawValue: 20)
    /// `itemprop`.
    public static let itemprop = AttributeName(rawValue: 21)
    /// `media`.
    public static let media = AttributeName(rawValue: 22)
    /// `colspan`.
    public static let colspan = AttributeName(rawValue: 23)

    /// The names of the constants, in the order of their numbers.
    static let standard: [String] = [
        "class", "id", "title", "src", "srcset", "sizes", "alt", "width", "height", "href", "rel", "name", "content",
        "property", "role", "lang", "type", "style", "hidden", "aria-hidden", "aria-label", "itemprop", "media",
        "colspan",
    ]
}

/// The attribute names a parser keeps: the standard ones and those that its user asks for.
public struct AttributeVocabulary: Sendable {
    private var names: [String]
    private var slots: [Slot]
    private static let mask = 511

    private struct Slot: Sendable {
        var low: UInt64 = 0
        var high: UInt64 = 0
        var length = 0
        var index: UInt8 = 0
    }

    /// The standard names and `more` (lower case; at most 200 names in all, the rest is left out).
    public init(_ more: [String] = []) {
        names = []
        slots = Array(repeating: Slot(), count: AttributeVocabulary.mask + 1)
        for name in AttributeName.standard + more where names.count < 200 && self[name] == nil { add(name) }
    }

    private mutating func add(_ name: String) {
        var name = name
        name.withUTF8 { bytes in
            let key = ShortName(bytes)
            var at = slot(key, bytes.count)
            while slots[at].length != 0 { at = (at + 1) & AttributeVocabulary.mask }
            slots[at] = Slot(low: key.low, high: key.high, length: bytes.count, index: UInt8(names.count))
        }
        names.append(name)
    }

    private func slot(_ key: ShortName, _ length: Int) -> Int { (key.hash ^ length) & AttributeVocabulary.mask }

    /// The number of a name, when it is in the vocabulary.
    public subscript(name: String) -> AttributeName? {
        var name = name
        return name.withUTF8 { find($0) }
    }

    /// The number of a name given as bytes; names of more than sixteen bytes are compared in full.
    func find(_ bytes: UnsafeBufferPointer<UInt8>) -> AttributeName? {
        let key = ShortName(bytes)
        var at = slot(key, bytes.count)
        while slots[at].length != 0 {
            let found = slots[at]
            if found.length == bytes.count, found.low == key.low, found.high == key.high,
                bytes.count <= 16 || names[Int(found.index)].utf8.elementsEqual(bytes)
            {
                return AttributeName(rawValue: found.index)
            }
            at = (at + 1) & AttributeVocabulary.mask
        }
        return nil
    }
}
