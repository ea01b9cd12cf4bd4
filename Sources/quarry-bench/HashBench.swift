import ArgumentParser
import Imaging
import Platform

/// Near-duplicate search over the hashes of a whole corpus: the one unit of `deduplicate images` that is not cut.
struct HashBench: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hashes", abstract: "Finds what is near among millions of perceptual hashes: time and memory.")

    @Option(help: "How many hashes; half of them are earlier ones with up to ten bits changed.")
    var count: [Int] = [1_000_000, 5_000_000]
    @Option(help: "Bits in which two may differ.") var distance = 4
    @Option(help: "Of the random numbers.") var seed: UInt64 = 11
    @OptionGroup var checks: CheckOptions

    func run() throws {
        var thresholds = try Thresholds("hashes", checks)
        for count in count {
            let hashes = families(count)
            var kept = 0
            let measure = try Measure.own {
                let index = HammingIndex(hashes)
                for (item, representative) in index.representatives(within: distance).enumerated()
                where item == representative { kept += 1 }
                return (count, 0)
            }
            print(
                "\(count) hashes within \(distance) bits: \(kept) stay, CPU \(measure.cpu) s, wall \(measure.wall) s, "
                    + "\(Int(measure.perSecond)) a CPU second, peak RSS \(measure.peak >> 10) MB")
            thresholds.note("peak memory / 8 bytes a hash", Double(measure.peak) * 1024 / Double(8 * count))
        }
        try thresholds.finish()
    }

    private func families(_ count: Int) -> [UInt64] {
        var numbers = SplitMix64(seed: seed)
        var list: [UInt64] = []
        list.reserveCapacity(count)
        for _ in 0..<count {
            guard !list.isEmpty, Bool.random(using: &numbers) else {
                list.append(numbers.next())
                continue
            }
            var hash = list[Int.random(in: 0..<list.count, using: &numbers)]
            for _ in 0..<Int.random(in: 0...10, using: &numbers) {
                hash ^= 1 << UInt64.random(in: 0..<64, using: &numbers)
            }
            list.append(hash)
        }
        return list
    }
}
