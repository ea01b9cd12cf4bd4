import CorpusKit
import Documents
import Facts
import Platform
import TestKit
import Testing

@testable import CorpusFiles

/// Logs of what left, and the search in them.
@Suite struct DropLogTests {
    @Test func whatLeftADocumentIsBookedUnderIt() throws {
        let scratch = try Scratch()
        let document = Document(id: "0a", url: "http://p/", nodes: [])
        var known = Drop(.imageTooSmall, url: "http://i/")
        known.page = "http://elsewhere/"
        var ledger = Ledger()
        var writer = try DropLog.Writer(path: scratch.file("log"))
        try writer.append([Drop(.imageBlank, ordinal: 4), known], of: document, in: &ledger)
        #expect(writer.count == 2)
        #expect(try writer.commit().lines == 2)
        var found: [Drop] = []
        try DropLog.read(scratch.file("log")) { found.append($0) }
        #expect(found.map(\.document) == ["0a", "0a"] && found.map(\.page) == ["http://p/", "http://elsewhere/"])
        #expect(found[0].ordinal == 4 && ledger[.image].dropped == [.imageBlank: 1, .imageTooSmall: 1])
    }

    @Test func aLineThatIsNoDropIsNamed() throws {
        let scratch = try Scratch()
        var writer = try FramedWriter(path: scratch.file("log"))
        try writer.append(line: Array("{}".utf8))
        _ = try writer.commit()
        let error = #expect(throws: StorageError.self) { try DropLog.read(scratch.file("log")) { _ in } }
        #expect(error?.description.contains("line 1 is not a drop") == true)
    }

    @Test(arguments: [
        ("deduplicate-text-00003.jsonl.zst", "deduplicate-text"), ("judge-00000.jsonl.zst", "judge"),
        ("judge.jsonl.zst", "judge"), ("near-text.jsonl.zst", "near-text"),
    ])
    func aLogIsNamedByItsPhase(name: String, phase: String) { #expect(Corpus.phase(ofLog: name) == phase) }

    @Test func dropsAreFoundByWhatTheyMention() throws {
        let scratch = try Scratch()
        _ = try TinyCorpus(in: scratch.path, count: 3)
        let corpus = try Corpus(folder: scratch.path)
        func found(_ texts: String...) throws -> [Reason] { try corpus.drops(mentioning: texts).map(\.drop.reason) }
        #expect(try found("https://example.org/empty") == [.pageEmpty])
        #expect(try found("30000000000000000001", "http://i/x.png") == [.imageTooSmall, .paragraphTooFewWords])
        #expect(try found("https://example.org/f") == [.documentTooFewWords])
        #expect(try found("https://example.org/emptyy") == [])
        #expect(try found() == [] && found("") == [])
        #expect(try corpus.drops(mentioning: ["a.png"]).map(\.phase) == ["extract"])
        var all = 0
        try corpus.forEachDrop { _ in all += 1 }
        #expect(all == TinyCorpus.drops.count)
    }

    /// What JSON escapes is looked for as JSON has it.
    @Test func quotationMarksAreFound() throws {
        let scratch = try Scratch()
        _ = try TinyCorpus(in: scratch.path, count: 3)
        var writer = try DropLog.Writer(path: scratch.file("drops/extract-00000.jsonl.zst"))
        try writer.append(Drop(.imageBlank, detail: "a \"b\" c"))
        _ = try writer.commit()
        #expect(try Corpus(folder: scratch.path).drops(mentioning: ["\"b\""]).count == 1)
    }
}
