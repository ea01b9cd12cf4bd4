import CorpusFiles
import Platform
import Synchronization

/// One file of a remote corpus, opened once. Ends are read with what stands before them (seek tables), and who reads on
/// where the last read ended gets more with each request.
final class RemoteFile: RangeReader {
    private struct State {
        /// What the last request brought, and where it began.
        var bytes: [UInt8] = []
        var begin = 0
        /// Where the last read ended.
        var last = -1
        var window = 1 << 18
    }

    let size: Int
    private let corpus: RemoteCorpus
    private let file: CorpusManifest.File
    private let state = Mutex(State())

    private static let tail = 1 << 16
    private static let largestWindow = 4 << 20
    /// No frame and no picture is larger.
    private static let largestRead = 1 << 28

    init(_ corpus: RemoteCorpus, _ file: CorpusManifest.File) {
        (self.corpus, self.file, size) = (corpus, file, file.bytes)
    }

    func read(offset: Int, count: Int) throws(StorageError) -> [UInt8] {
        guard (0..<size).contains(offset), count > 0 else { return [] }
        let end = offset + min(count, size - offset)
        guard end - offset <= Self.largestRead else {
            throw .corrupt(
                path: file.path, detail: "\(end - offset) bytes at byte \(offset) are more than it holds at once")
        }
        if let known = known(offset..<end) { return known }
        let bytes = try corpus.read(file, range(offset..<end))
        return keep(bytes, offset..<end)
    }

    private func known(_ range: Range<Int>) -> [UInt8]? {
        state.withLock { state in
            guard range.lowerBound >= state.begin, range.upperBound <= state.begin + state.bytes.count else {
                return nil
            }
            state.last = range.upperBound
            return Array(state.bytes[range.lowerBound - state.begin..<range.upperBound - state.begin])
        }
    }

    /// What is asked for when `range` is wanted; where it begins is noted.
    private func range(_ range: Range<Int>) -> Range<Int> {
        state.withLock { state in
            var wanted = range
            if range.upperBound == size {
                wanted = max(0, min(range.lowerBound, size - Self.tail))..<size
            } else if range.lowerBound == state.last {
                wanted = range.lowerBound..<min(size, max(range.upperBound, range.lowerBound + state.window))
                state.window = min(Self.largestWindow, 2 * state.window)
            }
            (state.bytes, state.begin) = ([], wanted.lowerBound)
            return wanted
        }
    }

    private func keep(_ bytes: [UInt8], _ range: Range<Int>) -> [UInt8] {
        state.withLock { state in
            (state.bytes, state.last) = (bytes, range.upperBound)
            let begin = min(range.lowerBound - state.begin, bytes.count)
            return Array(bytes[begin..<min(bytes.count, begin + range.count)])
        }
    }
}
