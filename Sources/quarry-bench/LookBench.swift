import Annotations
import ArgumentParser
import Browsing
import CorpusFiles
import Documents
import Facts
import Glibc
import Inspection
import JSON
import Platform
import Reports

/// How long a person waits who looks into a corpus: wall seconds of the questions of the command line and of the pages.
struct LookBench: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "look",
        abstract: "Questions to a corpus of generated documents (or a given one): medians of wall time; known items.")

    @Option(help: "Documents to generate.")
    var documents = 1_000_000

    @Option(help: "A corpus to ask instead.")
    var corpus: String?

    @Option(help: "Times each question is asked.")
    var times = 15

    @Option(help: "Rare phrases taken from documents and looked for.")
    var draws = 500

    @Flag(help: "Print the phrases that do not find their document first.")
    var misses = false

    @Option(help: "The folder in which the corpus is generated; it stays there, and is used again.")
    var scratch = Files.temporaryRoot + "/quarry-look"

    func run() throws {
        let corpus = try Corpus(folder: self.corpus ?? generated())
        print(
            "\(corpus.manifest.counts.documents) documents, index \(try Files.size(corpus.index.path) / 1_000_000) MB")
        try commandLine(corpus)
        try knownItems(corpus)
        try pages(corpus)
    }

    private func commandLine(_ corpus: Corpus) throws {
        let ids = try SampleInspection(times, seed: 3, from: corpus).rows.map(\.id)
        measure("stats") { _ in _ = try StatsInspection(Corpus(folder: corpus.folder)).text() }
        measure("funnel") { _ in _ = FunnelInspection(try Corpus(folder: corpus.folder)).text() }
        measure("select --dry-run") { _ in
            _ = try ScoredIndex(Corpus(folder: corpus.folder)).tally(where: "words > 60 AND language = 'en'")
        }
        measure("show") { _ = try DocumentInspection.find(ids[$0], in: Corpus(folder: corpus.folder)).text() }
        measure("sample") { _ = try SampleInspection(10, seed: UInt64($0), from: Corpus(folder: corpus.folder)).text() }
        measure("sample --where") {
            _ = try SampleInspection(10, seed: UInt64($0), where: "images > 2", from: Corpus(folder: corpus.folder))
                .text()
        }
    }

    /// A rare phrase finds its document first.
    private func knownItems(_ corpus: Corpus) throws {
        let items = try KnownItems(corpus, draws: draws).items
        var found = 0
        var seconds: [Double] = []
        for item in items {
            let clock = Stopwatch()
            let results = try SearchInspection(SearchInspection.Question(item.phrase), in: corpus).results
            seconds.append(clock.seconds)
            let place = results.firstIndex { $0.row.number == item.document }
            if place == 0 { found += 1 }
            if place != 0, misses {
                print(
                    "  missed '\(item.phrase)' of document \(item.document): \(place.map { "\($0 + 1)." } ?? "not found")"
                )
            }
        }
        let share = (Double(found) / Double(max(1, items.count)) * 1000).rounded() / 10
        let median = milliseconds(CPUClock.median(seconds))
        print("known items: \(found) of \(items.count) first (\(share) %), a search \(median)")
    }

    private func pages(_ corpus: Corpus) throws {
        let clock = Stopwatch()
        let site = try Site(corpus)
        print("serve: ready in \(milliseconds(clock.seconds))")
        for (name, target) in [
            ("first page with all facets", "/"), ("a facet", "/?language=en&seed="),
            ("two ranges", "/?words=40..60&images=1..&seed="),
            ("a search", "/?q=w12+w77&seed="), ("sorted", "/?sort=-words&seed="), ("a document", "/d/"),
        ] {
            measure("serve: \(name)") { number in
                let address =
                    target.hasSuffix("=") ? "\(target)\(number)" : target == "/d/" ? "/d/\(number * 17)" : target
                guard site.respond(to: SiteRequest(address)).status == 200 else {
                    throw ValidationError("\(address) is not answered")
                }
            }
        }
        let report = Stopwatch()
        let page = try ReportPage(corpus, title: "bench").render()
        print("report: \(milliseconds(report.seconds)), \(page.utf8.count / 1000) kB")
    }

    private func measure(_ name: String, _ body: (Int) throws -> Void) {
        var seconds: [Double] = []
        for number in 0..<times {
            let clock = Stopwatch()
            do { try body(number) } catch { return print("\(name): \(error)") }
            seconds.append(clock.seconds)
        }
        print("\(name): \(milliseconds(CPUClock.median(seconds)))")
    }

    private func milliseconds(_ seconds: Double) -> String { "\((seconds * 10_000).rounded() / 10) ms" }

    // MARK: A corpus

    /// Documents of Zipf's words, sixty on average.
    private func generated() throws -> String {
        let folder = scratch + "-\(documents)"
        if Files.exists(folder + "/corpus.json") { return folder }
        for name in ["/shards", "/drops"] { try Files.makeFolder(folder + name) }
        var random = SplitMix64(seed: 1)
        var manifest = CorpusManifest(tool: Tool.version, pipeline: "")
        var rows = IndexRowWriter(path: folder + "/rows")
        var shards: [(path: String, documents: Int)] = []
        for start in stride(from: 0, to: documents, by: 50_000) {
            let count = min(50_000, documents - start)
            let name = "shards/shard-\(String(100_000 + shards.count).dropFirst()).jsonl.zst"
            var writer = try FramedWriter(path: folder + "/" + name)
            var json = JSONWriter()
            var written: [(document: Document, place: LineLocation)] = []
            for number in start..<start + count {
                let document = Self.document(number, &random)
                json.reset()
                DocumentCoder.write(document, to: &json)
                written.append((document, try writer.append(line: json.bytes)))
            }
            let summary = try writer.commit()
            for (line, item) in written.enumerated() {
                let row = try DocumentRow(
                    item.document, shard: shards.count, line: line, at: item.place, in: summary.frames)
                try rows.append(row, of: item.document)
            }
            shards.append((folder + "/" + name, count))
            manifest.files.append(.init(name, .shard, summary))
            manifest.files.append(
                try LookBench.drops(written.map(\.document), number: shards.count - 1, in: folder, &manifest.ledger))
        }
        _ = try rows.commit()
        manifest.ledger.born(.document, documents)
        manifest.ledger.written(.document, documents)
        var seal = CorpusSeal(
            folder: folder, manifest: manifest, shards: manifest.files(.shard).map(\.path), packs: [],
            drops: manifest.files(.drops).map(\.path))
        seal.report = { (corpus, title) throws(StorageError) in try ReportPage(corpus, title: title).render() }
        seal.parts = [.init(rows: folder + "/rows", shards: shards, packs: [])]
        let images = try CorpusIndexBuilder(path: folder + "/count.sqlite", fullText: false).build(
            seal.parts, .init(ledger: Ledger())
        ).images
        seal.manifest.ledger.born(.image, images)
        seal.manifest.ledger.written(.image, images)
        _ = try seal.seal()
        for name in ["/rows", "/count.sqlite"] { try Files.remove(folder + name) }
        return folder
    }

    /// Three paragraphs and a picture left every document.
    private static func drops(
        _ documents: [Document], number: Int, in folder: String, _ ledger: inout Ledger
    ) throws -> CorpusManifest.File {
        let name = "drops/extract-\(String(100_000 + number).dropFirst()).jsonl.zst"
        var log = try DropLog.Writer(path: folder + "/" + name)
        for document in documents {
            let text = document.beginning
            let drops = [
                Drop(
                    .paragraphTooFewWords, detail: "3 < 4", paragraph: Paragraph(ordinal: 7, text: "Home About Contact")
                ),
                Drop(.paragraphBoilerplate, detail: "links 0.9", paragraph: Paragraph(ordinal: 8, text: text)),
                Drop(.paragraphBoilerplate, detail: "links 0.8", paragraph: Paragraph(ordinal: 9, text: text)),
                Drop(.imageTooSmall, detail: "width 16 < 150", url: document.url + "/icon.png", ordinal: 10),
            ]
            for drop in drops { ledger.born(drop.reason.unit, 1) }
            try log.append(drops, of: document, in: &ledger)
        }
        return .init(name, .drops, try log.commit())
    }

    private static func document(_ number: Int, _ random: inout SplitMix64) -> Document {
        let count = 20 + Int(random.next() % 81)
        let words = (0..<count).map { _ -> String in
            // Zipf: the inverse of a uniform share.
            let share = Double(random.next() >> 11) * 0x1p-53
            return "w\(Int(pow(200_000.0, share)))"
        }
        var nodes: [Node] = [.text(TextNode(paragraphs: [Paragraph(ordinal: 0, text: words.joined(separator: " "))]))]
        for place in 0..<Int(random.next() % 6) {
            nodes.append(
                .image(ImageNode(ordinal: place + 1, url: "https://i.example/\(number)/\(place).jpg", alt: "a picture"))
            )
        }
        let id = String(SHA256.hash("\(number)").hex.prefix(20))
        var document = Document(id: id, url: "https://site\(number % 20_000).example/page/\(number)", nodes: nodes)
        document.title = "Page \(number) of \(words[0])"
        document.language = ["en", "en", "en", "de", "fr", "es", ""][Int(random.next() % 7)]
        document.captured = "20\(10 + number % 14)0102030405"
        document.profile.words = count
        document.profile.stopWords = Double(random.next() % 1000) / 1000
        document.profile.specialCharacters = Double(random.next() % 400) / 1000
        return document
    }
}

/// Wall time.
private struct Stopwatch {
    private let start = Stopwatch.now

    /// Seconds since it was made.
    var seconds: Double { Stopwatch.now - start }

    private static var now: Double {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}
