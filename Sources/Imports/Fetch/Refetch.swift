package import Configuration
import CorpusFiles
import Documents
import Exports
import Facts
import JSON
import Platform
import Runs

/// `quarry refetch`: how much of a corpus the web still has. A sample of its pictures is asked for again and compared.
package struct Refetch {
    /// What became of a picture.
    enum Fate: String, CaseIterable {
        /// The same bytes.
        case same
        /// Other bytes that look the same.
        case bytes
        /// Another picture.
        case look
        /// Nothing that is a picture.
        case gone
    }

    /// One picture of the sample.
    private struct Shown {
        let url: String
        let signals: ImageSignals
        let domain: String, year: String
    }

    /// Counts of fates under a heading.
    private typealias Tally = [String: [Fate: Int]]

    /// Bits of a perceptual hash by which two pictures that look the same may differ.
    private static let nearBits = 4

    /// The report, for people and for programs.
    package typealias Report = (text: String, json: String)

    /// Asks for `count` pictures of the corpus in `folder`; what is fetched goes when it was compared.
    /// - Throws: `PipelineError`.
    package static func run(
        _ folder: String, count: Int, seed: UInt64, _ options: FetchOptions
    ) throws(PipelineError) -> Report {
        do {
            let shown = try sample(Corpus(folder: folder), count, seed)
            guard !shown.isEmpty else {
                throw PipelineError.problems([
                    "no picture of '\(folder)' has an address and was measured: there is nothing to compare "
                        + "(quarry fetch --corpus brings and measures pictures)"
                ])
            }
            let scratch = try Files.makeTemporaryFolder("quarry-refetch", in: nil)
            defer { try? Files.remove(scratch) }
            var urls: [String] = []
            var seen: Set<String> = []
            for picture in shown where seen.insert(picture.url).inserted { urls.append(picture.url) }
            let images = try FetchedImages(urls, into: scratch + "/fetch", options)
            return report(
                shown.map { picture in
                    let outcome = images.outcomes[picture.url]
                    return (picture, fate(picture, outcome?.signals), outcome?.status ?? "")
                })
        } catch { throw PipelineError(exchange: error) }
    }

    /// A sample of the occurrences of measured images, each with the same chance (Vitter's algorithm R).
    private static func sample(_ corpus: Corpus, _ count: Int, _ seed: UInt64) throws -> [Shown] {
        var random = SplitMix64(seed: seed)
        var kept: [Shown] = []
        var number: UInt64 = 0
        for shard in corpus.manifest.files(.shard) {
            try FramedReader(path: corpus.folder + "/" + shard.path).lines { line in
                if Interrupts.isRaised { throw PipelineError.interrupted }
                let document = try DocumentCoder.read(JSONValue(parsing: Array(line)))
                for image in document.images {
                    guard let signals = image.signals, !image.url.isEmpty else { continue }
                    number += 1
                    let place =
                        kept.count < count ? kept.count : Int(random.next().multipliedFullWidth(by: number).high)
                    guard place < count else { continue }
                    let year = document.captured.isEmpty ? "unknown" : String(document.captured.prefix(4))
                    let picture = Shown(url: image.url, signals: signals, domain: URLHost.of(image.url), year: year)
                    if place == kept.count { kept.append(picture) } else { kept[place] = picture }
                }
            }
        }
        return kept
    }

    private static func fate(_ shown: Shown, _ now: ImageSignals?) -> Fate {
        guard let now else { return .gone }
        if now.sha256 == shown.signals.sha256 { return .same }
        guard let old = UInt64(shown.signals.phash, radix: 16), let new = UInt64(now.phash, radix: 16) else {
            return .look
        }
        return (old ^ new).nonzeroBitCount <= nearBits ? .bytes : .look
    }

    private static func report(_ fates: [(Shown, Fate, status: String)]) -> Report {
        var all: Tally = [:]
        var domains: Tally = [:]
        var years: Tally = [:]
        var reasons: Tally = [:]
        for (shown, fate, status) in fates {
            if fate == .gone { reasons[status, default: [:]][fate, default: 0] += 1 }
            all["all", default: [:]][fate, default: 0] += 1
            domains[shown.domain, default: [:]][fate, default: 0] += 1
            years[shown.year, default: [:]][fate, default: 0] += 1
        }
        let groups = [("all", all), ("reason", reasons), ("year", years), ("domain", domains)]
        return (text(groups), json(groups))
    }

    /// A line for each heading, the thirty largest of a group.
    private static func text(_ groups: [(name: String, tally: Tally)]) -> String {
        var lines = ["pictures  same  other bytes  other look  gone"]
        for (name, tally) in groups {
            for (key, counts) in sorted(tally).prefix(30) {
                let sum = counts.values.reduce(0, +)
                let columns = Fate.allCases.map { "\(counts[$0] ?? 0)" }.joined(separator: "  ")
                lines.append("\(sum)  \(columns)  " + (name == "all" ? "all" : "\(name) \(key)"))
            }
        }
        return lines.joined(separator: "\n")
    }

    private static func json(_ groups: [(name: String, tally: Tally)]) -> String {
        var json = JSONWriter()
        json.object { json in
            for (name, tally) in groups {
                json.key(name)
                json.array { json in
                    for (key, counts) in sorted(tally) {
                        json.object { json in
                            json.member("name", key)
                            for fate in Fate.allCases {
                                json.key(fate.rawValue)
                                json.value(counts[fate] ?? 0)
                            }
                        }
                    }
                }
            }
        }
        return json.text
    }

    private static func sorted(_ tally: Tally) -> [(key: String, value: [Fate: Int])] {
        tally.sorted { left, right in
            let (a, b) = (left.value.values.reduce(0, +), right.value.values.reduce(0, +))
            return a == b ? left.key < right.key : a > b
        }
    }
}
