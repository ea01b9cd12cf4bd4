/// Bytes that stand together in a file.
package struct ByteRange: Hashable, Sendable {
    /// Where they begin.
    package let offset: Int
    /// How many they are.
    package let length: Int

    /// The bytes from `offset` on.
    package init(offset: Int, length: Int) { (self.offset, self.length) = (offset, length) }

    /// Where they end.
    package var end: Int { offset + length }
}
