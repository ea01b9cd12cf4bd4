package import Configuration
import CorpusFiles
import Curation
import Documents
package import Facts
import JSON
package import Platform

/// `quarry diff-pipeline`: what a change of thresholds keeps and drops, from what a run measured already.
///
/// Documents that the run kept are judged again by both pipelines. Of what it dropped, the drop logs have the number that
/// decided: it is put to the same rule of the other pipeline. So what comes back is told as far as this one rule goes;
/// rules that would have come later were never asked.
package struct PipelineComparison: Sendable {
    /// What one rule does differently.
    package struct Row: Sendable, Equatable {
        /// The reason it drops for.
        package let reason: Reason
        /// What B drops and A keeps; what A dropped and B would keep.
        package var leaves = 0, returns = 0
        /// Some of each, a line each.
        package var examples: [String] = []
    }

    /// Keys that differ, with both values.
    package let changes: [(path: String, a: String, b: String)]
    /// Those among them that only a new run can tell: extraction, fetching, duplicates.
    package let unknowable: [String]
    /// By rule, those that change most first.
    package let rows: [Row]
    /// Documents that were judged again, and how many of them each pipeline keeps.
    package let documents: Int, keptByA: Int, keptByB: Int

    private static let examples = 3
    /// Keys whose change shows in numbers that are on disk.
    private static let judged = ["paragraphs.", "documents.", "images."]

    /// Compares two pipelines on the corpus of a run.
    /// - Throws: `PipelineError` when a pipeline cannot be read; `.problems` when there is no corpus.
    package init(_ a: Pipeline, _ b: Pipeline, corpus folder: String) throws(PipelineError) {
        changes = PipelineComparison.changes(a, b)
        unknowable = changes.map(\.path).filter { path in !Self.judged.contains { path.hasPrefix($0) } }
            .filter { $0 != "name" && $0 != "summary" }
        do {
            let corpus = try Corpus(folder: folder)
            var tally = Tally(try Judging(a.config), try Judging(b.config))
            try corpus.index.forEachDocument { row in
                var document = try corpus.document(of: row)
                // What the run measured: which paragraphs are code or lists, and so were not measured, no record says.
                (document.profile, document.isMeasured) = (row.profile, true)
                tally.add(document)
            }
            try corpus.forEachDrop { tally.add($0) }
            rows = tally.rows.values.sorted {
                ($1.leaves + $1.returns, $0.reason.rawValue) < ($0.leaves + $0.returns, $1.reason.rawValue)
            }
            (documents, keptByA, keptByB) = (tally.documents, tally.keptByA, tally.keptByB)
        } catch let error as PipelineError {
            throw error
        } catch { throw .problems(["\(error)"]) }
    }

    private static func changes(_ a: Pipeline, _ b: Pipeline) -> [(path: String, a: String, b: String)] {
        let other = Dictionary(b.entries.map { ($0.path, $0.value) }, uniquingKeysWith: { $1 })
        let own = Dictionary(a.entries.map { ($0.path, $0.value) }, uniquingKeysWith: { $1 })
        return Set(other.keys).union(own.keys).sorted().compactMap { path in
            let (one, two) = (own[path] ?? "(none)", other[path] ?? "(none)")
            return one == two || path == "name" || path == "summary" ? nil : (path, one, two)
        }
    }

    /// The rules of one pipeline.
    private struct Judging {
        var judge: Judge
        let paragraphs: TextRuleSet, documents: TextRuleSet, images: ImageRuleSet

        init(_ config: PipelineConfig) throws {
            judge = try Judge(config)
            let lists = try config.text.wordLists()
            paragraphs = try config.rules.paragraphs(lists)
            documents = try config.rules.documents(lists)
            images = try config.rules.images()
        }

        /// Why a document leaves after its images were judged, nil when it stays; and what its images leave for.
        mutating func verdict(_ document: Document) -> (own: Verdict, images: [(Reason, String)]) {
            var document = document
            var lost: [(Reason, String)] = []
            document.sift { node in
                guard case .image(let image) = node, case .drop(let reason, let detail) = images.judge(image) else {
                    return node
                }
                lost.append((reason, "\(image.url) (\(detail))"))
                return nil
            }
            return (judge.judge(&document), lost)
        }
    }

    /// Counts what differs.
    private struct Tally {
        private var a: Judging, b: Judging
        private(set) var rows: [Reason: Row] = [:]
        private(set) var documents = 0, keptByA = 0, keptByB = 0

        init(_ a: Judging, _ b: Judging) { (self.a, self.b) = (a, b) }

        mutating func add(_ document: Document) {
            documents += 1
            let (one, two) = (a.verdict(document), b.verdict(document))
            if one.own.isKept { keptByA += 1 }
            if two.own.isKept { keptByB += 1 }
            if one.own.isKept, case .drop(let reason, let detail) = two.own {
                note(reason, leaves: true, "\(document.url) (\(detail))")
            }
            let before = Set(one.images.map(\.1))
            for (reason, text) in two.images where !before.contains(text) { note(reason, leaves: true, text) }
        }

        /// A drop that the other pipeline's rule would not have made.
        mutating func add(_ drop: Drop) {
            guard let value = PipelineComparison.value(drop.detail), drop.reason.kind == .policy else { return }
            let isKept: (Judging) -> Bool?
            switch drop.reason.unit {
            case .paragraph: isKept = { Tally.keeps($0.paragraphs, value, drop.reason) }
            case .document: isKept = { Tally.keeps($0.documents, value, drop.reason) }
            case .image: isKept = { Tally.keeps($0.images, value, drop.reason) }
            case .record: return
            }
            // A says the same as the log, or the rule is another one.
            guard isKept(a) == false, isKept(b) == true else { return }
            let text = drop.text.isEmpty ? drop.url : drop.text
            note(drop.reason, leaves: false, "\(text.prefix(100)) (\(drop.detail))")
        }

        /// Every measurement set to the one that decided: the rule that drops for the reason is the one that read it.
        private static func keeps(_ rules: TextRuleSet, _ value: Double, _ reason: Reason) -> Bool? {
            var profile = TextProfile()
            profile.words = Int(max(0, min(value, 1e12)))
            profile.characterRepetition = value
            profile.wordRepetition = value
            profile.specialCharacters = value
            profile.stopWords = value
            profile.flaggedWords = value
            profile.punctuation = value
            profile.commonWords = value
            profile.spamWords = value
            return !rules.judgeAll(profile).contains {
                if case .drop(let other, _) = $0 { other == reason } else { false }
            }
        }

        private static func keeps(_ rules: ImageRuleSet, _ value: Double, _ reason: Reason) -> Bool? {
            guard reason == .imageTooSmall || reason == .imageTooLarge, value >= 1, value < 1e9 else { return nil }
            var image = ImageNode(ordinal: 0, url: "https://example.org/a.jpg")
            image.signals = ImageSignals(
                sha256: "", phash: "", width: Int(value), height: Int(value), format: "jpeg")
            guard case .drop(let other, _) = rules.judge(image) else { return true }
            return other != reason
        }

        private mutating func note(_ reason: Reason, leaves: Bool, _ example: String) {
            var row = rows[reason] ?? Row(reason: reason)
            if leaves { row.leaves += 1 } else { row.returns += 1 }
            if row.examples.count < PipelineComparison.examples {
                row.examples.append((leaves ? "− " : "+ ") + example)
            }
            rows[reason] = row
        }
    }

    /// The number that decided: of `0.31 > 0.1` the first, of `width 20 < 150` the first.
    static func value(_ detail: String) -> Double? {
        let words = detail.split(separator: " ")
        guard let sign = words.firstIndex(where: { $0 == "<" || $0 == ">" }), sign > 0 else { return nil }
        return Double(words[sign - 1])
    }

    // MARK: Renderers

    /// For `--json`.
    package var json: String {
        var json = JSONWriter()
        json.object { json in
            json.member("documents", documents)
            json.member("kept_by_a", keptByA)
            json.member("kept_by_b", keptByB)
            json.key("changes")
            json.array { json in
                for change in changes {
                    json.object { json in
                        json.member("key", change.path)
                        json.member("a", change.a)
                        json.member("b", change.b)
                    }
                }
            }
            json.key("need_a_run")
            json.array { json in for path in unknowable { json.value(path) } }
            json.key("rules")
            json.array { json in
                for row in rows {
                    json.object { json in
                        json.member("reason", row.reason.rawValue)
                        json.member("leaves", row.leaves)
                        json.member("returns", row.returns)
                        json.key("examples")
                        json.array { json in for example in row.examples { json.value(example) } }
                    }
                }
            }
        }
        return json.text
    }

    /// For people.
    package func text(on screen: Screen = Screen()) -> String {
        guard !changes.isEmpty else { return "the pipelines are the same" }
        var parts = [Terminal.table([["", "A", "B"]] + changes.map { [$0.path, $0.a, $0.b] }, left: [0, 1, 2])]
        if !unknowable.isEmpty {
            parts.append(
                "Only a new run can tell what these do: " + unknowable.joined(separator: ", "))
        }
        parts.append(
            "Of \(documents.grouped) documents A keeps \(keptByA.grouped), B \(keptByB.grouped).")
        if rows.isEmpty { parts.append("No rule decides otherwise on what this run measured.") }
        for row in rows {
            var lines = ["\(row.reason.rawValue)  B drops \(row.leaves.grouped) more, lets \(row.returns.grouped) pass"]
            lines += row.examples.map {
                screen.grey("  " + Terminal.clipped(Terminal.safe($0).replacing("\n", with: " "), to: screen.width - 2))
            }
            parts.append(lines.joined(separator: "\n"))
        }
        return parts.joined(separator: "\n\n")
    }
}
