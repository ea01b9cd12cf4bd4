/// What decides which of several duplicates stays: images present, then newest, then longest, then the least id.
package struct Standing: Sendable, Equatable {
    /// Images that the copy has.
    package var images: Int
    /// When it was captured, as 14 decimal digits; 0 when unknown.
    package var captured: UInt64
    /// Code points of its text.
    package var characters: Int

    /// A standing.
    package init(images: Int = 0, captured: UInt64 = 0, characters: Int = 0) {
        (self.images, self.captured, self.characters) = (images, captured, characters)
    }

    /// Whether a copy with this standing stays rather than one with `other`; nil when only the ids decide.
    package func precedes(_ other: Standing) -> Bool? {
        if images != other.images { return images > other.images }
        if captured != other.captured { return captured > other.captured }
        if characters != other.characters { return characters > other.characters }
        return nil
    }

    /// The first 14 digits of a date, `2024-05-01T10:00:00Z` or `20240501100000`, as a number; what is missing is 0.
    package static func date(_ text: String) -> UInt64 {
        let digits = text.utf8.filter { (0x30...0x39).contains($0) }.prefix(14)
        guard !digits.isEmpty else { return 0 }
        let value = digits.reduce(UInt64(0)) { $0 * 10 + UInt64($1 - 0x30) }
        return (digits.count..<14).reduce(value) { value, _ in value * 10 }
    }
}
