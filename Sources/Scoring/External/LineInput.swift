import Glibc

/// Lines from a descriptor, as many as are there: waits for the first and takes what has come with it.
struct LineInput {
    let descriptor: Int32
    private var bytes: [UInt8] = []
    private var isAtEnd = false

    init(descriptor: Int32) { self.descriptor = descriptor }

    /// The next lines, at least one and at most `most`; nil at the end.
    mutating func next(most: Int) -> [[UInt8]]? {
        var lines: [[UInt8]] = []
        while true {
            while lines.count < most, let end = bytes.firstIndex(of: 0x0A) {
                let line = Array(bytes[..<end])
                bytes.removeFirst(end + 1)
                if line.contains(where: { $0 > 0x20 }) { lines.append(line) }
            }
            if lines.count == most || isAtEnd || !lines.isEmpty && !hasMore { return lines.isEmpty ? nil : lines }
            read()
        }
    }

    private var hasMore: Bool {
        var descriptors = [pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)]
        return poll(&descriptors, 1, 0) > 0
    }

    private mutating func read() {
        var piece = [UInt8](repeating: 0, count: 1 << 16)
        let count = Glibc.read(descriptor, &piece, piece.count)
        if count < 0, errno == EINTR { return }
        if count <= 0 { isAtEnd = true } else { bytes += piece[..<count] }
    }
}
