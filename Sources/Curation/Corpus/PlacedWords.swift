import Platform

/// The words of a paragraph and where they stand, line by line: what is compared, and cut out, where words repeat over the
/// pages of a domain.
///
/// A word is what stands between blanks, as it is: what a template repeats it repeats to the letter, and a cut must fall
/// between words. Scripts that write no blanks have few such words, so of them only whole clauses are found.
package struct PlacedWords {
    /// A line of the paragraph.
    private struct Line {
        /// Of the paragraph's words, those that stand in it.
        let words: Range<Int>
        /// Its bytes, without the line feed.
        let bytes: Range<Int>
    }

    /// What stands for the end of a line in `numbers`.
    package static let lineEnd: UInt16 = 0

    private let bytes: [UInt8]
    private var lines: [Line] = []
    /// The bytes of each word.
    private var words: [Range<Int>] = []

    /// Finds the words of `text`.
    package init(_ text: String) {
        bytes = Array(text.utf8)
        var (line, first, start) = (0, 0, -1)
        for at in 0...bytes.count {
            let byte = at < bytes.count ? bytes[at] : UInt8(ascii: "\n")
            guard byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\t") else {
                if start < 0 { start = at }
                continue
            }
            if start >= 0 { words.append(start..<at) }
            start = -1
            guard byte == UInt8(ascii: "\n") else { continue }
            lines.append(Line(words: first..<words.count, bytes: line..<at))
            (line, first) = (at + 1, words.count)
        }
    }

    /// How many words the longest line has.
    package var longestLine: Int { lines.reduce(0) { max($0, $1.words.count) } }

    /// The words as numbers, in order, `lineEnd` behind each line: 16 bits of a hash, which is enough for runs of words.
    /// Runs that differ in one word are one with a chance of 2^-16, and it takes as many such chances as pages that make
    /// a run frequent.
    package var numbers: [UInt16] {
        var numbers: [UInt16] = []
        numbers.reserveCapacity(words.count + lines.count)
        bytes.withUnsafeBytes { bytes in
            for line in lines {
                for word in words[line.words] {
                    let hash = XXH3.hash(UnsafeRawBufferPointer(rebasing: bytes[word]))
                    numbers.append(max(1, UInt16(truncatingIfNeeded: hash)))
                }
                numbers.append(Self.lineEnd)
            }
        }
        return numbers
    }

    /// Cuts runs of words out, and the signs that stand alone beside them (a bullet, a bar).
    /// - Parameter runs: rising; of one that reaches over the end of a line each line's part is a cut.
    /// - Returns: what is left, joined by one blank where words were cut out and without the lines that are empty now; and
    ///   the texts that were cut, in order.
    package func cutting(_ runs: [Range<Int>]) -> (rest: String, cuts: [String]) {
        var (rest, cuts): ([String], [String]) = ([], [])
        for line in lines {
            let runs = widened(runs.map { $0.clamped(to: line.words) }.filter { !$0.isEmpty }, in: line.words)
            guard !runs.isEmpty else {
                rest.append(String(decoding: bytes[line.bytes], as: UTF8.self))
                continue
            }
            var kept: [String] = []
            var start = line.words.lowerBound
            for run in runs {
                if start < run.lowerBound { kept.append(text(start..<run.lowerBound)) }
                cuts.append(text(run))
                start = run.upperBound
            }
            if start < line.words.upperBound { kept.append(text(start..<line.words.upperBound)) }
            if !kept.isEmpty { rest.append(kept.joined(separator: " ")) }
        }
        return (rest.joined(separator: "\n"), cuts)
    }

    /// The runs of a line with the signs beside them; runs that meet then are one.
    private func widened(_ runs: [Range<Int>], in line: Range<Int>) -> [Range<Int>] {
        var wide: [Range<Int>] = []
        for run in runs {
            var (start, end) = (run.lowerBound, run.upperBound)
            while start > line.lowerBound, isSign(start - 1) { start -= 1 }
            while end < line.upperBound, isSign(end) { end += 1 }
            if let last = wide.last, last.upperBound >= start {
                wide[wide.count - 1] = last.lowerBound..<end
            } else {
                wide.append(start..<end)
            }
        }
        return wide
    }

    private func isSign(_ word: Int) -> Bool { !text(word..<word + 1).contains { $0.isLetter || $0.isNumber } }

    private func text(_ run: Range<Int>) -> String {
        String(decoding: bytes[words[run.lowerBound].lowerBound..<words[run.upperBound - 1].upperBound], as: UTF8.self)
    }
}
