/// Bytes that grow piece by piece up to a limit.
struct ByteSink {
    private(set) var bytes: [UInt8] = []
    /// Whether more came than the limit allows.
    private(set) var isFull = false
    private let limit: Int
    private static let piece = 1 << 16

    init(limit: Int) { self.limit = limit }

    /// Lets `write` put bytes at the end; it gives how many. Room doubles, so that long bodies cost few copies.
    mutating func append(_ write: (UnsafeMutableRawBufferPointer) -> Int) {
        let size = min(max(Self.piece, bytes.count), limit - bytes.count + 1)
        let start = bytes.count
        let more = [UInt8](unsafeUninitializedCapacity: start + size) { room, count in
            bytes.withUnsafeBytes { UnsafeMutableRawBufferPointer(room).copyMemory(from: $0) }
            let tail = UnsafeMutableRawBufferPointer(UnsafeMutableBufferPointer(rebasing: room[start...]))
            count = start + min(max(0, write(tail)), size)
        }
        bytes = more
        if bytes.count > limit { isFull = true }
    }
}
