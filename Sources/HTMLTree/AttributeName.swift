/// The name of an attribute that a tree keeps; attributes of other names are not stored.
@frozen public struct AttributeName: RawRepresentable, Hashable, Sendable {
    /// The place in `AttributeVocabulary`.
    public let rawValue: UInt8

    /// A name of a raw number.
    @inlinable public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// `class`.
    @inlinable public static var `class`: AttributeName { AttributeName(rawValue: 0) }
    /// `id`.
    @inlinable public static var id: AttributeName { AttributeName(rawValue: 1) }
    /// `title`.
    @inlinable public static var title: AttributeName { AttributeName(rawValue: 2) }
    /// `src`.
    @inlinable public static var src: AttributeName { AttributeName(rawValue: 3) }
    /// `srcset`.
    @inlinable public static var srcset: AttributeName { AttributeName(rawValue: 4) }
    /// `sizes`.
    @inlinable public static var sizes: AttributeName { AttributeName(rawValue: 5) }
    /// `alt`.
    @inlinable public static var alt: AttributeName { AttributeName(rawValue: 6) }
    /// `width`.
    @inlinable public static var width: AttributeName { AttributeName(rawValue: 7) }
    /// `height`.
    @inlinable public static var height: AttributeName { AttributeName(rawValue: 8) }
    /// `href`.
    @inlinable public static var href: AttributeName { AttributeName(rawValue: 9) }
    /// `rel`.
    @inlinable public static var rel: AttributeName { AttributeName(rawValue: 10) }
    /// `name`.
    @inlinable public static var name: AttributeName { AttributeName(rawValue: 11) }
    /// `content`.
    @inlinable public static var content: AttributeName { AttributeName(rawValue: 12) }
    /// `property`.
    @inlinable public static var property: AttributeName { AttributeName(rawValue: 13) }
    /// `role`.
    @inlinable public static var role: AttributeName { AttributeName(rawValue: 14) }
    /// `lang`.
    @inlinable public static var lang: AttributeName { AttributeName(rawValue: 15) }
    /// `type`.
    @inlinable public static var type: AttributeName { AttributeName(rawValue: 16) }
    /// `style`.
    @inlinable public static var style: AttributeName { AttributeName(rawValue: 17) }
    /// `hidden`.
    @inlinable public static var hidden: AttributeName { AttributeName(rawValue: 18) }
    /// `aria-hidden`.
    @inlinable public static var ariaHidden: AttributeName { AttributeName(rawValue: 19) }
    /// `aria-label`.
    @inlinable public static var ariaLabel: AttributeName { AttributeName(rawValue: 20) }
    /// `itemprop`.
    @inlinable public static var itemprop: AttributeName { AttributeName(rawValue: 21) }
    /// `media`.
    @inlinable public static var media: AttributeName { AttributeName(rawValue: 22) }
    /// `colspan`.
    @inlinable public static var colspan: AttributeName { AttributeName(rawValue: 23) }
    /// Any name outside the vocabulary under which the source gives the address of a picture; an element may have
    /// several.
    @inlinable public static var pictureAddress: AttributeName { AttributeName(rawValue: 255) }

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
    /// Keep what other attributes of scripts (`data-*`, and names with `src`) say, if it is the address of a picture.
    let keepsPictureAddresses: Bool

    private struct Slot: Sendable {
        var low: UInt64 = 0
        var high: UInt64 = 0
        var length = 0
        var index: UInt8 = 0
    }

    /// The standard names and `more` (lower case; at most 200 names in all, the rest is left out).
    public init(_ more: [String] = [], keepsPictureAddresses: Bool = false) {
        self.keepsPictureAddresses = keepsPictureAddresses
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
