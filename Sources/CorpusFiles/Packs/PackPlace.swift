package import Platform

/// Where the bytes of an image are.
package struct PackPlace: Hashable, Sendable {
    /// Index of the pack.
    package let pack: Int
    /// The content in the pack.
    package let bytes: ByteRange

    /// A place in a pack.
    package init(pack: Int, bytes: ByteRange) { (self.pack, self.bytes) = (pack, bytes) }
}
