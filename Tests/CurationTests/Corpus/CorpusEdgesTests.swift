import Documents
import Facts
import Platform
import TestKit
import Testing

@testable import Curation

/// Steps of the corpus where pages, lists and lines are equal, empty or unlike others.
@Suite struct CorpusEdgesTests {
    private func page(_ archive: String, _ captured: String = "", url: String = "") -> PageCandidate {
        PageCandidate(archive: archive, captured: captured, url: url)
    }

    @Test("the capture goes before the archive, bytes before letters, and a date before none") func newest() {
        #expect(CorpusSteps.keepNewest([page("b", "2020"), page("a", "2021")]) == [1])
        #expect(CorpusSteps.keepNewest([page("Z", "2020"), page("a", "2020")]) == [1])
        #expect(CorpusSteps.keepNewest([page("a", "2020"), page("Z", "2020")]) == [0])
        #expect(CorpusSteps.keepNewest([page("z", ""), page("a", "2020")]) == [1])
        #expect(CorpusSteps.keepNewest([page("a"), page("Z"), page("a")], published: true) == [0, 2])
        #expect(CorpusSteps.newest([], order: []) == nil)
    }

    @Test("as published, the capture does not count and a twin has the same URL and archive") func outdated() {
        let group = [page("a", "2021", url: "u"), page("b", "2020", url: "u"), page("b", "2020", url: "v")]
        let order = [(0, 0), (0, 1), (0, 2)]
        #expect(CorpusSteps.newest(group, order: order) == 0)
        #expect(CorpusSteps.newest(group, order: order, published: true) == 2)
        #expect(CorpusSteps.outdated(group, order: order) == [1, 2])
        #expect(CorpusSteps.outdated(group, order: order, published: true) == [0, 1])
        #expect(CorpusSteps.outdated([], order: []) == [])
    }

    @Test("the key of a set is that of its URLs sorted by bytes, a line each") func sets() {
        #expect(CorpusSteps.imageSetKey(["b", "a", "Z", "a"]) == XXH3.hash("Z\na\nb\n"))
        #expect(CorpusSteps.imageSetKey([]) == XXH3.hash(""))
        #expect(URLKey.hash(of: "http://a/") == XXH3.hash("http://a/"))
        #expect(DomainKey.hash("a.b") == XXH3.hash("a.b") && DomainKey.hash(of: "http://A.b:1/") == XXH3.hash("a.b"))
        #expect(ParagraphKey.hash(of: "p", domain: 7) == XXH3.hash("p", seed: 7))
    }

    @Test(
        "a host is what is left of a URL",
        arguments: [
            ("http://a@b@C.d/", "c.d"), ("http://www.www.a.b/", "www.a.b"),
            ("http://a.b.?q", "a.b"),
            ("http://a.b#f:1", "a.b"), ("http:/a.b/", ""), ("", ""), ("a//b/c", "b"), ("http://a:b@c:9", "c"),
            ("http://[2001:DB8::1]:80/", "[2001:db8::1"), ("http://WWW.A.B", "a.b"), ("//", ""),
        ])
    func hosts(url: String, host: String) { #expect(DomainKey.domain(of: url) == host) }

    // MARK: The last cleaning

    private func text(_ ordinal: Int, _ texts: String...) -> Node {
        .text(
            TextNode(paragraphs: texts.enumerated().map { Paragraph(ordinal: ordinal + $0.offset, text: $0.element) }))
    }
    private func image(_ ordinal: Int, _ url: String) -> Node { .image(ImageNode(ordinal: ordinal, url: url)) }

    @Test("each part of the cleaning can be left out") func parts() {
        var profiler = TextProfiler(lists: .obelics)
        let nodes = [
            image(0, "a"), text(1, "Share on Facebook and Twitter", "The harbour is quiet today."), image(3, "a"),
        ]
        func cleaned(_ cleaning: DocumentCleaning) -> (drops: [Reason], ordinals: [Int]) {
            var document = Document(url: "u", nodes: nodes)
            let drops = cleaning.clean(&document, profiler: &profiler)
            return (drops.map(\.reason), document.nodes.map(\.ordinal))
        }
        #expect(cleaned(DocumentCleaning(spamWordLimit: nil, dropsRepeatedImages: false)).drops == [])
        #expect(cleaned(DocumentCleaning(spamWordLimit: nil)).drops == [.imageRepeatedInDocument])
        #expect(cleaned(DocumentCleaning(dropsRepeatedImages: false)).drops == [.paragraphSpamWords])
        #expect(cleaned(DocumentCleaning()).ordinals == [0, 2])
        #expect(DocumentCleaning().spamWordLimit == 0.12 && DocumentCleaning().dropsRepeatedImages)
    }

    @Test("what left knows its text and its place; a text without paragraphs leaves with the last of them") func drops()
    {
        var profiler = TextProfiler(lists: .obelics)
        var document = Document(
            url: "u", nodes: [text(4, "Share on Facebook"), image(5, "a"), image(6, "b"), image(7, "a")])
        let spam = DocumentCleaning.dropSpam(&document, limit: 0.12, &profiler)
        #expect(spam.map(\.ordinal) == [4] && spam.map(\.text) == ["Share on Facebook"])
        #expect(document.nodes.map(\.ordinal) == [5, 6, 7])
        let images = DocumentCleaning.dropRepeatedImages(&document)
        #expect(images.map(\.url) == ["a"] && images.map(\.ordinal) == [7] && document.imageCount == 2)
    }

    @Test("divides at the beginning stay, of several beside each other the first") func divides() {
        func tidied(_ nodes: [Node]) -> [Int] {
            var document = Document(url: "u", nodes: nodes)
            DocumentCleaning.tidyDivides(&document)
            return document.nodes.map(\.ordinal)
        }
        #expect(tidied([.divide(ordinal: 0), text(1, "a")]) == [0, 1])
        #expect(tidied([.divide(ordinal: 0), .divide(ordinal: 1)]) == [])
        #expect(
            tidied([text(0, "a"), .divide(ordinal: 1), image(2, "b"), .divide(ordinal: 3), text(4, "c")]) == [
                0, 1, 2, 3, 4,
            ])
        #expect(tidied([]) == [])
    }

