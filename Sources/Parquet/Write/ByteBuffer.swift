import Glibc

/// Bytes that grow: appending copies them and does nothing else. The pages of a group are many megabytes; an array would
/// copy them whenever it grows, where `realloc` has the kernel move them.
final class ByteBuffer {
    /// Bytes in it.
    private(set) var count = 0
    private var start: UnsafeMutableRawPointer
    private var capacity: Int
    /// Free bytes before the first, where something can still be put.
    private let headroom: Int
    private var front: Int

    /// - Parameter headroom: bytes that `prepend` can put before others without moving these.
    init(headroom: Int = 0) {
        (self.headroom, front) = (headroom, headroom)
        capacity = headroom + 4096
        start = Self.allocated(nil, capacity)
    }

    deinit { free(start) }

    private static func allocated(_ old: UnsafeMutableRawPointer?, _ size: Int) -> UnsafeMutableRawPointer {
        guard let place = realloc(old, size) else { fatalError("no memory for \(size) bytes") }
        return place
    }

    /// Its bytes, until it changes.
    var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: start + front, count: count) }

    /// Its bytes in `range`, until it changes.
    subscript(range: Range<Int>) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(start: start + front + range.lowerBound, count: range.count)
    }

    /// The place behind the last byte, with room for `more`; `count` grows by `extend`.
    func room(_ more: Int) -> UnsafeMutableRawPointer {
        let needed = front + count + more
        if needed > capacity {
            capacity = max(needed, capacity * 2)
            start = Self.allocated(start, capacity)
        }
        return start + front + count
    }

    /// Counts bytes that were put behind the last one.
    func extend(by more: Int) { count += more }

    /// Appends bytes.
    func append(_ part: UnsafeRawBufferPointer) {
        guard let base = part.baseAddress else { return }
        memcpy(room(part.count), base, part.count)
        count += part.count
    }

    /// Appends a plain value: its length in four bytes, its bytes.
    func append(value: UnsafeRawBufferPointer) {
        let place = room(4 + value.count)
        place.storeBytes(of: UInt32(truncatingIfNeeded: value.count).littleEndian, as: UInt32.self)
        if let base = value.baseAddress { memcpy(place + 4, base, value.count) }
        count += 4 + value.count
    }

    /// Puts bytes before all others.
    func prepend(_ part: [UInt8]) {
        if part.count > front {
            _ = room(part.count)
            memmove(start + front + part.count, start + front, count)
            front += part.count
        }
        front -= part.count
        count += part.count
        part.withUnsafeBytes { UnsafeMutableRawBufferPointer(start: start + front, count: count).copyMemory(from: $0) }
    }

    /// Empties it; its memory stays.
    func removeAll() { (count, front) = (0, headroom) }
}
