/// One phase and one of its inputs.
package struct WorkUnit: Sendable, Hashable, CustomStringConvertible {
    /// The phase.
    package let phase: PhaseName
    /// Number of the input, from 0.
    package let index: Int
    /// Roughly how much work it is (bytes), to begin with the largest.
    package var cost: Int

    /// A unit.
    package init(phase: PhaseName, index: Int, cost: Int = 0) {
        self.phase = phase
        self.index = index
        self.cost = cost
    }

    /// Reads `extract/00012`; nil when that is not how a unit is named.
    package init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty, parts[1].utf8.count >= 5, let index = Int(parts[1]), index >= 0
        else { return nil }
        self.init(phase: PhaseName(rawValue: String(parts[0])), index: index)
    }

    /// `extract/00012`.
    package var description: String { "\(phase.rawValue)/\(number)" }

    /// `00012`.
    package var number: String {
        let digits = String(index)
        return String(repeating: "0", count: max(0, 5 - digits.count)) + digits
    }
}
