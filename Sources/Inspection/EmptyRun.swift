import CorpusFiles
package import Documents
package import Facts

/// What to say of a run that kept nothing.
package struct EmptyRun: Sendable {
    /// What took most, and how many of how many; nil when nothing came in at all.
    package let most: (reason: Reason, count: Int)?
    /// The unit it took.
    package let unit: Unit
    /// How many came in.
    package let born: Int

    /// nil for a run that kept a document.
    package init?(_ ledger: Ledger) {
        guard ledger[.document].written == 0 else { return nil }
        unit = ledger[.document].born > 0 ? .document : .record
        born = ledger[unit].born
        let reasons = ledger[unit].sortedByCount
        most = reasons.first { $0.reason != .recordOtherType } ?? reasons.first
    }

    /// One line: the rule that took most, and what to do.
    package func line(_ folder: String) -> String {
        guard let most else { return "nothing was kept: nothing came in" }
        let look = "quarry drops \(folder) --reason \(most.reason.rawValue) --sample 5"
        let share = "\(most.count.grouped) of \(born.grouped) \(unit.rawValue)s"
        return "nothing was kept: \(most.reason.rawValue) took \(share). \(most.reason.words.advice) See \(look)"
    }
}
