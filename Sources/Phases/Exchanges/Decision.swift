import Exchange
import Facts
import Runs

/// That a document, or a paragraph of it, leaves because of what else is in the corpus. The phases that compare documents
/// write it to the document's part; `judge` and `assemble` read their part's.
struct Decision: ExchangeEntry, Equatable {
    /// Equal pages and repeated paragraphs, for `judge`.
    static let ofTexts = ExchangeFile<Decision>(name: "decisions.sorted", phase: .deduplicateText, buckets: .parts)
    /// Equal sets of images, for `assemble`; documents are numbered as `judge` wrote them.
    static let ofSets = ExchangeFile<Decision>(name: "decisions.sorted", phase: .deduplicateSets, buckets: .parts)

    /// The document's place in the part.
    let document: Int
    /// The paragraph's ordinal; nil for the whole document.
    let paragraph: Int?
    let reason: Reason
    /// How many there are of it.
    let occurrences: Int

    init(document: Int, paragraph: Int? = nil, _ reason: Reason, occurrences: Int) {
        (self.document, self.paragraph, self.reason, self.occurrences) = (document, paragraph, reason, occurrences)
    }

    var key: UInt64 { UInt64(document) << 32 | UInt64(paragraph.map { $0 + 1 } ?? 0) }

    init?(key: UInt64, from payload: inout PayloadReader) {
        document = Int(key >> 32)
        let low = Int(key & 0xFFFF_FFFF)
        paragraph = low == 0 ? nil : low - 1
        guard let reason = Reason(rawValue: payload.text()) else { return nil }
        self.reason = reason
        occurrences = payload.integer()
    }

    func write(to payload: inout PayloadWriter) {
        payload.append(reason.rawValue)
        payload.append(occurrences)
    }
}

/// The decisions of a whole phase that concern one part.
struct Decisions {
    private struct Place: Hashable {
        let document: Int
        let paragraph: Int?
    }

    private var decisions: [Place: Decision] = [:]

    /// Decisions about nothing.
    init() {}

    init(_ context: WorkContext, _ exchange: ExchangeFile<Decision>, part: Int) throws {
        var reader = try context.reader(exchange, bucket: part)
        while let decision = try reader.next() {
            decisions[Place(document: decision.document, paragraph: decision.paragraph)] = decision
        }
    }

    /// What was decided about a document.
    func document(_ index: Int) -> Decision? { decisions[Place(document: index, paragraph: nil)] }

    /// What was decided about a paragraph of a document.
    func paragraph(_ index: Int, _ ordinal: Int) -> Decision? { decisions[Place(document: index, paragraph: ordinal)] }
}
