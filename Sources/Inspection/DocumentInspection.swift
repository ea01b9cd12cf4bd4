package import CorpusFiles
package import Documents
import Facts
import JSON
package import Platform

/// `quarry show`: one document of a corpus, or why it is not in it.
package struct DocumentInspection: Sendable {
    /// What was found.
    package enum Finding: Sendable {
        /// The document is in the corpus: its record as it stands in the shard, and where that is.
        case present(record: [UInt8], document: Document, row: DocumentRow)
        /// It was dropped: every line of the drop logs that speaks of it.
        case dropped([Drop])
    }

    /// What was found.
    package let finding: Finding
    /// What left the document on the way; empty unless asked for.
    package let left: [Drop]
    /// What models said of it.
    package let scores: [DocumentScores]
    private let shard: String

    /// Looks for a document by its id, the beginning of its id that no other has, or its URL.
    /// - Parameter withDrops: also read the drop logs for what left it.
    /// - Throws: `InspectionError.unanswerable` when nothing or more than one document answers; `.storage`.
    package static func find(
        _ query: String, in corpus: Corpus, withDrops: Bool = false
    ) throws(InspectionError) -> DocumentInspection {
        try reading {
            let rows = try candidates(query, corpus)
            guard rows.count < 2 else { throw InspectionError.unanswerable(ambiguous(query, rows)) }
            if let row = rows.first {
                let record = try corpus.record(of: row)
                let document = try DocumentCoder.read(JSONValue(parsing: record))
                let left = withDrops ? try drops(of: row.id, corpus) : []
                let shard = try corpus.index.shards()[row.shard].name
                return .init(
                    finding: .present(record: record, document: document, row: row), left: left,
                    scores: try DocumentScores.read(corpus, row), shard: shard)
            }
            let dropped = try drops(of: query, corpus)
            guard !dropped.isEmpty else { throw InspectionError.unanswerable(absent(query, corpus)) }
            let named = Set(dropped.map(\.document))
            guard named.count == 1 || PageAddress.isAddress(query) else {
                let list = named.sorted().prefix(5).joined(separator: ", ")
                throw InspectionError.unanswerable("'\(query)' is the beginning of several dropped documents: \(list)")
            }
            return .init(finding: .dropped(dropped), left: [], scores: [], shard: "")
        }
    }

    /// The documents that a question may mean.
    static func candidates(_ query: String, _ corpus: Corpus) throws -> [DocumentRow] {
        guard PageAddress.isAddress(query) else {
            return try corpus.index.documents(idPrefix: query.lowercased())
        }
        for spelling in PageAddress(query).spellings {
            let rows = try corpus.index.documents(url: spelling)
            if !rows.isEmpty { return rows }
        }
        return []
    }

    /// The lines of the drop logs whose document begins with `query`, or whose page or record has that URL. Records that
    /// never are pages (requests, metadata) say nothing of one.
    private static func drops(of query: String, _ corpus: Corpus) throws -> [Drop] {
        guard PageAddress.isAddress(query) else {
            let prefix = query.lowercased()
            return try drops(corpus, mentioning: [prefix]) { !$0.document.isEmpty && $0.document.hasPrefix(prefix) }
        }
        let address = PageAddress(query)
        var found: [Drop] = []
        try corpus.forEachDrop { drop in
            let unit = drop.reason.unit
            guard unit == .document || unit == .record, drop.reason != .recordOtherType else { return }
            if address.names(drop.url) { found.append(drop) }
        }
        let ids = Set(found.map(\.document).filter { !$0.isEmpty })
        guard !ids.isEmpty else { return found }
        return found
            + (try drops(corpus, mentioning: Array(ids)) {
                ids.contains($0.document) && !($0.reason.unit == .document && address.names($0.url))
            })
    }

    /// Of the lines with one of some ids in them: a page of `serve` waits for them, and to parse every line takes seconds.
    private static func drops(
        _ corpus: Corpus, mentioning ids: [String], _ isMeant: (Drop) -> Bool
    ) throws -> [Drop] {
        try corpus.drops(mentioning: ids).map(\.drop).filter(isMeant)
    }

    private static func ambiguous(_ query: String, _ rows: [DocumentRow]) -> String {
        let lines = rows.map { "\n  \($0.id)  \(Terminal.date($0.captured))  \(Terminal.safe($0.url))" }
        return "'\(query)' names more than one document:" + lines.joined()
    }

    private static func absent(_ query: String, _ corpus: Corpus) -> String {
        corpus.dropLogs.isEmpty
            ? "no document '\(query)'; this corpus was made without drop logs, so it cannot be said why"
            : "no document '\(query)', neither in the shards nor in the drop logs"
    }

    // MARK: Renderers

    /// For `--json`: the record with `"scores": {model: …}` after its own keys; for a dropped document
    /// `{"dropped": [drop]}`.
    package var json: String {
        var json = JSONWriter()
        switch finding {
        case .present(let record, _, _):
            var bytes = record
            bytes.removeLast()
            json.object { json in for scores in scores { scores.write(to: &json) } }
            bytes += Array(",\"scores\":".utf8) + json.bytes
            json.reset()
            if !left.isEmpty {
                json.array { json in for drop in left { drop.write(to: &json) } }
                bytes += Array(",\"dropped\":".utf8) + json.bytes
            }
            return String(decoding: bytes + [UInt8(ascii: "}")], as: UTF8.self)
        case .dropped(let drops):
            json.object { json in
                json.key("dropped")
                json.array { json in for drop in drops { drop.write(to: &json) } }
            }
            return json.text
        }
    }

    /// For people.
    /// - Parameter picture: what draws an image where the cursor is, nil where nothing can.
    package func text(
        on screen: Screen = Screen(), picture: (ImageNode) -> String? = { _ in nil }
    ) -> String {
        switch finding {
        case .present(_, let document, let row):
            head(document, row) + body(document, screen, picture) + scores.map(\.text).joined()
        case .dropped(let drops): DocumentInspection.why(drops, screen)
        }
    }

    private func head(_ document: Document, _ row: DocumentRow) -> String {
        let facts = [
            Terminal.date(document.captured), document.language.isEmpty ? "language not identified" : document.language,
            document.profile.words.of("word"), document.imageCount.of("image"),
        ].filter { !$0.isEmpty }
        let place = document.provenance
        return """
            \(Terminal.safe(document.title.isEmpty ? "(no title)" : document.title))
            \(Terminal.safe(document.url))
            \(facts.joined(separator: " · "))
            id \(document.id) · \(shard), frame at \(row.frame.offset), line at \(row.offset)
            from \(Terminal.safe(place.archive)), \(place.length.grouped) bytes at \(place.offset.grouped)
            """ + (place.license.isEmpty ? "" : "\nlicence \(Terminal.safe(place.license))") + "\n"
    }

    /// What is there in reading order, what left in its place.
    private func body(
        _ document: Document, _ screen: Screen, _ picture: (ImageNode) -> String?
    ) -> String {
        let order = ReadingOrder(document, left: left)
        return order.pieces.map { piece in
            switch piece {
            case .paragraph(let text): "\n" + Terminal.wrapped(text, width: screen.width) + "\n"
            case .divide: "\n" + String(repeating: "─", count: 40) + "\n"
            case .image(let image):
                "\n" + (picture(image) ?? "") + DocumentInspection.lines(of: image).joined(separator: "\n") + "\n"
            case .left(let drop): "\n" + DropLines.text(drop, on: screen) + "\n"
            }
        }.joined()
    }

    private static func lines(of image: ImageNode) -> [String] {
        var lines = ["▣ " + Terminal.safe(image.url)]
        if !image.alt.isEmpty { lines.append("  alt      " + Terminal.safe(image.alt)) }
        if !image.caption.isEmpty { lines.append("  caption  " + Terminal.safe(image.caption)) }
        if let signals = image.signals {
            lines.append("  \(signals.width)×\(signals.height) \(signals.format), sha256 \(signals.sha256)")
        }
        return lines
    }

    /// The document's own reason first; what left with it only in numbers.
    private static func why(_ drops: [Drop], _ screen: Screen) -> String {
        let own = drops.filter { $0.reason.unit == .document || $0.reason.unit == .record }
        let rest = drops.filter {
            $0.reason.kind != .cascade && $0.reason.unit != .document && $0.reason.unit != .record
        }
        let cascade = drops.count - own.count - rest.count
        var text = "Not in the corpus.\n"
        for drop in own {
            let detail = drop.detail.isEmpty ? "" : " (\(Terminal.safe(drop.detail)))"
            text += "\n\(drop.document.isEmpty ? "record" : drop.document)  \(Terminal.safe(drop.url))\n"
            text += "dropped: \(drop.reason.rawValue)\(detail), \(ReasonsInspection.meaning(drop.reason.kind))\n"
            text += Terminal.wrapped(drop.reason.words.sentence, width: screen.width) + "\n"
            if !drop.text.isEmpty {
                text += screen.grey(Terminal.wrapped(drop.text, width: screen.width, indent: "  ")) + "\n"
            }
        }
        if !rest.isEmpty {
            text += "\nBefore that, of its paragraphs and images:\n"
            text += rest.prefix(10).map { DropLines.text($0, on: screen) }.joined(separator: "\n") + "\n"
            if rest.count > 10 { text += "… and \(rest.count - 10) more; --json has them all\n" }
        }
        if cascade > 0 { text += "\n\(cascade) paragraphs and images left with it.\n" }
        return text
    }
}
