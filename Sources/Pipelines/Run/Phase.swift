/// The phases of a run, in order. Each maps one unit to one sealed part.
public enum Phase: String, Sendable, CaseIterable {
    /// Archive records become judged documents and signatures; a unit is a range of an archive.
    case extract
    /// Image URLs that occur too often; a unit is a bucket of image URLs.
    case deduplicateLinks = "deduplicate-links"
    /// Page URLs and repeated paragraphs; a unit is a bucket of domains.
    case deduplicateText = "deduplicate-text"
    /// Bytes of images, from the archives or the network; a unit is a bucket of hosts.
    case fetch
    /// Facts of images, decoded without a network; a unit is what one unit of `fetch` brought.
    case measure
    /// Image bytes that occur too often; a unit is a bucket of contents.
    case deduplicateImages = "deduplicate-images"
    /// Decisions and facts applied, every rule asked again; a unit is an extracted part.
    case judge
    /// Documents with the same set of images; a unit is a bucket of sets.
    case deduplicateSets = "deduplicate-sets"
    /// Shards and packs; a unit is a group of judged parts.
    case assemble

    /// The phase before this one.
    public var previous: Phase? {
        let all = Phase.allCases
        return all.firstIndex(of: self).flatMap { $0 > 0 ? all[$0 - 1] : nil }
    }

    /// What a record of this phase's beacon is called when it kills a worker.
    var countsPages: Bool { self == .extract }
}

/// One phase and one of its inputs.
public struct WorkUnit: Sendable, Hashable, CustomStringConvertible {
    /// The phase.
    public let phase: Phase
    /// Number of the input, from 0.
    public let index: Int
    /// Roughly how much work it is (bytes), to begin with the largest.
    public var cost: Int

    /// A unit.
    public init(phase: Phase, index: Int, cost: Int = 0) {
        self.phase = phase
        self.index = index
        self.cost = cost
    }

    /// Reads `extract/00012`; nil when it is no unit's name.
    public init?(_ text: String) {
        let parts = text.split(separator: "/")
        guard parts.count == 2, let phase = Phase(rawValue: String(parts[0])), parts[1].utf8.count >= 5,
            let index = Int(parts[1]), index >= 0
        else { return nil }
        self.init(phase: phase, index: index)
    }

    /// `extract/00012`.
    public var description: String { "\(phase.rawValue)/\(number)" }

    /// `00012`.
    var number: String {
        let digits = String(index)
        return String(repeating: "0", count: max(0, 5 - digits.count)) + digits
    }
}
