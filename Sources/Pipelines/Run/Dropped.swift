import Records
import Storage

/// How many records and documents were dropped.
struct Dropped: Sendable, Equatable {
    var records: Int
    var documents: Int

    init(records: Int, documents: Int) { (self.records, self.documents) = (records, documents) }

    static let none = Dropped(records: 0, documents: 0)

    /// What a ledger counts.
    init(_ ledger: Ledger) {
        self.init(records: ledger[.record].droppedTotal, documents: ledger[.document].droppedTotal)
    }

    static func + (a: Dropped, b: Dropped) -> Dropped {
        Dropped(records: a.records + b.records, documents: a.documents + b.documents)
    }

    /// `dropped 7 records, 1,204 documents`; nil when there is nothing to say.
    var words: String? {
        let counts = [(records, "records"), (documents, "documents")].filter { $0.0 > 0 }
        return counts.isEmpty ? nil : "dropped " + counts.map { "\($0.0.grouped) \($0.1)" }.joined(separator: ", ")
    }
}
