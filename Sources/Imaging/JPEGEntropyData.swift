import Glibc

/// The entropy-coded data of a scan without their stuffed zeros, cut at the restart markers.
struct JPEGEntropyData {
    /// Padding behind the last segment, more than a unit of blocks can read: 10 blocks of 64 symbols of 31 bits.
    private static let padding = 4096

    private(set) var bytes: [UInt8]
    private(set) var segments: [Range<Int>] = []

    /// Nil unless the restart markers count up and the end marker follows.
    init?(_ source: UnsafeRawBufferPointer, from offset: Int) {
        guard let base = source.baseAddress, offset < source.count else { return nil }
        var segments: [Range<Int>] = []
        var isRegular = false
        bytes = [UInt8](unsafeUninitializedCapacity: source.count - offset + Self.padding) { out, count in
            guard let target = out.baseAddress else { return }
            var (read, written, start) = (offset, 0, 0)
            while let found = memchr(base + read, 0xFF, source.count - read) {
                let place = UnsafeRawPointer(found) - base
                guard place + 1 < source.count else { break }
                memcpy(target + written, base + read, place - read)
                written += place - read
                let marker = source[place + 1]
                read = place + 2
                if marker == 0 {
                    target[written] = 0xFF
                    written += 1
                    continue
                }
                segments.append(start..<written)
                start = written
                if marker == 0xD0 + UInt8((segments.count - 1) & 7) { continue }
                isRegular = marker == 0xD9
                break
            }
            memset(target + written, 0, Self.padding)
            count = written + Self.padding
        }
        guard isRegular else { return nil }
        self.segments = segments
    }
}