    // MARK: Words with their places

    @Test("numbers of words are never that of a line's end, and equal words are equal on every line") func numbers() {
        let words = PlacedWords("a b\n\na\tb \n")
        let numbers = words.numbers
        #expect(numbers.count == 8 && words.longestLine == 2)
        #expect(numbers.indices.filter { numbers[$0] == 0 } == [2, 3, 6, 7])
        #expect(numbers[0] == numbers[4] && numbers[1] == numbers[5] && numbers[0] != numbers[1])
        #expect(PlacedWords("").longestLine == 0 && PlacedWords("\u{A0}").longestLine == 1)
    }

    @Test("cuts beside each other stay two, cuts with a sign between are one, lines without a cut stay as they are")
    func cuts() {
        func cut(_ text: String, _ runs: Range<Int>...) -> [String] {
            let (rest, cuts) = PlacedWords(text).cutting(runs)
            return [rest] + cuts
        }
        #expect(cut("a b c d e", 0..<1, 2..<3, 4..<5) == ["b d", "a", "c", "e"])
        #expect(cut("a - b c", 0..<1, 2..<3) == ["c", "a - b"])
        #expect(cut("a  b\n c  d\ne", 2..<3) == ["a  b\nd\ne", "c"])
        #expect(cut("a b", 5..<9) == ["a b"] && cut("a b", 1..<1) == ["a b"])
        #expect(cut("1 * 2", 1..<2) == ["1 2", "*"])
    }

    // MARK: Lists

    @Test("a language has its table, an unknown one all of them, one without words the general one") func choices() {
        let lists = WordLists.quarry
        #expect(lists.choice("") == .init(table: 0, isMixed: true))
        #expect(lists.choice("en") == .init(table: 1) && lists.choice("sw") == .init())
        for (kin, own) in [
            ("nb", "no"), ("nn", "no"), ("bs", "hr"), ("sh", "hr"), ("wuu", "zh"), ("yue", "zh"), ("iw", "he"),
            ("in", "id"),
        ] {
            #expect(
                WordLists.listed(kin) == own && lists.choice(kin) == lists.choice(own) && lists.choice(own).table > 0)
        }
        #expect(WordLists.obelics.choice("ja") == .init(table: 1) && WordLists.obelics.choice("") == .init(table: 1))
        #expect(WordLists.obelics.languages == ["en"] && lists.languages.first == "en")
    }

    @Test("a list has a word a line, what follows a blank is not looked at") func files() throws {
        let scratch = try Scratch()
        func common(_ text: String) throws -> Double {
            let lists = try WordLists.obelics.adding(commonWordsFile: scratch.write(Array(text.utf8), "w"))
            var profiler = TextProfiler(lists: lists)
            return profiler.profile("one two three four").commonWords
        }
        #expect(try common("one 17\ntwo\tx three\n") == 0.5)
        #expect(try common("\n\none\r\n") == 0.25)
        #expect(try common(" \n {\"one\": 0, \"four\": null}") == 0.5)
        #expect(words { _ = try common("\n \n") }.hasSuffix("no words in it"))
        #expect(words { _ = try common("{\"a\"") }.contains("is no word list (a JSON object word"))
        #expect(
            words { _ = try WordLists.obelics.adding(commonWordsFile: "/none") }.hasPrefix(
                "the word list cannot be read: "))
    }

    @Test("common words count in their language and in an unknown one, beside the stop words") func common() {
        let lists = WordLists.quarry.adding(commonWords: ["haus", "und"], language: "de")
        var profiler = TextProfiler(lists: lists)
        let german = profiler.profile("Haus und Hof", language: "de")
        #expect(abs(german.commonWords - 2.0 / 3) < 1e-12 && abs(german.stopWords - 1.0 / 3) < 1e-12)
        #expect(abs(profiler.profile("Haus und Hof").commonWords - 2.0 / 3) < 1e-12)
        #expect(profiler.profile("Haus und Hof", language: "fr").commonWords == 0)
        #expect(WordLists.quarry.commonWordsLanguage == nil && lists.commonWordsLanguage == "de")
    }

    @Test("a table keeps the flags of every list a word is on, and gives all words back") func table() {
        var table = WordTable()
        #expect(table[5 << 16] == 0 && table.count == 0)
        for hash in 1...100 as ClosedRange<UInt64> { table.insert(hash << 48, flags: 1) }
        table.insert(7 << 48, flags: 4)
        #expect(table.count == 100 && table[7 << 48] == 5 && table[8 << 48] == 1 && table[200 << 48] == 0)
        // The lowest 16 bits of a hash are not kept.
        #expect(table[7 << 48 | 0xFFFF] == 5)
        var found: [UInt64: UInt16] = [:]
        table.forEach { found[$0] = $1 }
        #expect(found.count == 100 && found[7 << 48] == 5)
    }
}
