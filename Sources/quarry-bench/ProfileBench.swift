import ArgumentParser
import Curation
import Documents
import Facts
import JSON
import Platform

/// How fast texts are measured and judged: MB/s of UTF-8, one core.
struct ProfileBench: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "profile",
        abstract: "Text metrics and text rules over documents (JSON Lines with `texts`, or goldens).")

    @Argument(help: "Files: `*.extracted.json` of the goldens, or any JSON with a `texts` list.")
    var files: [String]

    @Option(help: "Passes over the input; the fastest counts.")
    var passes = 7

    @Option(help: "A common-words file (JSON word → count, or one word a line).")
    var commonWords: String?

    @Option(help: "The lists: obelics or quarry, whose words of scripts without blanks are those of a dictionary.")
    var lists = "obelics"

    @Option(help: "The language of the texts (ISO 639-1).")
    var language = ""

    @OptionGroup var checks: CheckOptions

    func run() throws {
        var thresholds = try Thresholds("profile", checks)
        let documents = try files.map { Self.texts(try JSONValue(parsing: try Files.read($0))) }.filter { !$0.isEmpty }
        let bytes = documents.reduce(0) { $0 + $1.reduce(0) { $0 + $1.utf8.count } }
        var lists = self.lists == "quarry" ? WordLists.quarry : .obelics
        if let commonWords { lists = try lists.adding(commonWordsFile: commonWords) }
        var profiler = TextProfiler(lists: lists, options: self.lists == "quarry" ? .quarry : .obelics)
        let rules = try TextRuleSet(scope: .paragraph, rules: Self.rules, lists: lists)
        print(
            "\(documents.count) documents, \(documents.reduce(0) { $0 + $1.count }) paragraphs, \(bytes) bytes of text")
        var words = 0
        let metrics = measure("paragraphs, metrics", bytes) {
            for document in documents {
                for text in document { words &+= profiler.profile(text, language: language).words }
            }
        }
        let judged = measure("paragraphs, metrics and rules", bytes) {
            for document in documents {
                for text in document {
                    words &+= rules.judge(profiler.profile(text, language: language)).isKept ? 1 : 0
                }
            }
        }
        let wholes = documents.map { Self.document($0) }
        measure("documents, metrics", bytes) {
            for document in wholes { words &+= profiler.profile(document: document).words }
        }
        if words == 0 { print("no words") }
        thresholds.note("metrics and rules / metrics, time", judged / metrics)
        try thresholds.finish()
    }

    @discardableResult
    private func measure(_ label: String, _ bytes: Int, _ body: () -> Void) -> Double {
        var best = Duration.seconds(1 << 30)
        for _ in 0..<max(1, passes) { best = min(best, ContinuousClock().measure(body)) }
        let seconds = Double(best.components.seconds) + Double(best.components.attoseconds) / 1e18
        let rate = Int(Double(bytes) / seconds / 1e6)
        print("\(label): \(rate) MB/s, \(Int(seconds * 1e9 / Double(max(1, bytes)) * 100)) ns per 100 bytes")
        return seconds
    }

    private static func texts(_ json: JSONValue) -> [String] {
        (json["texts"]?.array ?? []).compactMap(\.string).flatMap { $0.split(onBlankLines: ()) }.filter { !$0.isEmpty }
    }

    private static func document(_ texts: [String]) -> Document {
        let paragraphs = texts.enumerated().map { Paragraph(ordinal: $0.offset, text: $0.element) }
        return Document(url: "", nodes: [.text(TextNode(paragraphs: paragraphs))])
    }

    /// The published cutoffs of a paragraph that need no list of common words.
    private static let rules: [NamedRule] = [
        ("words", ["min": .integer(4), "max": .integer(1000)]), ("character-repetition", ["max": .number(0.1)]),
        ("word-repetition", ["max": .number(0.1)]), ("special-characters", ["max": .number(0.3)]),
        ("flagged-words", ["max": .number(0.01)]), ("stop-words", ["min": .number(0.3)]),
        ("punctuation", ["min": .number(0.001)]),
    ]
}
