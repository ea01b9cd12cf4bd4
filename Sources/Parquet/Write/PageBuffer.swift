import Glibc

/// Bytes that grow: appending copies them and does nothing else. The pages of a group are many megabytes; an array would
/// copy them whenever it grows, where `realloc` has the kernel move them.
///
/// Where there is no memory it takes nothing more and says so by `isExhausted`: who writes asks once a row.
final class PageBuffer {
    /// Bytes in it.
    private(set) var count = 0
    /// Whether memory for something could not be had: that is not in it, and neither is what came later.
    private(set) var isExhausted = false
    private var start: UnsafeMutableRawPointer?
    private var capacity = 0
    /// Free bytes before the first, where something can still be put.
    private let headroom: Int
    private var front: Int

    /// - Parameter headroom: bytes that `prepend` can put before others without moving these.
    init(headroom: Int = 0) { (self.headroom, front) = (headroom, headroom) }

    deinit { free(start) }

    /// Its bytes, until it changes.
    var bytes: UnsafeRawBufferPointer { self[0..<count] }

    /// Its bytes in `range`, until it changes.
    subscript(range: Range<Int>) -> UnsafeRawBufferPointer {
        guard let start else { return UnsafeRawBufferPointer(start: nil, count: 0) }
        return UnsafeRawBufferPointer(start: start + front + range.lowerBound, count: range.count)
    }

    /// The place behind the last byte, with room for `more`; `count` grows by `extend`. Nil where there is no memory.
    func room(_ more: Int) -> UnsafeMutableRawPointer? {
        let needed = front + count + more
        if needed > capacity, !isExhausted {
            let wanted = max(needed, capacity * 2, 4096)
            if let moved = realloc(start, wanted) { (start, capacity) = (moved, wanted) } else { isExhausted = true }
        }
        return isExhausted ? nil : start.map { $0 + front + count }
    }

    /// Counts bytes that were put behind the last one.
    func extend(by more: Int) { count += more }

    /// Appends bytes.
    func append(_ part: UnsafeRawBufferPointer) {
        guard let base = part.baseAddress, let place = room(part.count) else { return }
        memcpy(place, base, part.count)
        count += part.count
    }

    /// Appends a plain value: its length in four bytes, its bytes.
    func append(value: UnsafeRawBufferPointer) {
        guard let place = room(4 + value.count) else { return }
        place.storeBytes(of: UInt32(truncatingIfNeeded: value.count).littleEndian, as: UInt32.self)
        if let base = value.baseAddress { memcpy(place + 4, base, value.count) }
        count += 4 + value.count
    }

    /// Puts bytes before all others.
    func prepend(_ part: [UInt8]) {
        guard room(part.count) != nil, let start else { return }
        if part.count > front {
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
