import CorpusFiles
import Documents
import Facts
import Platform

/// The drop logs of a corpus in the order in which its phases ran.
struct OrderedLogs {
    let corpus: Corpus
    private let phases: [String]

    /// - Parameter phases: the first one first; the logs of others (`select`) stand behind theirs.
    init(_ corpus: Corpus, _ phases: [String]) {
        self.corpus = corpus
        self.phases = phases
    }

    /// The drops whose lines have one of some texts in them.
    func drops(mentioning texts: [String]) throws(StorageError) -> [LoggedDrop] {
        let found = try corpus.drops(mentioning: texts)
        let ranks = found.map { phases.firstIndex(of: $0.phase) ?? phases.count }
        return found.indices.sorted { (ranks[$0], $0) < (ranks[$1], $1) }.map { found[$0] }
    }
}

/// What became of a page.
struct DocumentHistory {
    let query: String
    let isURL: Bool
    let rows: [DocumentRow]
    let drops: [LoggedDrop]

    /// The sentence and the steps; nil when no page answers to the query.
    func history(_ logs: OrderedLogs) throws -> (String, [WhyInspection.Step])? {
        let own = drops.filter { isAbout($0.drop) }
        guard !rows.isEmpty || !own.isEmpty else { return nil }
        // A page that is out is asked for by its URL: its paragraphs and images are logged under its id.
        let ids = Set(own.map(\.drop.document).filter { !$0.isEmpty } + rows.map(\.id))
        let all =
            isURL && !ids.isEmpty ? try logs.drops(mentioning: ids.sorted() + PageAddress(query).spellings) : drops
        let mine = all.filter { ids.contains($0.drop.document) || isAbout($0.drop) }
        var steps = steps(of: mine)
        for row in rows { steps.append(try stay(of: row, logs.corpus)) }
        return (verdict(own), steps)
    }

    /// Whether a drop is the page's or the record's own.
    private func isAbout(_ drop: Drop) -> Bool {
        let unit = drop.reason.unit
        if isURL { return PageAddress(query).names(drop.url) && (unit == .document || unit == .record) }
        return !drop.document.isEmpty && drop.document.hasPrefix(query.lowercased())
    }

    private func verdict(_ own: [LoggedDrop]) -> String {
        if let row = rows.first {
            return "in the corpus: \(row.title.isEmpty ? row.url : row.title), as \(row.id)"
        }
        guard let last = own.last(where: { $0.drop.reason.unit == .document || $0.drop.reason.unit == .record }) else {
            return "not in the corpus"
        }
        let detail = last.drop.detail.isEmpty ? "" : " (\(last.drop.detail))"
        return "not in the corpus: \(last.phase) took it for \(last.drop.reason.rawValue)\(detail)"
    }

    /// The drops by phase; what left with its document only in numbers.
    private func steps(of drops: [LoggedDrop]) -> [WhyInspection.Step] {
        var order: [String] = []
        for logged in drops where order.last != logged.phase { order.append(logged.phase) }
        return order.map { phase in
            let mine = drops.filter { $0.phase == phase }.map(\.drop)
            var events = mine.filter { !$0.reason.isCascade }.map { WhyInspection.Event($0) }
            let count = mine.count - events.count
            if count > 0 { events.append(.init("note", "document", "\(count) paragraphs and images left with it")) }
            return .init(phase: phase, events: events)
        }
    }

    private func stay(of row: DocumentRow, _ corpus: Corpus) throws -> WhyInspection.Step {
        let document = try corpus.document(of: row)
        let place = document.provenance
        var events: [WhyInspection.Event] = [
            .init(
                "in", "record",
                "\(place.archive), \(place.length.grouped) bytes at \(place.offset.grouped), "
                    + "captured \(Terminal.date(document.captured))"),
            .init("in", "document", WhyInspection.measures(document), url: document.url),
        ]
        for image in document.images {
            let facts = image.signals.map { "\($0.width)×\($0.height) \($0.format), sha256 \($0.sha256)" }
            events.append(.init("in", "image", facts ?? "bytes unknown", url: image.url, ordinal: image.ordinal))
        }
        return .init(phase: "corpus", events: events)
    }
}

