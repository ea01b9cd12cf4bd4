package import CorpusFiles
import Documents
import Facts
import JSON
package import Platform

/// `quarry compare`: two corpora side by side.
package struct CompareInspection: Sendable {
    /// A document that only one corpus has, with why the other has not, when its logs say it.
    package struct Lone: Sendable {
        /// The document, in the corpus that has it.
        package let row: DocumentRow
        /// What the other corpus dropped it for, `""` when it never saw it or kept no logs.
        package let reason: String
        /// The numbers.
        package let detail: String
    }

    /// Names of the corpora.
    private let names: (String, String)
    private let ledgers: (Ledger, Ledger)
    private let statistics: (CorpusStatistics, CorpusStatistics)
    /// Documents of both, by id; those whose record differs.
    package let shared: Int
    package let changed: [String]
    /// Numbers of documents that only one has, and all of those of A or B that were asked for.
    package let onlyInA: Int, onlyInB: Int
    package let lone: [Lone]

    /// Which documents are listed.
    package enum Listing: Sendable {
        /// Those that only the first has, or only the second, or none.
        case onlyInA, onlyInB, none
    }

    /// Compares two corpora. Documents are the same when their id is: the same capture of the same page.
    /// - Throws: `InspectionError.storage`.
    package init(_ one: Corpus, _ two: Corpus, listing: Listing = .none) throws(InspectionError) {
        names = (CompareInspection.name(one), CompareInspection.name(two))
        ledgers = (one.manifest.ledger, two.manifest.ledger)
        (statistics, shared, changed, onlyInA, onlyInB, lone) = try reading {
            let statistics = (try one.index.statistics(), try two.index.statistics())
            let (left, right) = (try one.index.ids(), try two.index.ids())
            let places = Dictionary(uniqueKeysWithValues: right.enumerated().map { ($1, $0) })
            var changed: [String] = []
            var shared = 0
            for (number, id) in left.enumerated() {
                guard let other = places[id] else { continue }
                shared += 1
                if try CompareInspection.differ(number, in: one, other, in: two) { changed.append(id) }
            }
            let lone: [Lone]
            switch listing {
            case .none: lone = []
            case .onlyInA:
                lone = try CompareInspection.lone(
                    left.enumerated().filter { places[$1] == nil }.map(\.offset), of: one, not: two)
            case .onlyInB:
                let here = Set(left)
                lone = try CompareInspection.lone(
                    right.enumerated().filter { !here.contains($1) }.map(\.offset), of: two, not: one)
            }
            return (statistics, shared, changed, left.count - shared, right.count - shared, lone)
        }
    }

    private static func name(_ corpus: Corpus) -> String { corpus.folder }

    /// The records' bytes say it, apart from where the archive lies.
    private static func differ(_ one: Int, in left: Corpus, _ two: Int, in right: Corpus) throws -> Bool {
        guard let old = try left.index.document(number: one), let new = try right.index.document(number: two) else {
            return false
        }
        if old.length != new.length || old.words != new.words || old.images != new.images { return true }
        return try left.document(of: old).nodes != right.document(of: new).nodes
    }

    private static func lone(_ numbers: [Int], of corpus: Corpus, not other: Corpus) throws -> [Lone] {
        let rows = try corpus.index.documents(numbers: numbers)
        let wanted = Set(rows.map(\.id)), urls = Set(rows.map(\.url))
        var reasons: [String: Drop] = [:]
        try other.forEachDrop { drop in
            guard drop.reason.unit == .document, drop.reason.kind != .cascade else { return }
            if wanted.contains(drop.document) { reasons[drop.document] = drop }
            if urls.contains(drop.url), reasons[drop.url] == nil { reasons[drop.url] = drop }
        }
        return rows.map { row in
            let drop = reasons[row.id] ?? reasons[row.url]
            return Lone(row: row, reason: drop?.reason.rawValue ?? "", detail: drop?.detail ?? "")
        }
    }

    // MARK: Renderers

    /// For `--json`.
    package var json: String {
        var json = JSONWriter()
        json.object { json in
            json.member("shared", shared)
            json.member("changed", changed.count)
            json.member("only_in_a", onlyInA)
            json.member("only_in_b", onlyInB)
            json.key("changed_ids")
            json.array { json in for id in changed.prefix(1000) { json.value(id) } }
            json.key("units")
            json.object { json in
                for unit in Unit.allCases {
                    json.key(unit.rawValue)
                    json.object { json in
                        for (side, ledger) in [("a", ledgers.0), ("b", ledgers.1)] {
                            json.key(side)
                            json.object { json in
                                json.member("born", ledger[unit].born)
                                json.member("written", ledger[unit].written)
                                json.key("dropped")
                                json.object(ledger[unit].sortedByCount.lazy.map { ($0.reason.rawValue, $0.count) })
                            }
                        }
                    }
                }
            }
            json.key("listed")
            json.array { json in
                for lone in lone {
                    json.object { json in
                        lone.row.write(to: &json)
                        json.member("reason", lone.reason)
                        json.member("detail", lone.detail)
                    }
                }
            }
        }
        return json.text
    }

    /// For people.
    package func text(on screen: Screen = Screen()) -> String {
        if !lone.isEmpty { return list }
        var parts = [
            Terminal.table([
                ["", names.0, names.1], row("documents", statistics.0.counts.documents, statistics.1.counts.documents),
                row("images", statistics.0.counts.images, statistics.1.counts.images),
                row("words", statistics.0.counts.words, statistics.1.counts.words),
                row("domains", statistics.0.distinctDomains, statistics.1.distinctDomains),
            ]),
            Terminal.table([
                ["in both", shared.grouped], ["  changed", changed.count.grouped], ["only in A", onlyInA.grouped],
                ["only in B", onlyInB.grouped],
            ]),
        ]
        parts += Unit.allCases.map(funnel).filter { !$0.isEmpty }
        parts.append(distributions)
        if let id = changed.first {
            parts.append(screen.soft("what changed in one: quarry show \(names.0) \(id) --diff \(names.1)"))
        }
        return parts.joined(separator: "\n\n")
    }

    private var list: String {
        Terminal.table(
            lone.map { [$0.row.id, $0.reason, $0.detail, Terminal.safe($0.row.url)] }, left: [0, 1, 2, 3])
    }

    private func row(_ name: String, _ one: Int, _ two: Int) -> [String] {
        [name, one.grouped, two.grouped, CompareInspection.change(one, two)]
    }

    private static func change(_ one: Int, _ two: Int) -> String {
        guard one != two else { return "" }
        return (two > one ? "+" : "") + (two - one).grouped
    }

    /// Reasons that differ, those that differ most first.
    private func funnel(_ unit: Unit) -> String {
        let (one, two) = (ledgers.0[unit], ledgers.1[unit])
        let reasons = Set(one.dropped.keys).union(two.dropped.keys)
        let differing = reasons.map { (reason: $0, one: one.dropped[$0] ?? 0, two: two.dropped[$0] ?? 0) }
            .filter { $0.one != $0.two }
            .sorted { (abs($1.two - $1.one), $0.reason.rawValue) < (abs($0.two - $0.one), $1.reason.rawValue) }
        guard one.born != two.born || one.written != two.written || !differing.isEmpty else { return "" }
        return Terminal.table(
            [row("\(unit.rawValue)s", one.born, two.born)]
                + differing.map { row("  \($0.reason.rawValue)", $0.one, $0.two) }
                + [row("  written", one.written, two.written)])
    }

    private var distributions: String {
        let pairs = zip(statistics.0.distributions, statistics.1.distributions)
        let percents = [10, 50, 90]
        let head = [""] + percents.map { $0 == 50 ? "median" : "\($0) %" }
        return Terminal.table(
            [head]
                + pairs.map { one, two in
                    [one.title]
                        + percents.map { percent in
                            let (old, new) = (one.quantile(percent), two.quantile(percent))
                            return old == new ? old.grouped : "\(old.grouped) → \(new.grouped)"
                        }
                })
    }
}

