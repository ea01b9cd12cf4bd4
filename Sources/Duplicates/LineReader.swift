import Glibc
import Platform

/// Whole lines of one file, one behind the other.
struct LineChunk: Sendable {
    /// Index of the file.
    let file: Int
    /// Number of the first line, from 1.
    let firstLine: Int
    /// The lines are in here; the last one of a file need not end in a line feed.
    let bytes: [UInt8]
    /// Where.
    let range: Range<Int>

    /// Calls `body` with every line that is not blank and its number.
    func forEachLine(_ body: (UnsafeRawBufferPointer, Int) throws -> Void) rethrows {
        try bytes.withUnsafeBytes { bytes in
            guard let base = bytes.baseAddress else { return }
            var (start, number) = (range.lowerBound, firstLine)
            while start < range.upperBound {
                let feed = memchr(base + start, 0x0A, range.upperBound - start)
                let end = feed.map { UnsafeRawPointer($0) - base } ?? range.upperBound
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
            let old = carry.count
            let buffer: [UInt8]
            do throws(StorageError) { buffer = try carryAndMore(from: input) } catch .corrupt(_, let detail) {
                faults.append(InputFault(file: file, line: line, problem: "\(detail); what follows is not read"))
                (carry, self.input) = ([], nil)
                continue
            }
            carry = []
            if buffer.count == old { self.input = nil }
            if let chunk = cut(buffer, searched: old, isEnd: buffer.count == old) { return chunk }
        }
    }

    private func carryAndMore(from input: InputBytes) throws(StorageError) -> [UInt8] {
        var failure: StorageError?
        let buffer = [UInt8](unsafeUninitializedCapacity: carry.count + chunkBytes) { room, count in
            count = room.update(fromContentsOf: carry)
            do throws(StorageError) {
                count += try input.read(
                    into: UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(room)[count...]))
            } catch {
                failure = error
            }
        }
        if let failure { throw failure }
        return buffer
    }

    /// The whole lines of `buffer`, of which `searched` bytes have no line feed; the rest is kept for the next time.
    private func cut(_ buffer: [UInt8], searched: Int, isEnd: Bool) -> LineChunk? {
        if isEnd { return buffer.isEmpty || isSkipping ? nil : chunk(buffer, buffer.indices) }
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
        return chunk(buffer, start..<last + 1)
    }

    private func chunk(_ bytes: [UInt8], _ range: Range<Int>) -> LineChunk {
        defer { line += Self.feeds(in: bytes, range) }
        return LineChunk(file: file, firstLine: line, bytes: bytes, range: range)
    }

    private static func feeds(in bytes: [UInt8], _ range: Range<Int>) -> Int {
        bytes.withUnsafeBytes { bytes in
            guard let base = bytes.baseAddress else { return 0 }
            var (feeds, at) = (0, range.lowerBound)
            while at < range.upperBound, let feed = memchr(base + at, 0x0A, range.upperBound - at) {
                feeds += 1
                at = UnsafeRawPointer(feed) - base + 1
            }
            return feeds
        }
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
