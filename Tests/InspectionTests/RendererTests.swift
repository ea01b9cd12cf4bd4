import CorpusKit
import Documents
import Facts
import JSON
import Platform
import TestKit
import Testing

@testable import CorpusFiles
@testable import Inspection

/// What the verbs print, letter by letter. Document n of the small corpus has 9 + n words and n % 3 pictures.
@Suite struct RendererTests {
    private let scratch: Scratch
    private let tiny: TinyCorpus
    private let corpus: Corpus

    init() throws {
        scratch = try Scratch()
        tiny = try TinyCorpus(in: scratch.file("tiny"))
        corpus = try Corpus(folder: scratch.file("tiny"))
    }

    private func keys(_ json: JSONValue?) -> [String]? { json?.members?.map(\.key) }

    // MARK: Documents

    @Test func aDocumentBeginsWithItsFacts() throws {
        let row = try #require(try corpus.index.document(number: 1))
        let text = try DocumentInspection.find(tiny.documents[1].id, in: corpus).text()
        #expect(
            text.hasPrefix(
                """
                Page 1
                https://www.Example.org:8080/page/1?q="1"
                2023-01-31 08:15:22 UTC · en · 10 words · 1 image
                id 30000000000000000001 · shard-00000.jsonl.zst, frame at \(row.frame.offset), line at \(row.offset)
                from crawl.warc.gz, 900 bytes at 1,000

                Document 1 tells of a small white dog named Idéfix.

                ▣ https://images.example.net/1/0.jpg
                  alt      picture 0
                  641×480 png, sha256
                """) || text.contains("shards/shard-00000.jsonl.zst"))
        let none = try DocumentInspection.find(tiny.documents[0].id, in: corpus).text()
        #expect(none.contains(" · language not identified · 9 words · 0 images\n"))
    }

    @Test func whatADocumentHasNotIsSaidOrLeftOut() throws {
        var document = Document(
            id: String(repeating: "a", count: 20), url: "http://a.example/",
            nodes: [
                .text(TextNode(paragraphs: [.init(ordinal: 0, text: "One")])), .divide(ordinal: 1),
                .image(.init(ordinal: 2, url: "http://i/", caption: "A cat")),
            ])
        document.provenance.license = "https://l.example/"
        let text = try DocumentInspection.find(document.id, in: TinyCorpus.of([document], in: scratch.file("one")))
            .text()
        #expect(text.hasPrefix("(no title)\nhttp://a.example/\nlanguage not identified · 0 words · 1 image\nid "))
        #expect(text.contains("\nlicence https://l.example/\n\nOne\n\n" + String(repeating: "─", count: 40) + "\n"))
        #expect(text.hasSuffix("\n▣ http://i/\n  caption  A cat\n"))
        let drawn = try DocumentInspection.find(document.id, in: Corpus(folder: scratch.file("one"))).text {
            "<\($0.url)>"
        }
        #expect(drawn.contains("\n<http://i/>▣ http://i/\n"))
    }

    /// What left only with its document is a number; ten of the others are told.
    @Test func aDocumentThatIsOutTellsWhatLeftBefore() throws {
        var log = try DropLog.Writer(path: scratch.file("tiny/drops/extract-00000.jsonl.zst"))
        let id = "00000000000000000bee"
        for number in 0..<12 {
            try log.append(Drop(.imageTooSmall, detail: "n\(number)", document: id, ordinal: number))
        }
        for _ in 0..<3 { try log.append(Drop(.paragraphDocumentDropped, document: id)) }
        var own = Drop(.documentTooFewWords, detail: "3 < 10", document: id, url: "http://x.example/")
        own.text = "Its text"
        try log.append(own)
        _ = try log.commit()
        let found = try DocumentInspection.find(id, in: Corpus(folder: corpus.folder))
        let text = found.text()
        #expect(
            text.hasPrefix(
                "Not in the corpus.\n\n\(id)  http://x.example/\ndropped: document.too-few-words (3 < 10), a rule of the pipeline\n"
                    + "The text that was left is too short.\n  Its text\n\nBefore that, of its paragraphs and images:\n"
                    + "  - image.too-small (n0)\n"))
        #expect(text.contains("(n9)") && !text.contains("(n10)"))
        #expect(text.hasSuffix("… and 2 more; --json has them all\n\n3 paragraphs and images left with it.\n"))
        let json = try JSONValue(parsing: found.json)
        #expect(keys(json) == ["dropped"] && json["dropped"]?.array?.count == 16)
    }

    // MARK: Pictures

    @Test func aPictureIsToldInLines() throws {
        let sha256 = SHA256.hash(tiny.images[1]).hex
        let image = try ImageInspection(sha256.uppercased(), in: corpus)
        // The first member has a header and 100 bytes in blocks of 512, the second a header.
        #expect(
            image.text.hasPrefix(
                "\(sha256)\n641×480 png, perceptual hash c3d4b16a09f7e581\nimages-00000.tar, 700 bytes at 1536\n\nshown 8 times:\n  "
            ))
        #expect(image.text.contains("  30000000000000000001 [1]  https://images.example.net/1/0.jpg"))
        let json = try JSONValue(parsing: image.json)
        #expect(
            keys(json) == ["sha256", "phash", "width", "height", "format", "pack", "offset", "bytes", "occurrences"])
        #expect(
            json["pack"]?.string == "images-00000.tar" && json["offset"]?.integer == 1536
                && json["width"]?.integer == 641)
        #expect(
            keys(json["occurrences"]?[0]) == ["document", "position", "url"]
                && json["occurrences"]?[0]?["position"]?.integer == 1)
        try image.write(to: scratch.file("picture"), from: corpus)
        #expect(try Files.read(scratch.file("picture")) == tiny.images[1])
    }

    @Test func aPictureWithoutBytesSaysSo() throws {
        var node = ImageNode(ordinal: 0, url: "http://i.example/")
        node.signals = ImageSignals(sha256: SHA256.hash("x").hex, phash: "", width: 3, height: 4, format: "gif")
        let other = try TinyCorpus.of(
            [Document(id: String(repeating: "a", count: 20), url: "http://a.example/", nodes: [.image(node)])],
            in: scratch.file("bare"))
        let image = try ImageInspection(SHA256.hash("x").hex, in: other)
        #expect(image.text.contains("\nbytes not in this corpus\n") && image.pack == "" && image.row.pack == -1)
        let error = #expect(throws: InspectionError.self) { try image.bytes(in: other) }
        #expect(error == .unanswerable("this corpus has the image's URL and facts, not its bytes"))
    }

    @Test func whatElseIsKnownOfAPictureIsTold() {
        var signals = ImageSignals(sha256: SHA256.hash("x").hex, phash: "", width: 3, height: 4, format: "gif")
        signals.details = ImageDetails(mode: "P", color: "#010203", entropy: 1.5, sharpness: 2)
        signals.details?.frames = 7
        signals.details?.orientation = 6
        signals.details?.hasICC = true
        signals.nsfw = 0.25
        let fields = ImageSignals.fields.filter { !$0.isRecorded && $0.value(signals) != .unknown }
        #expect(
            fields.map(\.name) == ["mode", "frames", "orientation", "icc", "color", "entropy", "sharpness", "nsfw"])
    }

    // MARK: Histories

    @Test func aPageThatIsInTellsItsNumbers() throws {
        let why = try WhyInspection(tiny.documents[1].id, in: corpus, phases: [])
        let stay = try #require(why.steps.last)
        #expect(why.verdict == "in the corpus: Page 1, as 30000000000000000001" && stay.phase == "corpus")
        #expect(
            stay.events.map(\.unit) == ["record", "document", "image"] && stay.events.allSatisfy { $0.kind == "in" })
        #expect(stay.events[0].detail == "crawl.warc.gz, 900 bytes at 1,000, captured 2023-01-31 08:15:22 UTC")
        #expect(
            stay.events[1].detail
                == "language en, 10 words, 1 image, character repetition 0.0, word repetition 0.0, special characters 0.0, "
                + "stop words 0.25, flagged words 0.0, punctuation 0.0")
        #expect(stay.events[2].detail == "641×480 png, sha256 \(SHA256.hash(tiny.images[1]).hex)")
        #expect(stay.events[1].url == tiny.documents[1].url && stay.events[0].ordinal == -1)
    }

    @Test func eventsAreLines() {
        func line(_ event: WhyInspection.Event) -> String { event.line(Screen()) }
        #expect(line(.init("in", "record", "a place")) == "  + record  a place")
        #expect(line(.init("note", "image", "", url: "http://u", ordinal: 0)) == "  · image 0  http://u")
        var out = WhyInspection.Event(
            kind: "out", unit: "image", reason: "image.blank", detail: "d", ordinal: 3, url: "u", path: "p > q",
            text: "two\nlines")
        #expect(line(out) == "  − image 3  image.blank  (d)  u\n    at p > q\n    two lines")
        out = WhyInspection.Event(kind: "out", unit: "document", reason: "page.empty", detail: "", ordinal: -1, url: "")
        #expect(line(out) == "  − document  page.empty")
        #expect(out.line(Screen(hasColours: true)) == "\u{1B}[90m  − document  page.empty\u{1B}[0m")
    }

    /// A document and a record have no ordinal in a document.
    @Test func eventsOfDropsHaveTheirUnit() {
        func event(_ reason: Reason) -> WhyInspection.Event { .init(Drop(reason, detail: "d", url: "u", ordinal: 7)) }
        #expect([event(.imageBlank), event(.paragraphBoilerplate)].map(\.ordinal) == [7, 7])
        #expect([event(.pageEmpty), event(.documentNSFW), event(.recordRevisit)].map(\.ordinal) == [-1, -1, -1])
        #expect(event(.recordRevisit).unit == "record" && event(.recordRevisit).reason == "record.revisit")
    }

    @Test func fortyEventsOfAPhaseAreShown() throws {
        var log = try DropLog.Writer(path: scratch.file("tiny/drops/extract-00000.jsonl.zst"))
        for number in 0..<43 { try log.append(Drop(.imageTooSmall, document: tiny.documents[0].id, ordinal: number)) }
        try log.append(Drop(.imageDocumentDropped, document: tiny.documents[0].id))
        _ = try log.commit()
        let why = try WhyInspection(tiny.documents[0].id, in: Corpus(folder: corpus.folder), phases: [])
        #expect(why.steps[0].events.count == 44)
        #expect(
            why.steps[0].events.last?.detail == "1 paragraphs and images left with it"
                && why.steps[0].events.last?.kind == "note")
        #expect(why.text().contains("image 39  image.too-small\n  … and 4 more; --json has them all"))
        #expect(
            keys(try JSONValue(parsing: why.json)["steps"]?[0]?["events"]?[0]) == [
                "kind", "unit", "reason", "detail", "ordinal", "url", "path", "text",
            ])
    }

    @Test func aPictureTellsWhereItIsShown() throws {
        let sha256 = SHA256.hash(tiny.images[1]).hex
        let stay = try #require(try WhyInspection(sha256, in: corpus, phases: []).steps.last)
        #expect(stay.events.count == 10 && stay.events[0].detail == "641×480 png, perceptual hash c3d4b16a09f7e581")
        #expect(stay.events[1].detail == "700 bytes at 1,536 of images-00000.tar" && stay.events[1].kind == "note")
        #expect(stay.events.contains { $0.detail == "shown by 30000000000000000001 at segment 1" })
    }

    @Test func aQuestionThatNothingAnswersIsRefused() {
        func said(_ query: String) -> String {
            do { return try WhyInspection(query, in: corpus, phases: []).verdict } catch { return error.description }
        }
        #expect(said("xyz") == "'xyz' is no id, no URL and no SHA-256")
        #expect(said(String(repeating: "a", count: 65)).hasSuffix("is no id, no URL and no SHA-256"))
        #expect(said("d").hasPrefix("'d' is the beginning of several documents: d0000000000000000000, d"))
        #expect(said("ffff").hasPrefix("nothing is known of 'ffff': it is in no archive"))
    }

    // MARK: The funnel

    /// Columns of 24, 6, 1 and 7 characters and two blanks between leave 14 for bars: 25 % is begun in the fourth.
    @Test func theFunnelHasBarsWhereThereIsRoom() {
        var ledger = Ledger()
        ledger.born(.document, 8)
        ledger.written(.document, 6)
        ledger.dropped(.documentTooFewWords, 2)
        let blank = String(repeating: " ", count: 25)
        let wide = FunnelInspection(ledger).text(on: Screen(width: 60))
        #expect(
            wide.contains(
                "\ndocuments\(blank)8  100.0 %  ██████████████\n  document.too-few-words  policy  2   25.0 %  ████\n"))
        #expect(wide.contains("  written" + blank + "6   75.0 %  ██████████"))
        let middle = FunnelInspection(ledger).text(on: Screen(width: 50))
        #expect(middle.contains("\n  document.too-few-words  policy  2   25.0 %\n") && !middle.contains("█"))
        let narrow = FunnelInspection(ledger).text(on: Screen(width: 40))
        #expect(narrow.contains("\n  document.too-few-words  2   25.0 %\n"))
        #expect(wide.hasPrefix("records") && wide.contains("\n\nimages  "))
    }

    @Test func whatWasReplacedIsCountedBelow() throws {
        var ledger = Ledger()
        ledger.replaced("email", 1200)
        ledger.replaced("phone", 3)
        let funnel = FunnelInspection(ledger)
        #expect(funnel.text().hasSuffix("\n\nreplaced by placeholders: email 1,200, phone 3"))
        #expect(try JSONValue(parsing: funnel.json)["replaced"]?.text == #"{"email":1200,"phone":3}"#)
        #expect(try keys(JSONValue(parsing: FunnelInspection(Ledger()).json)) == ["units"])
    }

    // MARK: Drops

    @Test func aDropIsALine() {
        var drop = Drop(.imageBlank, detail: "0\n1", document: "d1", url: "http://i", ordinal: 4)
        #expect(DropsInspection.line(drop) == "image.blank  (0 1)  d1#4  http://i")
        #expect(DropsInspection.line(Drop(.pageEmpty)) == "page.empty")
        (drop.path, drop.page, drop.text) = ("html > p", "http://a.example/", "a\nb")
        #expect(
            DropsInspection.lines(drop, on: Screen())
                == "image.blank  (0 1)  d1#4  http://i\n    at html > p\n    http://a.example/\n    a b")
        var page = Drop(.documentNSFW, url: "http://a")
        page.page = "http://a"
        #expect(DropsInspection.lines(page, on: Screen()) == "document.nsfw  http://a", "a document is its page")
    }

    @Test func aSampleOfDropsIsOfThoseThatAreAskedFor() throws {
        var question = try DropsInspection(reason: nil, unit: "document", limit: nil)
        question.sample = 1
        var found: [Drop] = []
        #expect(try question.forEach(in: corpus) { found.append($0) } == 1 && found.count == 1)
        #expect(found[0].reason.unit == .document)
        question.sample = 0
        #expect(try question.forEach(in: corpus) { _ in } == 0)
        question.sample = 99
        #expect(try question.forEach(in: corpus) { _ in } == 2)
        let bare = try TinyCorpus.ofTexts(["x"], in: scratch.file("nologs"))
        let error = #expect(throws: InspectionError.self) { try question.forEach(in: bare) { _ in } }
        #expect(error?.description == "\(bare.folder) was made without drop logs; 'quarry funnel' has the counts")
    }

    // MARK: Statistics

    @Test func statisticsHaveTheirTables() throws {
        let text = try StatsInspection(corpus).text()
        #expect(
            text.hasPrefix(
                "documents          24\nimages             24\ndifferent images    3\nwords             492\n"))
        #expect(text.contains("least  10 %  25 %  median  75 %  90 %  most   mean\n"))
        #expect(text.contains("words in a document"))
        #expect(text.contains("domain (of 1)") && text.contains("(not identified)   6"))
        let json = try JSONValue(parsing: StatsInspection(corpus).json)
        #expect(
            json["quantiles"]?["words"]?.text
                == #"{"min":9,"p10":11,"p25":14,"p50":20,"p75":26,"p90":30,"max":32,"mean":20.5}"#)
        #expect(json["formats"]?.text == #"[{"format":"jpeg","count":2},{"format":"png","count":1}]"#)
        #expect(json["shards"]?.integer == 3 && json["packs"]?.integer == 2 && json["distinct_domains"]?.integer == 1)
    }

    @Test func binsAreBarsBesideEachOther() {
        let words = Distribution(name: "words", values: [(0, 1), (1, 2), (2, 3), (9, 4)])
        let empty = Distribution(name: "none", values: [])
        #expect(
            Histogram.row([words, empty], Screen(width: 40)) == """
                words in a document
                     0  1  \(String(repeating: "█", count: 7))▎
                     1  2  \(String(repeating: "█", count: 14))▌
                   2–3  3  \(String(repeating: "█", count: 21))▊
                   4–7  0
                  8–15  4  \(String(repeating: "█", count: 29))
                """)
        let two = Histogram.row([words, words], Screen(width: 96)).split(separator: "\n")
        #expect(
            two.count == 6
                && two[0] == "words in a document" + String(repeating: " ", count: 31) + "words in a document")
        #expect(Histogram.row([words, words], Screen(width: 95)).split(separator: "\n").count == 12)
        #expect(Histogram.row([empty], Screen()) == "")
    }

    @Test func aSignalIsDistributed() throws {
        let words = try SignalInspection(corpus, signal: "words")
        let json = try JSONValue(parsing: words.json)
        #expect(
            keys(json) == ["signal", "of", "count", "none", "mean", "quantiles"] && json["of"]?.string == "documents")
        #expect(
            keys(json["quantiles"]) == ["0", "0.01", "0.05", "0.1", "0.25", "0.5", "0.75", "0.9", "0.95", "0.99", "1"])
        #expect(json["quantiles"]?["0.05"]?.number == 10 && json["quantiles"]?["0.9"]?.number == 30)
        let text = words.text()
        #expect(text.hasPrefix("words of 24 documents\n\n") && text.contains("≤ 10.15") && text.contains("> 30.85"))
        #expect(text.hasSuffix("\nmean       20.5"))
        let width = try SignalInspection(corpus, signal: "width", ofImages: true)
        #expect(width.text().hasPrefix("width of 24 images") && width.quantile(1) == 642)
        let same = try SignalInspection(corpus, signal: "stop-word-ratio")
        #expect(same.signal == "stop_word_ratio" && same.bins.map(\.count) == [24] && same.bins[0].lower == 0.25)
        #expect(throws: InspectionError.self) { try SignalInspection(corpus, signal: "nothing") }
    }

    // MARK: Reasons

    @Test func aReasonIsExplained() throws {
        #expect(
            try ReasonsInspection("image.blank").text() == """
                image.blank
                  It is of one colour.
                  for example: image.blank (0000000000000000)
                  what to do: Nothing to mend.
                  counts images; a rule of the pipeline
                """)
        #expect(try ReasonsInspection("image.empty").text().contains("for example: image.empty (without a detail)"))
        let all = try ReasonsInspection("record").text()
        #expect(
            all.contains("record.empty-payload\n  A response without a body.\n  what to do: Nothing to mend.")
                && !all.contains("counts "))
        #expect(try ReasonsInspection("documents").reasons.contains(.pageEmpty))
        #expect(
            [Reason.Kind.policy, .failure, .cascade].map(ReasonsInspection.meaning) == [
                "a rule of the pipeline", "something went wrong", "with what it belonged to",
            ])
        let json = try JSONValue(parsing: ReasonsInspection("image.dns").json)[0]
        #expect(keys(json) == ["reason", "unit", "kind", "retryable", "sentence", "example", "advice"])
        #expect(
            json?["retryable"]?.bool == true && json?["kind"]?.string == "failure" && json?["unit"]?.string == "image")
    }

    // MARK: Lists

    @Test func aSampleIsALineADocument() throws {
        let sample = try SampleInspection(24, seed: 1, from: corpus)
        #expect(
            sample.text(on: Screen(width: 200)).contains(
                #"30000000000000000001  en  10 words   1 image   https://www.Example.org:8080/page/1?q="1""#)
                || sample.text(on: Screen(width: 200)).contains("30000000000000000001  en  10 words"))
        let json = try JSONValue(parsing: sample.json).array ?? []
        #expect(
            json.count == 24
                && keys(json[0]) == ["id", "number", "url", "title", "language", "captured", "words", "images"])
    }

    @Test func searchesSayHowFarTheyWent() throws {
        func search(_ change: (inout SearchInspection.Question) -> Void) throws -> SearchInspection {
            var question = SearchInspection.Question("dog")
            change(&question)
            return try SearchInspection(question, in: corpus)
        }
        #expect(try search { $0.limit = 5 }.text().hasSuffix("\n\n1–5 of 24; --offset 5 goes on"))
        #expect(try search { ($0.limit, $0.offset) = (20, 20) }.text().hasSuffix("\n\n21–24 of 24"))
        let narrowed = try search { $0.predicate = "images = 2" }
        #expect(narrowed.matches == nil && narrowed.text().hasSuffix("\n\n1–8"))
        let json = try JSONValue(parsing: search { $0.limit = 1 }.json)
        #expect(keys(json) == ["query", "matches", "results"] && json["matches"]?.integer == 24)
        #expect(try keys(JSONValue(parsing: narrowed.json)) == ["query", "results"])
        #expect(
            json["results"]?[0]?["score"]?.number.map { $0 > 0 } == true
                && keys(json["results"]?[0])?.suffix(3) == ["score", "snippet", "marks"])
        let block = try search { $0.limit = 1 }.text(on: Screen(hasColours: true))
        #expect(block.contains("\u{1B}[1;33mdog\u{1B}[0m") && block.hasPrefix("\u{1B}[1mPage "))
    }
}
