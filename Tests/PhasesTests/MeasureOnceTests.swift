import Documents
import Facts
import Runs
import TestKit
import Testing

@testable import Configuration
@testable import Phases

/// A text is measured once; again only when something of it has left.
@Suite struct MeasureOnceTests {
    private func judge() throws -> Judge {
        let pipeline = try Pipeline.parse("paragraphs: {words: {min: 3}}", file: "t", folder: ".")
        return try Judge(pipeline.config)
    }

    private func document() -> Document {
        let texts = ["one two three four", "five six", "seven eight nine"]
        let paragraphs = texts.enumerated().map { Paragraph(ordinal: $0.offset, text: $0.element) }
        return Document(
            url: "http://a.example/",
            nodes: [.text(TextNode(paragraphs: paragraphs)), .image(ImageNode(ordinal: 3, url: "http://a.example/i"))])
    }

    @Test func aProfileStaysUntilAParagraphLeaves() throws {
        var judge = try judge()
        var document = document()
        #expect(judge.judge(&document).isKept)
        #expect(document.isMeasured && document.profile.words == 9)
        document.profile.words = 1000
        #expect(judge.judge(&document).isKept)
        #expect(document.profile.words == 1000)
        document.sift { node in if case .image = node { nil } else { node } }
        #expect(document.isMeasured)
        document.sift { node in
            guard case .text(var text) = node else { return node }
            text.paragraphs.removeLast()
            return .text(text)
        }
        #expect(!document.isMeasured)
        #expect(judge.judge(&document).isKept)
        #expect(document.isMeasured && document.profile.words == 6)
    }

    @Test func paragraphsAreJudgedOnceInALanguage() throws {
        var judge = try judge()
        var document = document()
        #expect(judge.sift(&document).map(\.reason) == [.paragraphTooFewWords])
        // A word that would not pass now, were it asked again.
        document.sift { node in
            guard case .text(var text) = node else { return node }
            text.paragraphs[0].text = "one"
            return .text(text)
        }
        #expect(judge.sift(&document).isEmpty)
        document.siftedAs = "de"
        #expect(judge.sift(&document).map(\.reason) == [.paragraphTooFewWords])
        #expect(judge.sift(&document).isEmpty)
    }

    @Test func whatWasMeasuredTravelsBetweenPhases() throws {
        let run = try PhaseRun("name: t\nfetch: {network: false}", [Crawl.site(pages: 2)]).work(through: .judge)
        for phase in [PhaseName.extract, .judge] {
            let documents = try run.documents(of: phase)
            #expect(documents.count == 2)
            for document in documents {
                #expect(document.isMeasured && document.profile.words > 100 && document.profile.characters > 500)
                #expect(document.siftedAs != nil)
            }
        }
        #expect(try run.documents(of: .extract).map(\.profile) == run.documents(of: .judge).map(\.profile))
    }
}
