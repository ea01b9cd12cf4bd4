import Annotations
import CorpusKit
import Documents
import Facts
import JSON
import Platform
import TestKit
import Testing

@testable import CorpusFiles
@testable import Inspection

/// What models said of a document, errors, and answers of a few lines.
@Suite struct SmallAnswersTests {
    private let scratch: Scratch
    private let tiny: TinyCorpus

    init() throws {
        scratch = try Scratch()
        tiny = try TinyCorpus(in: scratch.file("tiny"))
    }

    private func keys(_ json: JSONValue?) -> [String]? { json?.members?.map(\.key) }

    // MARK: What models said

    @Test func scoresAreTold() {
        var annotation = Annotation(document: "d")
        (annotation.tokens, annotation.problem) = (40, "too long")
        annotation.values = [.perplexity: 12.345678, .imageGain: 0.5]
        annotation.images = [Annotation.Image(position: 3, sha256: "ab")]
        annotation.images[0].values = [.imageGain: -0.25]
        annotation.images[0].caption = "a dog"
        annotation.images[0].problem = "odd"
        let scores = DocumentScores(
            model: ScoreModel(name: "m", checkpoint: "c", dtype: "bf16"), annotation: annotation)
        #expect(
            scores.text
                == "\nm (bf16, 40 text tokens)\n  not scored: too long\n  perplexity 12.3457\n  image-gain 0.5\n"
                + "  image at 3: image-gain -0.25, 'a dog', odd\n")
    }

    // MARK: Errors and small answers

    @Test func aFolderThatIsNoCorpusIsTold() throws {
        #expect(
            InspectionError.noCorpus(in: scratch.path).description
                == "'\(scratch.path)' holds no corpus: it has no corpus.json")
        try Files.makeFolder(scratch.file("run/work"))
        let begun = InspectionError.noCorpus(in: scratch.file("run"))
        #expect(
            begun.description.hasPrefix("the run in '\(scratch.file("run"))' is not finished") && begun.exitCode == 3)
        #expect(InspectionError.storage(.remote(path: "", detail: "", exitCode: 75)).exitCode == 75)
        #expect(InspectionError.storage(.refused(path: "p", detail: "d")).exitCode == 2)
        #expect(InspectionError.storage(.refused(path: "p", detail: "d")).description == "p: d")
    }

    @Test func aCompleteRunSaysWhatItHas() throws {
        let json = try JSONValue(parsing: CompleteRun.json(tiny.manifest, at: "out"))
        #expect(keys(json) == ["output", "phase", "documents", "ledger"] && json["output"]?.string == "out")
        #expect(json["phase"]?.string == "assemble" && json["documents"]?.integer == 24)
        #expect(json["ledger"]?["document"]?["born"]?.integer == 26)
    }

    @Test func indexesAreKeptByTheirDigest() throws {
        let (bytes, told) = (Array("index".utf8), Told())
        var file = CorpusManifest.File(
            "index.sqlite", .index,
            FileSummary(name: "index.sqlite", bytes: 5, lines: 0, sha256: SHA256.hash(bytes).hex))
        var brought = 0
        func path(_ environment: [String: String]) throws -> String {
            try IndexCache(environment) { told.texts.append($0) }.path(of: file) { target throws(StorageError) in
                brought += 1
                try wrapping { () throws(SystemError) in try Files.write(bytes, to: target) }
            }
        }
        let home = scratch.file("home")
        let expected = "\(home)/.cache/quarry/index/\(file.sha256).sqlite"
        for _ in 0..<2 { #expect(try path(["HOME": home, "XDG_CACHE_HOME": "relative"]) == expected) }
        #expect(try brought == 1 && Files.read(expected) == bytes && told.texts.isEmpty)
        #expect(
            try path(["HOME": home, "XDG_CACHE_HOME": scratch.file("xdg")]).hasPrefix(scratch.file("xdg/quarry/index/"))
        )
        #expect(throws: StorageError.self) { try path([:]) }
        file.bytes = 16 << 20 + 1
        _ = try path(["HOME": scratch.file("large")])
        #expect(
            told.texts == [
                "bringing the index, 16 MiB, to \(scratch.file("large"))/.cache/quarry/index/\(file.sha256).sqlite"
            ])
        file.sha256 = "../" + String(repeating: "a", count: 61)
        #expect(throws: StorageError.self) { try path(["HOME": home]) }
    }
}

/// `@unchecked Sendable`: one test appends to it.
private final class Told: @unchecked Sendable { var texts: [String] = [] }