extension WhyInspection {
    /// The numbers a document was judged by.
    static func measures(_ document: Document) -> String {
        let profile = document.profile
        func short(_ value: Double) -> String { "\((value * 10_000).rounded() / 10_000)" }
        return [
            document.language.isEmpty ? "language not identified" : "language \(document.language)",
            profile.words.of("word"), document.imageCount.of("image"),
            "character repetition \(short(profile.characterRepetition))",
            "word repetition \(short(profile.wordRepetition))",
            "special characters \(short(profile.specialCharacters))",
            "stop words \(short(profile.stopWords))", "flagged words \(short(profile.flaggedWords))",
            "punctuation \(short(profile.punctuation))",
        ].joined(separator: ", ")
    }
}

/// What became of an image.
struct ImageHistory {
    private let row: ImageRow?
    private let steps: [WhyInspection.Step]
    private let verdict: String

    /// An image whose bytes were measured.
    init(_ row: ImageRow, _ logs: OrderedLogs) throws {
        self.row = row
        let corpus = logs.corpus
        let shown = try corpus.index.occurrences(ofImage: row.signals.sha256)
        let urls = Set(shown.map(\.url)).sorted()
        let drops = try logs.drops(mentioning: urls + [row.signals.sha256])
        verdict = "in the corpus: shown \(shown.count == 100 ? "at least 100" : "\(shown.count)") times"
        steps = ImageHistory.left(drops, urls) + [try ImageHistory.stay(row, shown, corpus)]
    }

    var history: (String, [WhyInspection.Step]) { (verdict, steps) }

    /// An image that is only known by its URL; nil when nothing is known of it.
    static func ofURL(
        _ url: String, _ drops: [LoggedDrop], _ logs: OrderedLogs
    ) throws -> (String, [WhyInspection.Step])? {
        let corpus = logs.corpus
        let left = left(drops, [url])
        let shown = try corpus.index.occurrences(ofURL: url)
        guard !left.isEmpty || !shown.isEmpty else { return nil }
        if let sha256 = shown.first?.image, !sha256.isEmpty,
            let row = try corpus.index.images(sha256Prefix: sha256, limit: 1).first
        {
            return try ImageHistory(row, logs).history
        }
        let last = left.last?.events.last
        let verdict = last.map { "not in the corpus: \($0.reason) (\($0.detail))" } ?? "in the corpus by its URL alone"
        return (verdict, left)
    }

    private static func left(_ drops: [LoggedDrop], _ urls: [String]) -> [WhyInspection.Step] {
        let mine = drops.filter { urls.contains($0.drop.url) && $0.drop.reason.unit == .image }
        var steps: [WhyInspection.Step] = []
        for logged in mine {
            var event = WhyInspection.Event(logged.drop)
            let place = "in document \(logged.drop.document)"
            event.detail = event.detail.isEmpty ? place : "\(event.detail), \(place)"
            let before = steps.last?.phase == logged.phase ? steps.removeLast().events : []
            steps.append(.init(phase: logged.phase, events: before + [event]))
        }
        return steps
    }

    private static func stay(
        _ row: ImageRow, _ shown: [OccurrenceRow], _ corpus: Corpus
    ) throws -> WhyInspection.Step {
        let signals = row.signals
        let packs = try corpus.index.packs()
        var facts = "\(signals.width)×\(signals.height) \(signals.format), perceptual hash \(signals.phash)"
        if let details = signals.details {
            facts += ", \(details.mode), entropy \(details.entropy), sharpness \(details.sharpness)"
        }
        if let nsfw = signals.nsfw { facts += ", not safe for work \(nsfw)" }
        let place =
            packs.indices.contains(row.pack)
            ? "\(row.length.grouped) bytes at \(row.offset.grouped) of \(packs[row.pack])" : "its bytes are not kept"
        return .init(
            phase: "corpus",
            events: [.init("in", "image", facts), .init("note", "image", place)]
                + shown.map {
                    .init("in", "image", "shown by \($0.document) at segment \($0.position)", url: $0.url)
                })
    }
}
