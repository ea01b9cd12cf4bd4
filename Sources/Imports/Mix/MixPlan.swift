import Platform

/// How much of which source: worked out before anything is written.
struct MixPlan {
    /// A source as it was counted.
    struct Part {
        let name: String
        /// Its share of the whole, and how often a document may occur.
        let weight: Double, epochs: Int
        /// Of every document what the mixture counts, and its words.
        let sizes: [Int], words: [Int]
        /// How often each document is taken.
        var times: [Int] = []

        /// Of all its documents.
        var size: Int { sizes.reduce(0, +) }
        /// Documents, and what is counted, that are taken.
        var documents: Int { times.reduce(0, +) }
        var taken: Int { zip(times, sizes).reduce(0) { $0 + $1.0 * $1.1 } }
        var takenWords: Int { zip(times, words).reduce(0) { $0 + $1.0 * $1.1 } }
    }

    private(set) var parts: [Part]
    let measure: MixFile.Measure

    /// Takes of each source its share: whole passes over it, then documents in the order of the seed until the share is
    /// reached.
    /// - Throws: `StorageError.query` for a source that has nothing, or cannot give its share of the total in its epochs.
    init(_ parts: [Part], _ file: MixFile) throws(StorageError) {
        measure = file.measure
        self.parts = parts
        if let empty = parts.first(where: { $0.size == 0 }) {
            throw .query(detail: "source '\(empty.name)' has no \(measure.rawValue)")
        }
        let most = parts.map { Double($0.size) * Double($0.epochs) / $0.weight }.min() ?? 0
        let total = file.total.map(Double.init) ?? most
        for index in parts.indices {
            let part = parts[index]
            let goal = Int((total * part.weight).rounded())
            guard goal <= part.size * part.epochs else {
                throw .query(
                    detail: "source '\(part.name)' has \(part.size) \(measure.rawValue), \(goal) are its share: "
                        + "more than \(part.epochs) epochs; lower total or weight, or raise epochs")
            }
            self.parts[index].times = MixPlan.times(part, goal: goal, seed: file.seed &+ UInt64(index))
        }
    }

    private static func times(_ part: Part, goal: Int, seed: UInt64) -> [Int] {
        guard part.size > 0 else { return part.sizes.map { _ in 0 } }
        let passes = goal / part.size
        var times = part.sizes.map { _ in passes }
        var rest = goal - passes * part.size
        var numbers = Array(part.sizes.indices)
        var random = SplitMix64(seed: seed)
        for place in numbers.indices.reversed().dropLast() {
            numbers.swapAt(place, Int(random.next().multipliedFullWidth(by: UInt64(place + 1)).high))
        }
        for number in numbers where rest > 0 && part.sizes[number] > 0 && times[number] < part.epochs {
            times[number] += 1
            rest -= part.sizes[number]
        }
        return times
    }

    /// The table that a paper prints, Markdown.
    var table: String {
        let whole = max(1, parts.reduce(0) { $0 + $1.taken })
        let unit = measure == .documents ? "" : " \(measure.rawValue) |"
        var text = "| source | weight | documents | words |\(measure == .tokens ? unit : "") share | epochs |\n"
        text += "|---|---|---|---|---|---|\(measure == .tokens ? "---|" : "")\n"
        for part in parts {
            let epochs = part.size == 0 ? 0 : Double(part.taken) / Double(part.size)
            text += "| \(part.name) | \(Self.short(part.weight)) | \(part.documents) | \(part.takenWords) |"
            if measure == .tokens { text += " \(part.taken) |" }
            text += " \(Self.short(100 * Double(part.taken) / Double(whole))) % | \(Self.short(epochs)) |\n"
        }
        return text
    }

    /// Two digits after the point.
    private static func short(_ value: Double) -> String {
        let hundredths = Int((value * 100).rounded())
        let rest = hundredths % 100
        return "\(hundredths / 100).\(rest < 10 ? "0" : "")\(rest)"
    }
}
