import Glibc

extension StringProtocol {
    /// The lines, each ended by a line feed, with or without a carriage return before it. (Swift holds the two for one
    /// character, which a search for a line feed does not find.)
    package var lines: [SubSequence] {
        var lines = split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }
        if lines.last?.isEmpty == true { lines.removeLast() }
        return lines
    }
}

extension Files {
    /// Calls `body` with every line of a file, without its line feed, and the offset of its first byte. A piece of the file
    /// is in memory, and the whole of a line.
    /// - Throws: `SystemError`; what `body` throws.
    package static func forEachLine(_ path: String, _ body: (UnsafeRawBufferPointer, Int) throws -> Void) throws {
        let file = try RandomAccessFile(path: path)
        var piece = [UInt8](repeating: 0, count: min(file.count, 1 << 20))
        // Of the line that the pieces so far did not end.
        var (begun, start) = ([UInt8](), 0)
        for offset in stride(from: 0, to: file.count, by: 1 << 20) {
            let count = min(1 << 20, file.count - offset)
            try file.read(count, into: &piece, at: offset)
            try piece.withUnsafeBytes { piece in
                guard let base = piece.baseAddress else { return }
                var at = 0
                while at < count, let feed = memchr(base + at, 0x0A, count - at) {
                    let end = UnsafeRawPointer(feed) - base
                    if begun.isEmpty {
                        try body(UnsafeRawBufferPointer(rebasing: piece[at..<end]), start)
                    } else {
                        begun += piece[at..<end]
                        try begun.withUnsafeBytes { try body($0, start) }
                        begun.removeAll(keepingCapacity: true)
                    }
                    at = end + 1
                    start = offset + at
                }
                begun += piece[at..<count]
            }
        }
        if !begun.isEmpty { try begun.withUnsafeBytes { try body($0, start) } }
    }
}
