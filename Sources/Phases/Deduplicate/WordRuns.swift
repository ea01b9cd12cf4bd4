import Configuration
import Duplicates

/// Which runs of a paragraph's words are compared over a domain: all windows of a long line, a shorter line as a whole.
struct WordRuns {
    private let lineWords: Int
    private let windowWords: Int
    private var line: [UInt32] = []
    private var hashes: [UInt64] = []

    init(_ corpus: CorpusConfig) { (lineWords, windowWords) = (corpus.lineWords, corpus.windowWords) }

    /// Whether there are any.
    var isOn: Bool { shortest < .max }

    /// The fewest words of a line that are compared.
    var shortest: Int { min(lineWords > 0 ? lineWords : .max, windowWords > 0 ? windowWords : .max) }

    /// Gives each run of a paragraph: its hash, and which of the paragraph's words it is.
    mutating func forEach(of paragraph: ParagraphWords, _ body: (UInt64, Range<Int>) throws -> Void) rethrows {
        var first = 0
        for words in paragraph.words.split(separator: 0, omittingEmptySubsequences: false) {
            defer { first += words.count }
            guard words.count >= shortest else { continue }
            line.removeAll(keepingCapacity: true)
            for word in words { line.append(UInt32(word)) }
            // A line with fewer words than a window is one run, and so is every line where there are no windows.
            let width = windowWords > 0 ? min(windowWords, words.count) : words.count
            line.withUnsafeBufferPointer { Shingles.fill(&hashes, words: $0, width: width) }
            for (place, hash) in hashes.enumerated() { try body(hash, first + place..<first + place + width) }
        }
    }
}

/// On how many pages each run of words of a domain stands.
///
/// Exact, and bounded in memory: when there are too many different runs it goes on with half of them, told by a bit of
/// their hashes; the other half is counted when the domain is read again.
struct RunCounter {
    /// Some of all runs: those whose hashes have these lowest bits.
    struct Share {
        var bits = 0
        var value: UInt64 = 0

        func has(_ hash: UInt64) -> Bool { hash & (1 << UInt64(bits) - 1) == value }

        /// Becomes the half of itself whose next bit is 0.
        /// - Returns: the other half.
        mutating func halve() -> Share {
            defer { bits += 1 }
            return Share(bits: bits + 1, value: value | 1 << UInt64(bits))
        }
    }

    private struct Count {
        var pages: UInt32 = 0
        /// The page that was counted last.
        var last: UInt32 = 0

        mutating func add(page: UInt32) {
            if page != last { (pages, last) = (pages + 1, page) }
        }
    }

    private let room: Int
    private var share: Share
    private var counts: [UInt64: Count] = [:]
    private var page: UInt64?
    private var pages: UInt32 = 0
    /// What has to be counted some other time.
    private(set) var left: [Share] = []

    /// - Parameter room: different runs that are held; one takes about 50 bytes.
    init(_ share: Share, room: Int) { (self.share, self.room) = (share, room) }

    /// Counts a run of a page; what a page and its copies say comes in one go, and counts once.
    mutating func add(_ hash: UInt64, page: UInt64) {
        guard share.has(hash) else { return }
        if self.page != page { (self.page, pages) = (page, pages + 1) }
        counts[hash, default: Count()].add(page: pages)
        while counts.count > room, share.bits < 64 {
            left.append(share.halve())
            counts = counts.filter { share.has($0.key) }
        }
    }

    /// The runs that stand on more than `maximum` pages, with their number.
    func frequent(above maximum: Int) -> [UInt64: Int] {
        counts.filter { $0.value.pages > maximum }.mapValues { Int($0.pages) }
    }
}
