/// What is counted.
public enum Unit: String, Sendable, CaseIterable {
    /// A record of an archive.
    case record
    /// A page, and the document made of it.
    case document
    /// A paragraph of a document.
    case paragraph
    /// An occurrence of an image in a document.
    case image
}

/// Double entry: for every unit, what was born was written or dropped for a reason.
///
/// A part does not seal before `close()` agrees, so a funnel is a sum over ledgers and never a guess.
public struct Ledger: Sendable, Equatable {
    /// One unit's account.
    public struct Account: Sendable, Equatable {
        /// How many entered.
        public var born = 0
        /// How many left for the next phase.
        public var written = 0
        /// How many left for good, by reason.
        public var dropped: [Reason: Int] = [:]

        /// The sum of all reasons.
        public var droppedTotal: Int { dropped.values.reduce(0, +) }
        /// Whether both sides agree.
        public var isBalanced: Bool { born == written + droppedTotal }

        /// An empty account.
        public init() {}
    }

    private var accounts = [Account](repeating: Account(), count: Unit.allCases.count)
    /// What was replaced by placeholders in the texts that entered, by kind (`email`): counted beside the accounts, for
    /// nothing left because of it.
    public private(set) var replaced: [String: Int] = [:]

    /// An empty ledger.
    public init() {}

    /// The account of `unit`.
    public subscript(unit: Unit) -> Account {
        get { accounts[unit.index] }
        set { accounts[unit.index] = newValue }
    }

    /// Books things that entered.
    public mutating func born(_ unit: Unit, _ count: Int = 1) { accounts[unit.index].born += count }

    /// Books things that were handed on.
    public mutating func written(_ unit: Unit, _ count: Int = 1) { accounts[unit.index].written += count }

    /// Books things that left; the reason knows its unit.
    public mutating func dropped(_ reason: Reason, _ count: Int = 1) {
        guard count > 0 else { return }
        accounts[reason.unit.index].dropped[reason, default: 0] += count
    }

    /// Books things that were replaced by placeholders.
    public mutating func replaced(_ kind: String, _ count: Int = 1) {
        if count > 0 { replaced[kind, default: 0] += count }
    }

    /// The accounts alone.
    public var withoutReplacements: Ledger {
        var ledger = self
        ledger.replaced = [:]
        return ledger
    }

    /// Adds another part of the same phase.
    public mutating func add(_ other: Ledger) {
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
    public mutating func append(_ next: Ledger, untouched: Set<Unit> = [], split: Int = 0) throws(Imbalance) {
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
    public func close() throws(Imbalance) {
        for unit in Unit.allCases where !self[unit].isBalanced {
            let account = self[unit]
            throw Imbalance(unit: unit, born: account.born, accounted: account.written + account.droppedTotal)
        }
    }
}

/// A ledger whose two sides differ: a bug of ours, never the data's fault.
public struct Imbalance: Error, Equatable, CustomStringConvertible {
    /// The unit that does not balance.
    public let unit: Unit
    /// What entered.
    public let born: Int
    /// What was written or dropped.
    public let accounted: Int

    /// An imbalance.
    public init(unit: Unit, born: Int, accounted: Int) {
        self.unit = unit
        self.born = born
        self.accounted = accounted
    }

    /// `the ledger of image does not balance: 10 born, 9 accounted for`.
    public var description: String {
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
