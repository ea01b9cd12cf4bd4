import Documents
import Facts
import Platform
import TestKit
import Testing

@testable import CorpusFiles

/// Lines of drop logs: as people see them, and as they are told apart without parsing.
@Suite struct DropLinesTests {
    private let screen = Screen(width: 100)

    @Test("a drop says why, what varied, and of an image which one") func lines() {
        #expect(DropLines.text(Drop(.imageBlank), on: screen) == "  - image.blank")
        #expect(
            DropLines.text(Drop(.imageTooSmall, detail: "20 < 150", url: "http://i/"), on: screen)
                == "  - image.too-small (20 < 150): http://i/")
        // A document's own address stands above already.
        #expect(
            DropLines.text(Drop(.documentTooFewWords, detail: "3 < 10", url: "http://d/"), on: screen)
                == "  - document.too-few-words (3 < 10)")
    }

    @Test("where it stood and what it was have lines of their own, indented") func more() {
        var drop = Drop(.imageBlank, url: "http://i/")
        (drop.path, drop.text) = ("html > body", "A picture.")
        #expect(
            DropLines.text(drop, on: screen) == "  - image.blank: http://i/\n    at html > body\n    A picture.")
        drop.path = ""
        #expect(DropLines.text(drop, on: screen) == "  - image.blank: http://i/\n    A picture.")
        drop.text = ""
        #expect(DropLines.text(drop, on: screen) == "  - image.blank: http://i/")
    }

    @Test("line breaks and what moves a cursor are taken out, and long lines are folded") func safe() {
        let drop = Drop(.imageTooSmall, detail: "a\nb\u{1B}[2J", url: "http://i/\nx")
        #expect(DropLines.text(drop, on: screen) == "  - image.too-small (a b\u{FFFD}[2J): http://i/ x")
        let path = (0..<12).map { "element-\($0)" }.joined(separator: " > ")
        let folded = DropLines.path(path, on: Screen(width: 40)).split(separator: "\n")
        #expect(folded.count > 2 && folded.allSatisfy { $0.hasPrefix("    ") && $0.count <= 40 })
        #expect(folded.joined(separator: " ").split(separator: " ").joined(separator: " ") == "at " + path)
    }

    @Test("where grey can be shown each line is grey") func grey() {
        var drop = Drop(.imageBlank)
        drop.text = "x"
        #expect(
            DropLines.text(drop, on: Screen(width: 100, hasColours: true))
                == "\u{1B}[90m  - image.blank\u{1B}[0m\n\u{1B}[90m    x\u{1B}[0m")
    }

    // MARK: Without parsing

    private func reason(_ line: String) -> String? { Array(line.utf8).withUnsafeBytes { DropLog.reason(ofLine: $0) } }
    private func document(_ line: String) -> String? {
        Array(line.utf8).withUnsafeBytes { DropLog.document(ofLine: $0) }
    }

    @Test("a reason stands at the beginning of its line, or it is none") func reasons() {
        #expect(reason(#"{"unit":"image","reason":"image.blank","detail":""}"#) == "image.blank")
        #expect(reason(#"{"unit":"image"}"#) == nil && reason("") == nil && reason(#""reason":""#) == nil)
        #expect(reason(String(repeating: " ", count: 100) + #""reason":"x""#) == nil)
        #expect(reason(#"{"reason":"cut"#) == "cut")
    }

    @Test("a document's id is found where its key stands, not within a value") func documents() {
        #expect(document(#"{"detail":"\"document\":\"no\"","document":"0a"}"#) == "0a")
        #expect(document(#"{"document":""}"#) == nil && document(#"{"page":"x"}"#) == nil && document("") == nil)
    }

    @Test("every reason's own line gives it back") func everyReason() throws {
        for reason in Reason.allCases {
            let scratch = try Scratch()
            var writer = try DropLog.Writer(path: scratch.file("a"))
            try writer.append(Drop(reason, document: "0b", url: "u"))
            _ = try writer.commit()
            try FramedReader(path: scratch.file("a")).lines { line in
                #expect(DropLog.reason(ofLine: line) == reason.rawValue && DropLog.document(ofLine: line) == "0b")
            }
        }
    }

    @Test("those for one reason are read alone, in order, and a line that is none is named by its number")
    func filtered() throws {
        let scratch = try Scratch()
        let path = scratch.file("log")
        var writer = try DropLog.Writer(path: path)
        for (number, reason) in [Reason.imageBlank, .imageTooSmall, .imageBlank].enumerated() {
            try writer.append(Drop(reason, ordinal: number))
        }
        _ = try writer.commit()
        var found: [Int] = []
        try DropLog.read(path, for: .imageBlank) { found.append($0.ordinal) }
        #expect(found == [0, 2])
        found = []
        try DropLog.read(path) { found.append($0.ordinal) }
        #expect(found == [0, 1, 2])
        var other = try FramedWriter(path: path)
        try other.append(line: Array(#"{"unit":"image","reason":"image.blank"}"#.utf8))
        try other.append(line: Array("[]".utf8))
        _ = try other.commit()
        #expect(words { try DropLog.read(path, for: .imageTooSmall) { _ in } } == path + ": line 2 is not a drop")
        #expect(words { try DropLog.read(path) { _ in } } == path + ": line 1 is not a drop")
    }

    @Test("pieces get the path at which they stood, unless they know it; what left with its document gets none")
    func paths()
        throws
    {
        let scratch = try Scratch()
        var document = Document(id: "0a", url: "http://p/", nodes: [])
        document.paths = ElementPaths(text: "4 0 html body p\n5 2 div\n")
        var known = Drop(.imageBlank, ordinal: 5)
        known.path = "own"
        var ledger = Ledger()
        var writer = try DropLog.Writer(path: scratch.file("log"))
        try writer.append(
            [
                Drop(.paragraphTooFewWords, ordinal: 4), Drop(.imageBlank, ordinal: 5), known,
                Drop(.imageBlank, ordinal: 9),
            ],
            of: document, in: &ledger)
        _ = try writer.commit()
        var found: [String] = []
        try DropLog.read(scratch.file("log")) { found.append($0.path) }
        #expect(found == ["html > body > p", "html > body > div", "own", ""])
        #expect(ledger[.image].dropped == [.imageBlank: 3] && ledger[.paragraph].dropped == [.paragraphTooFewWords: 1])
    }
}
