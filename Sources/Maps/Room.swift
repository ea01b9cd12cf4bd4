/// A block of numbers that several threads write, each its own part.
///
/// `@unchecked Sendable`: who hands it to threads gives each a range of its own.
final class Room<Element: BitwiseCopyable>: @unchecked Sendable {
    /// Where it begins.
    let base: UnsafeMutablePointer<Element>
    /// How many elements it has.
    let count: Int

    /// Room for `count` elements, each `value`.
    init(_ count: Int, filledWith value: Element) {
        self.count = count
        base = .allocate(capacity: max(1, count))
        base.initialize(repeating: value, count: count)
    }

    deinit { base.deallocate() }

    /// An element; the index is not checked in release builds.
    subscript(index: Int) -> Element {
        get {
            assert(index >= 0 && index < count)
            return base[index]
        }
        set {
            assert(index >= 0 && index < count)
            base[index] = newValue
        }
    }

    /// The elements as an array.
    var array: [Element] { Array(UnsafeBufferPointer(start: base, count: count)) }
}
