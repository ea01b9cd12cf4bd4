import Documents
import Facts
import Testing

@testable import Curation

/// Where measurements of a text change: the neighbours on both sides.
@Suite struct TextEdgesTests {
    /// A tenth of the words has to be stop words of a language.
    @Test func theLanguageOfFewStopWordsIsNotTold() {
        var profiler = TextProfiler(lists: .quarry)
        func text(_ others: Int) -> String { "und " + (0..<others).map { "xqz\($0)w" }.joined(separator: " ") }
        #expect(profiler.likelyLanguage(of: text(9)) == "de")
        #expect(profiler.likelyLanguage(of: text(10)) == "")
        #expect(profiler.likelyLanguage(of: "") == "" && profiler.likelyLanguage(of: "1 2 3") == "")
        #expect(profiler.likelyLanguage(of: "The boats are in the harbour") == "en")
    }

    /// Of a document with at least twenty words of running text only those are measured.
    @Test func twentyWordsAreRunningText() {
        var profiler = TextProfiler(lists: .quarry)
        func stopWords(_ count: Int) -> Double {
            let prose = (0..<count).map { $0 % 2 == 0 ? "the" : "xqz\($0)w" }.joined(separator: " ")
            let code = (0..<20).map { "abc\($0)x" }.joined(separator: " ")
            let document = Document(
                url: "",
                nodes: [
                    .text(
                        TextNode(paragraphs: [
                            Paragraph(ordinal: 0, text: prose), Paragraph(ordinal: 1, text: code, role: .verbatim),
                        ]))
                ])
            return profiler.profile(document: document) { $0 == .verbatim }.stopWords
        }
        #expect(stopWords(20) == 10.0 / 40 * 2 && stopWords(18) == 9.0 / 38)
    }

    /// Scripts without blanks have windows of ten code points, others of twenty: twenty code points that repeat by five are
    /// one window of twenty, or eleven of ten, of which the two most frequent are five.
    @Test func windowsAreAsWideAsTheScriptAsks() {
        func share(_ text: String) -> Double {
            var profiler = TextProfiler(lists: .quarry, options: .quarry)
            return profiler.profile(text).characterRepetition
        }
        #expect(share(String(repeating: "abcde", count: 4)) == 0)
        #expect(share(String(repeating: "あいうえお", count: 4)) == 5.0 / 11)
        #expect(share(String(repeating: "abcde", count: 8)) > 0.3)
    }

    /// A paragraph is remembered until its document is measured, and no longer.
    @Test func aParagraphOfTheLastDocumentIsForgotten() {
        var profiler = TextProfiler(lists: .quarry)
        profiler.begin()
        _ = profiler.profile(Paragraph(ordinal: 0, text: "the boats are here"), language: "en")
        profiler.begin()
        let other = Paragraph(ordinal: 0, text: "xqa xqb xqcd xqefg")
        let document = Document(url: "", nodes: [.text(TextNode(paragraphs: [other]))])
        #expect(profiler.profile(document: document).stopWords == 0)
    }
}