/// `quarry show A ID --diff B`: one document in two corpora, or two documents of one.
package struct DocumentDiff: Sendable {
    private let title: String
    private let diff: WordDiff
    private let images: (removed: [String], added: [String])

    /// Compares a document with itself in another corpus: by id, else by URL.
    /// - Throws: `InspectionError.unanswerable` when either has it not.
    package init(_ query: String, in one: Corpus, and two: Corpus) throws(InspectionError) {
        let found = try DocumentInspection.find(query, in: one)
        guard case .present(_, let old, _) = found.finding else {
            throw .unanswerable("'\(query)' is not in \(one.folder), so there is nothing to compare")
        }
        let other = try? DocumentInspection.find(old.id, in: two)
        let match: DocumentInspection
        if let other, case .present = other.finding {
            match = other
        } else {
            match = try DocumentInspection.find(old.url, in: two)
        }
        guard case .present(_, let new, _) = match.finding else {
            throw .unanswerable("\(two.folder) dropped it: quarry why \(two.folder) \(old.id)")
        }
        self.init(old, new)
    }

    /// Compares two documents of a corpus: near-duplicates that are marked, or that stay with other images.
    /// - Throws: `InspectionError.unanswerable` when one is not there.
    package init(_ query: String, and other: String, in corpus: Corpus) throws(InspectionError) {
        func document(_ query: String) throws(InspectionError) -> Document {
            let found = try DocumentInspection.find(query, in: corpus)
            guard case .present(_, let document, _) = found.finding else {
                throw .unanswerable(
                    "\(corpus.folder) dropped '\(query)' and has no more than the beginning of its text: "
                        + "quarry show \(corpus.folder) \(query)")
            }
            return document
        }
        self.init(try document(query), try document(other))
    }

    private init(_ old: Document, _ new: Document) {
        title = old.title
        diff = WordDiff(old.text, new.text)
        let (before, after) = (old.images.map(\.url), new.images.map(\.url))
        images = (before.filter { !after.contains($0) }, after.filter { !before.contains($0) })
    }

    /// For `--json`: `{"same": …, "pieces": [{"kind", "text"}], "images_removed", "images_added"}`.
    package var json: String {
        var json = JSONWriter()
        json.object { json in
            json.member("same", diff.isEmpty && images.removed.isEmpty && images.added.isEmpty)
            json.key("pieces")
            json.array { json in
                for piece in diff.pieces {
                    json.object { json in
                        switch piece {
                        case .same(let text):
                            json.member("kind", "same")
                            json.member("text", text)
                        case .removed(let text):
                            json.member("kind", "removed")
                            json.member("text", text)
                        case .added(let text):
                            json.member("kind", "added")
                            json.member("text", text)
                        }
                    }
                }
            }
            json.key("images_removed")
            json.array { json in for url in images.removed { json.value(url) } }
            json.key("images_added")
            json.array { json in for url in images.added { json.value(url) } }
        }
        return json.text
    }

    /// For people: the text with what changed marked, long stretches that are the same folded.
    package func text(on screen: Screen = Screen()) -> String {
        var out = screen.strong(Terminal.safe(title)) + "\n\n"
        if diff.isEmpty {
            out += "the texts are the same\n"
        } else {
            for piece in diff.pieces {
                switch piece {
                case .same(let text): out += DocumentDiff.folded(Terminal.safe(text))
                case .removed(let text): out += screen.removed(Terminal.safe(text))
                case .added(let text): out += screen.added(Terminal.safe(text))
                }
            }
            out += "\n"
        }
        for url in images.removed { out += "\n" + screen.removed("▣ " + Terminal.safe(url)) }
        for url in images.added { out += "\n" + screen.added("▣ " + Terminal.safe(url)) }
        return out
    }

    private static func folded(_ text: String) -> String {
        guard text.count > 600 else { return text }
        return text.prefix(250) + "\n  […]\n" + text.suffix(250)
    }
}
