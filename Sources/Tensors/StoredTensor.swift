public import Platform

/// A tensor where it lies in a mapped file.
///
/// `@unchecked Sendable`: the bytes are a read-only mapping that `file` keeps alive.
public struct StoredTensor: @unchecked Sendable {
    /// Its name in the file.
    public let name: String
    /// Type of its elements.
    public let type: ElementType
    /// Its dimensions, outermost first; empty for a scalar.
    public let shape: [Int]
    /// Its elements, little-endian, row-major; not necessarily aligned.
    public let bytes: UnsafeRawBufferPointer
    /// The mapping that holds the bytes.
    public let file: MappedFile

    /// Number of elements.
    public var count: Int { shape.reduce(1, *) }

    /// Refuses a tensor of another shape or type.
    /// - Throws: `TensorError.shape`, `.dtype`.
    func check(shape: [Int], type: ElementType) throws(TensorError) {
        guard self.shape == shape else { throw .shape(tensor: name, expected: shape, found: self.shape) }
        guard self.type == type else {
            throw .dtype(tensor: name, expected: type.rawValue, found: self.type.rawValue)
        }
    }
}
