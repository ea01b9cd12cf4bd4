import Glibc
import Platform

/// Whole lines of one file, one behind the other.
struct LineChunk: Sendable {
    /// Index of the file.
    let file: Int
    /// Number of the first line, from 1.
    let firstLine: Int
    /// The lines; the last one of a file need not end in a line feed.
    let bytes: [UInt8]

    /// Calls `body` with every line that is not blank and its number.
    func forEachLine(_ body: (UnsafeRawBufferPointer, Int) throws -> Void) rethrows {
        try bytes.withUnsafeBytes { bytes in
            guard let base = bytes.baseAddress else { return }
            var (start, number) = (0, firstLine)
            while start < bytes.count {
                let feed = memchr(base + start, 0x0A, bytes.count - start)
                let end = feed.map { UnsafeRawPointer($0) - base } ?? bytes.count
                let line = UnsafeRawBufferPointer(rebasing: bytes[start..<end])
                if line.contains(where: { $0 > 0x20 }) { try body(line, number) }
                start = end + 1
                number += 1
            }
        }
    }
}

/// Cuts files into chunks of whole lines. What cannot be read of a file is told and left; the next file follows.
final class LineReader {
    /// Bytes of a line; a longer one is passed over, and told.
    static let longestLine = 64 << 20

    private let paths: [String]
    private let longest: Int
    private let chunkBytes: Int
    private var file = -1
    private var input: InputBytes?
    private var line = 1
    private var carry: [UInt8] = []
    private var isSkipping = false
    /// What was wrong with the files so far.
    private(set) var faults: [InputFault] = []

    /// - Parameters:
    ///   - longest: bytes of a line that is read.
    ///   - chunkBytes: bytes read at a time.
    init(paths: [String], longest: Int = LineReader.longestLine, chunkBytes: Int = 1 << 20) {
        (self.paths, self.longest, self.chunkBytes) = (paths, longest, chunkBytes)
    }

    /// The next lines; nil behind the last file.
    /// - Throws: `StorageError.system` when a file cannot be read.
    func next() throws(StorageError) -> LineChunk? {
        while true {
            guard let input else {
                if file + 1 >= paths.count { return nil }
                file += 1
                (line, carry, isSkipping) = (1, [], false)
                let path = paths[file]
                self.input = try wrapping { () throws(SystemError) in try InputBytes(path: path) }
                continue
            }
            var buffer = carry
            carry = []
            let old = buffer.count
            do { try fill(&buffer, from: input) } catch .corrupt(_, let detail) {
                faults.append(InputFault(file: file, line: line, problem: "\(detail); what follows is not read"))
                self.input = nil
                continue
            }
            if buffer.count == old { self.input = nil }
            if let chunk = cut(buffer, searched: old, isEnd: buffer.count == old) { return chunk }
        }
    }

    private func fill(_ buffer: inout [UInt8], from input: InputBytes) throws(StorageError) {
        let old = buffer.count
        buffer.append(contentsOf: repeatElement(0, count: chunkBytes))
        var failure: StorageError?
        let count = buffer.withUnsafeMutableBytes { bytes in
            do throws(StorageError) {
                return try input.read(into: UnsafeMutableRawBufferPointer(rebasing: bytes[old...]))
            } catch {
                failure = error
                return 0
            }
        }
        buffer.removeLast(chunkBytes - count)
        if let failure { throw failure }
    }

    /// The whole lines of `buffer`, of which `searched` bytes have no line feed; the rest is kept for the next time.
    private func cut(_ buffer: [UInt8], searched: Int, isEnd: Bool) -> LineChunk? {
        if isEnd { return buffer.isEmpty || isSkipping ? nil : chunk(buffer) }
        var start = 0
        if isSkipping {
            guard let feed = buffer.firstIndex(of: 0x0A) else { return nil }
            start = feed + 1
            line += 1
            isSkipping = false
        }
        guard let last = buffer[max(start, searched)...].lastIndex(of: 0x0A) else {
            carry = Array(buffer[start...])
            if carry.count > longest {
                faults.append(InputFault(file: file, line: line, problem: "longer than \(longest) bytes"))
                (carry, isSkipping) = ([], true)
            }
            return nil
        }
        carry = Array(buffer[(last + 1)...])
        return chunk(Array(buffer[start...last]))
    }

    private func chunk(_ bytes: [UInt8]) -> LineChunk {
        defer { line += bytes.reduce(0) { $0 &+ ($1 == 0x0A ? 1 : 0) } }
        return LineChunk(file: file, firstLine: line, bytes: bytes)
    }
}

/// A line, or the rest of a file, that is no document.
package struct InputFault: Sendable, Equatable, Comparable {
    /// Index of the file.
    package let file: Int
    /// Number of the line, from 1.
    package let line: Int
    /// What is wrong with it.
    package let problem: String

    /// By file, then line.
    package static func < (one: InputFault, other: InputFault) -> Bool {
        (one.file, one.line, one.problem) < (other.file, other.line, other.problem)
    }
}
