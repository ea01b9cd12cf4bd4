package import Facts

/// Double entry: for every unit, what was born was written or dropped for a reason.
///
/// A part does not seal before `close()` agrees, so a funnel is a sum over ledgers and never a guess.
package struct Ledger: Sendable, Equatable {
    /// One unit's account.
    package struct Account: Sendable, Equatable {
        /// How many entered.
        package var born = 0
        /// How many left for the next phase.
        package var written = 0
        /// How many left for good, by reason.
        package var dropped: [Reason: Int] = [:]

        /// The sum of all reasons.
        package var droppedTotal: Int { dropped.values.reduce(0, +) }
        /// Whether both sides agree.
        package var isBalanced: Bool { born == written + droppedTotal }

        /// An empty account.
        package init() {}
    }

    private var accounts = [Account](repeating: Account(), count: Unit.allCases.count)
    /// What was replaced by placeholders in the texts that entered, by kind (`email`): counted beside the accounts, for
    /// nothing left because of it.
    package private(set) var replaced: [String: Int] = [:]

    /// An empty ledger.
    package init() {}

    /// The account of `unit`.
    package subscript(unit: Unit) -> Account {
        get { accounts[unit.index] }
        set { accounts[unit.index] = newValue }
    }

    /// Books things that entered.
    package mutating func born(_ unit: Unit, _ count: Int = 1) { accounts[unit.index].born += count }

    /// Books things that were handed on.
    package mutating func written(_ unit: Unit, _ count: Int = 1) { accounts[unit.index].written += count }

    /// Books things that left; the reason knows its unit.
    package mutating func dropped(_ reason: Reason, _ count: Int = 1) {
        guard count > 0 else { return }
        accounts[reason.unit.index].dropped[reason, default: 0] += count
    }

    /// Books things that were replaced by placeholders.
    package mutating func replaced(_ kind: String, _ count: Int = 1) {
        if count > 0 { replaced[kind, default: 0] += count }
    }

    /// The accounts alone.
    package var withoutReplacements: Ledger {
        var ledger = self
        ledger.replaced = [:]
        return ledger
    }

    /// Adds another part of the same phase.
    package mutating func add(_ other: Ledger) {
        replaced.merge(other.replaced, uniquingKeysWith: +)
        for unit in Unit.allCases {
            self[unit].born += other[unit].born
            self[unit].written += other[unit].written
            self[unit].dropped.merge(other[unit].dropped, uniquingKeysWith: +)
        }
    }

    /// Appends the next phase: what it was given must be what this one wrote; its drops join, its output counts.
    /// - Parameters:
    ///   - untouched: units that the next phase does not count; what was written of them stays.
    ///   - split: documents that came into being there, since it cut some in parts.
    /// - Throws: `Imbalance` when the next phase was not born with what this one wrote.
    package mutating func append(_ next: Ledger, untouched: Set<Unit> = [], split: Int = 0) throws(Imbalance) {
        replaced.merge(next.replaced, uniquingKeysWith: +)
        born(.document, split)
        for unit in Unit.allCases where !untouched.contains(unit) {
            let given = self[unit].written + (unit == .document ? split : 0)
            guard next[unit].born == given else {
                throw Imbalance(unit: unit, born: next[unit].born, accounted: given)
            }
            self[unit].written = next[unit].written
            self[unit].dropped.merge(next[unit].dropped, uniquingKeysWith: +)
        }
    }

    /// Checks the double entry of every unit.
    /// - Throws: `Imbalance` naming the first unit that does not balance.
    package func close() throws(Imbalance) {
        for unit in Unit.allCases where !self[unit].isBalanced {
            let account = self[unit]
            throw Imbalance(unit: unit, born: account.born, accounted: account.written + account.droppedTotal)
        }
    }
}

/// A ledger whose two sides differ: a bug of ours, never the data's fault.
package struct Imbalance: Error, Equatable, CustomStringConvertible {
    /// The unit that does not balance.
    package let unit: Unit
    /// What entered.
    package let born: Int
    /// What was written or dropped.
    package let accounted: Int

    /// An imbalance.
    package init(unit: Unit, born: Int, accounted: Int) {
        self.unit = unit
        self.born = born
        self.accounted = accounted
    }

    /// `the ledger of image does not balance: 10 born, 9 accounted for`.
    package var description: String {
        "the ledger of \(unit.rawValue) does not balance: \(born) born, \(accounted) accounted for"
    }
}

extension Unit {
    fileprivate var index: Int {
        switch self {
        case .record: 0
        case .document: 1
        case .paragraph: 2
        case .image: 3
        }
    }
}
