import CorpusFiles
package import Documents
import Facts

/// How many records and documents were dropped.
package struct Dropped: Sendable, Equatable {
    package var records: Int
    package var documents: Int

    package init(records: Int, documents: Int) { (self.records, self.documents) = (records, documents) }

    package static let none = Dropped(records: 0, documents: 0)

    /// What a ledger counts.
    package init(_ ledger: Ledger) {
        self.init(records: ledger[.record].droppedTotal, documents: ledger[.document].droppedTotal)
    }

    package static func + (a: Dropped, b: Dropped) -> Dropped {
        Dropped(records: a.records + b.records, documents: a.documents + b.documents)
    }

    /// `dropped 7 records, 1,204 documents`; nil when there is nothing to say.
    package var words: String? {
        let counts = [(records, "records"), (documents, "documents")].filter { $0.0 > 0 }
        return counts.isEmpty ? nil : "dropped " + counts.map { "\($0.0.grouped) \($0.1)" }.joined(separator: ", ")
    }
}
