import Configuration
import Exchange
import Facts
import Runs

extension DeduplicateTextPhase {
    /// Runs of words that are counted at once: 200 MiB.
    static let runsAtOnce = 1 << 22

    /// Lines and runs of words within paragraphs that stand on too many pages of a domain are to be cut out.
    ///
    /// Two cursors as for paragraphs: one counts a domain, the other writes its decisions.
    func decideWords(
        _ context: WorkContext, gone: Set<Location>, pages: [Int: Int], _ writer: inout EntryWriter<Decision>
    ) throws {
        let corpus = context.config.corpus
        var runs = WordRuns(corpus)
        guard runs.isOn, corpus.paragraphMaximum > 0 else { return }
        var counting = try wordsReader(context)
        var following = try wordsReader(context)
        while let domain = counting.key {
            let maximum = Self.maximum(corpus, pages: pages[ShortDomain.of(domain)] ?? 0)
            var frequent: [UInt64: Int] = [:]
            var left = [RunCounter.Share()]
            while let share = left.popLast() {
                var counter = RunCounter(share, room: Self.runsAtOnce)
                if share.bits == 0 {
                    try count(domain, in: &counting, gone: gone, &runs, &counter)
                } else {
                    var again = try wordsReader(context)
                    try count(domain, in: &again, gone: gone, &runs, &counter)
                }
                frequent.merge(counter.frequent(above: maximum)) { first, _ in first }
                left += counter.left
            }
            guard !frequent.isEmpty else { continue }
            while let paragraph = try following.next(of: domain) {
                guard !gone.contains(paragraph.location) else { continue }
                for decision in Self.decisions(about: paragraph, frequent, above: maximum, &runs) {
                    try writer.append(decision, bucket: paragraph.location.part)
                }
            }
        }
    }

    private func wordsReader(_ context: WorkContext) throws -> EntryReader<ParagraphWords> {
        try context.reader(ParagraphWords.file, bucket: context.unit.index, memory: 32 << 20)
    }

    private func count(
        _ domain: UInt64, in reader: inout EntryReader<ParagraphWords>, gone: Set<Location>, _ runs: inout WordRuns,
        _ counter: inout RunCounter
    ) throws {
        while let paragraph = try reader.next(of: domain) {
            guard !gone.contains(paragraph.location) else { continue }
            runs.forEach(of: paragraph) { hash, _ in counter.add(hash, page: paragraph.page) }
        }
    }

    /// The frequent runs of a paragraph, those that overlap or meet as one, with the fewest pages that any of them stands on.
    private static func decisions(
        about paragraph: ParagraphWords, _ frequent: [UInt64: Int], above maximum: Int, _ runs: inout WordRuns
    ) -> [Decision] {
        var found: [(words: Range<Int>, pages: Int)] = []
        runs.forEach(of: paragraph) { hash, words in
            guard let pages = frequent[hash] else { return }
            if let last = found.last, last.words.upperBound >= words.lowerBound,
                last.words.lowerBound < words.lowerBound
            {
                found[found.count - 1] = (last.words.lowerBound..<words.upperBound, min(last.pages, pages))
            } else {
                found.append((words, pages))
            }
        }
        return found.map {
            Decision(
                document: paragraph.location.document, paragraph: paragraph.ordinal, words: $0.words,
                .paragraphPartlyRepeatedInDomain, occurrences: $0.pages, above: maximum)
        }
    }
}
