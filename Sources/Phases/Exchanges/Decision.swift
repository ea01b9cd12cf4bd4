import Exchange
import Facts
import Runs

/// That a document, a paragraph of it or some words of one leave because of what else is in the corpus. The phases that
/// compare documents write it to the document's part; `judge` and `assemble` read their part's.
struct Decision: ExchangeEntry, Equatable {
    /// Equal pages and repeated paragraphs, for `judge`.
    static let ofTexts = ExchangeFile<Decision>(name: "decisions.sorted", phase: .deduplicateText, buckets: .parts)
    /// Equal sets of images, for `assemble`; documents are numbered as `judge` wrote them.
    static let ofSets = ExchangeFile<Decision>(name: "decisions.sorted", phase: .deduplicateSets, buckets: .parts)

    /// The document's place in the part.
    let document: Int
    /// The paragraph's ordinal; nil for the whole document.
    let paragraph: Int?
    /// The words of the paragraph that leave (`PlacedWords`); nil for all of it.
    let words: Range<Int>?
    let reason: Reason
    /// How many there are of it.
    let occurrences: Int
    /// How many there might be; 0 for what may be there once.
    let maximum: Int
    /// The id of the document that stays for it; `""` where none is named.
    let twin: String

    /// For the drop of a document: who stays, and how many there are.
    var detail: String { "of \(twin), \(occurrences) in all" }

    init(
        document: Int, paragraph: Int? = nil, words: Range<Int>? = nil, _ reason: Reason, occurrences: Int,
        above maximum: Int = 0, twin: String = ""
    ) {
        (self.document, self.paragraph, self.words) = (document, paragraph, words)
        (self.reason, self.occurrences, self.maximum, self.twin) = (reason, occurrences, maximum, twin)
    }

    /// `4 > 3 in the domain`.
    var inDomain: String { "\(occurrences) > \(maximum) in the domain" }

    var key: UInt64 { UInt64(document) << 32 | UInt64(paragraph.map { $0 + 1 } ?? 0) }

    init?(key: UInt64, from payload: inout PayloadReader) {
        document = Int(key >> 32)
        let low = Int(key & 0xFFFF_FFFF)
        paragraph = low == 0 ? nil : low - 1
        guard let reason = Reason(rawValue: payload.text()) else { return nil }
        self.reason = reason
        occurrences = payload.integer()
        maximum = payload.integer()
        twin = payload.text()
        guard !payload.isAtEnd else {
            words = nil
            return
        }
        let (start, count) = (payload.integer(), payload.integer())
        guard start >= 0, count > 0, start <= Int.max - count else { return nil }
        words = start..<start + count
    }

    func write(to payload: inout PayloadWriter) {
        payload.append(reason.rawValue)
        payload.append(occurrences)
        payload.append(maximum)
        payload.append(twin)
        guard let words else { return }
        payload.append(words.lowerBound)
        payload.append(words.count)
    }
}

/// The decisions of a whole phase that concern one part.
struct Decisions {
    private struct Place: Hashable {
        let document: Int
        let paragraph: Int?
    }

    private var decisions: [Place: Decision] = [:]
    private var cuts: [Place: [Decision]] = [:]

    /// Decisions about nothing.
    init() {}

    init(_ context: WorkContext, _ exchange: ExchangeFile<Decision>, part: Int) throws {
        var reader = try context.reader(exchange, bucket: part)
        while let decision = try reader.next() {
            let place = Place(document: decision.document, paragraph: decision.paragraph)
            if decision.words == nil {
                // A document may leave for several twins: whatever came first, the same is named.
                if let known = decisions[place], known.twin < decision.twin { continue }
                decisions[place] = decision
            } else {
                cuts[place, default: []].append(decision)
            }
        }
    }

    /// What was decided about a document.
    func document(_ index: Int) -> Decision? { decisions[Place(document: index, paragraph: nil)] }

    /// What was decided about a paragraph of a document.
    func paragraph(_ index: Int, _ ordinal: Int) -> Decision? { decisions[Place(document: index, paragraph: ordinal)] }

    /// What was decided about words of a paragraph, in their order.
    func cuts(_ index: Int, _ ordinal: Int) -> [Decision] {
        (cuts[Place(document: index, paragraph: ordinal)] ?? []).sorted {
            ($0.words?.lowerBound ?? 0) < ($1.words?.lowerBound ?? 0)
        }
    }
}
