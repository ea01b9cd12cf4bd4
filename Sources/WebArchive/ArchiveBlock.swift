import Glibc

/// The bytes of a record, where they were inflated or mapped: taking a record copies nothing.
///
/// The memory stays as it is while a block refers to it; a reader whose last record was let go inflates the next one
/// into the same memory, so let records go (or copy `bytes`) instead of collecting them.
///
/// `@unchecked Sendable`: nobody writes to memory that a block refers to.
public struct ArchiveBlock: @unchecked Sendable {
    private let owner: AnyObject?
    private let content: UnsafeRawBufferPointer

    init(_ content: UnsafeRawBufferPointer, owner: AnyObject?) {
        self.content = content
        self.owner = owner
    }

    /// How many bytes there are.
    public var count: Int { content.count }

    /// Whether there is none.
    public var isEmpty: Bool { content.isEmpty }

    /// A copy.
    public var bytes: [UInt8] { withUnsafeBytes { Array($0) } }

    /// Calls `body` with the bytes, valid until it returns.
    public func withUnsafeBytes<R, E: Error>(_ body: (UnsafeRawBufferPointer) throws(E) -> R) throws(E) -> R {
        defer { withExtendedLifetime(owner) {} }
        return try body(content)
    }
}

/// Memory that members are inflated into.
///
/// `@unchecked Sendable`: written only by the reader that knows itself its single owner.
final class InflateBuffer: @unchecked Sendable {
    let bytes: UnsafeMutableRawBufferPointer

    /// Memory of `capacity` bytes; the system gives pages only where it is written to.
    init(capacity: Int) {
        bytes = .allocate(byteCount: capacity, alignment: 64)
    }

    deinit { bytes.deallocate() }

    /// Moves bytes of this memory to the front of `other`, which may be the same.
    func move(_ range: Range<Int>, to other: InflateBuffer) {
        guard let from = bytes.baseAddress, let to = other.bytes.baseAddress else { return }
        memmove(to, from + range.lowerBound, range.count)
    }
}
