import Configuration
import JSON
import Platform

/// What is mixed: a YAML file.
///
/// ```yaml
/// name: my mixture
/// seed: 1
/// unit: tokens            # or words, documents: what weights and total count
/// total: 2000000          # left out: as much as the scarcest source allows
/// sources:
///   - {name: web, corpus: corpus, weight: 0.7}
///   - {name: captions, pairs: [pairs-00000.tar], weight: 0.2, epochs: 2}
///   - {name: text, texts: [text.jsonl.gz], weight: 0.1}
/// ```
struct MixFile {
    /// What weights are shares of.
    enum Measure: String, CaseIterable {
        case documents, words, tokens
    }

    /// Where documents come from.
    struct Source {
        /// Its name in tables.
        let name: String
        /// A corpus, or files to import first.
        let origin: Origin
        /// Its share, more than 0; shares are divided by their sum.
        var weight: Double
        /// How often a document may occur, at least 1.
        let epochs: Int

        enum Origin {
            case corpus(String)
            case files([String], ImportFormat)
        }
    }

    let name: String
    let seed: UInt64
    let measure: Measure
    let total: Int?
    var sources: [Source]

    /// Reads a file; paths in it start at its folder.
    /// - Throws: `PipelineError.problems` with everything that is wrong.
    init(path: String) throws(PipelineError) {
        let text: String
        do { text = try Files.readText(path) } catch { throw .problems(["\(error)"]) }
        let json = try YAMLText.read(text, file: path)
        let folder = path.lastIndex(of: "/").map { String(path[..<$0]) + "/" } ?? ""
        var problems: [String] = []
        MixFile.checkKeys(json, ["name", "seed", "unit", "total", "sources"], "the mixture", &problems)
        name = json["name"]?.string ?? "mixture"
        seed = UInt64(MixFile.whole(json, "seed", 0...Int.max, or: 0, &problems))
        measure = Measure(rawValue: json["unit"]?.string ?? "words") ?? .words
        if let unit = json["unit"], unit.string.flatMap(Measure.init(rawValue:)) == nil {
            problems.append("unit is tokens, words or documents, not '\(unit.string ?? "another value")'")
        }
        let most = MixFile.mostTotal
        total = json["total"] == nil ? nil : MixFile.whole(json, "total", 1...most, or: 1, &problems)
        var sources: [Source] = []
        for source in json["sources"]?.array ?? [] {
            if let source = MixFile.source(source, folder, &problems) { sources.append(source) }
        }
        if sources.isEmpty && problems.isEmpty { problems.append("it has no sources") }
        if Set(sources.map(\.name)).count < sources.count { problems.append("two sources have one name") }
        self.sources = sources
        guard problems.isEmpty else { throw .problems(problems.map { "\(path): \($0)" }) }
        let sum = sources.reduce(0) { $0 + $1.weight }
        for index in sources.indices { self.sources[index].weight /= sum }
    }

    /// What is counted in more than that is a slip.
    private static let mostTotal = 1 << 50

    private static func whole(
        _ json: JSONValue, _ key: String, _ range: ClosedRange<Int>, or usual: Int, _ problems: inout [String]
    ) -> Int {
        guard let value = json[key] else { return usual }
        guard let number = value.integer, range.contains(number) else {
            problems.append("\(key) is a whole number from \(range.lowerBound) to \(range.upperBound)")
            return usual
        }
        return number
    }

    private static func checkKeys(_ json: JSONValue, _ known: [String], _ what: String, _ problems: inout [String]) {
        for member in json.members ?? [] where !known.contains(member.key) {
            let nearest = Nearest.name(member.key, among: known).map { "; did you mean '\($0)'?" } ?? ""
            problems.append("\(what) has no key '\(member.key)'\(nearest) (there are \(known.joined(separator: ", ")))")
        }
    }

    private static func source(_ json: JSONValue, _ folder: String, _ problems: inout [String]) -> Source? {
        guard let name = json["name"]?.string else {
            problems.append("a source without a name")
            return nil
        }
        checkKeys(json, ["name", "corpus", "pairs", "texts", "weight", "epochs"], "source '\(name)'", &problems)
        let weight = json["weight"]?.number ?? 0
        let epochs = json["epochs"] == nil ? 1 : json["epochs"]?.integer ?? 0
        if !(1e-6...1e6).contains(weight) {
            problems.append("source '\(name)' needs a weight above 0 (a millionth to a million)")
        }
        if !(1...1000).contains(epochs) { problems.append("source '\(name)': epochs are 1 to 1000") }
        if ["corpus", "pairs", "texts"].count(where: { json[$0] != nil }) > 1 {
            problems.append("source '\(name)' is one of corpus, pairs and texts")
        }
        func place(_ path: String) -> String { path.hasPrefix("/") ? path : folder + path }
        func files(_ key: String) -> [String] { (json[key]?.array ?? []).compactMap(\.string).map(place) }
        let origin: Source.Origin
        if let corpus = json["corpus"]?.string {
            origin = .corpus(place(corpus))
        } else if !files("pairs").isEmpty {
            origin = .files(
                files("pairs"), files("pairs").allSatisfy { $0.hasSuffix(".parquet") } ? .pairs : .webdataset)
        } else if !files("texts").isEmpty {
            origin = .files(files("texts"), .segments)
        } else {
            problems.append("source '\(name)' has neither corpus nor a list of pairs or texts")
            return nil
        }
        return Source(name: name, origin: origin, weight: weight, epochs: epochs)
    }
}
