import CorpusKit
import Foundation
import JSON
import Platform
import Testing
import TestKit
@testable import Annotations
@testable import CorpusFiles
@testable import Documents
@testable import Facts

/// `schemas/` says what is on disk; each is held to what the code writes. `RECORD=1` rewrites the generated ones and fails.
@Suite struct SchemaTests {
    static let folder = Repository.root + "/schemas"

    static func schema(_ name: String) throws -> Schema { try Schema(path: "\(folder)/\(name).schema.json") }

    /// What `schemas/` has of that name; with RECORD=1 it becomes `text` first, and the run fails.
    static func recorded(_ name: String, or text: String) throws -> String {
        let path = "\(folder)/\(name)"
        if ProcessInfo.processInfo.environment["RECORD"] == "1" {
            try Files.write(text, to: path)
            Issue.record("recorded \(name); run again without RECORD")
        }
        return try Files.readText(path)
    }

    @Test func theIndexIsMadeByIndexSQL() throws {
        let text = """
            -- index.sqlite of a corpus; PRAGMA application_id = \(CorpusSchema.application) ('QRRY'), \
            user_version = \(CorpusSchema.version).
            -- Tables are filled in the order of their keys; the indexes are made afterwards.

            \(CorpusSchema.tables)
            \(CorpusSchema.indexes)
            -- Of a catalogue alone, whose user_version is \(CorpusSchema.catalogueVersion).
            \(CorpusSchema.ranges)
            -- Unless the pipeline switches full-text search off; its rowid is documents.number.
            \(CorpusSchema.fullText)
            """
        #expect(try Self.recorded("index.sql", or: text) == text, "not what the code says; RECORD=1 rewrites it")
    }

    @Test func theListOfReasonsIsWhole() throws {
        var text = """
            # Reasons

            Why a thing left: the bounded set of labels in drop logs, ledgers and the index. What varies (a status code, \
            the numbers compared) is the drop's `detail`. *Policy* is a rule of the pipeline, *failure* something that \
            went wrong with the data or the network, *cascade* what left because it belonged to something that left.

            `quarry help reasons NAME` prints a line of this table.

            | reason | unit | kind | again later | what it means | for example | what to do |
            |---|---|---|---|---|---|---|

            """
        for reason in Reason.allCases {
            let again = reason.isRetryable ? "may help" : ""
            let words = reason.words
            let example = words.example.isEmpty ? "" : "`\(words.example)`"
            text += "| `\(reason.rawValue)` | \(reason.unit.rawValue) | \(reason.kind.rawValue) | \(again) | "
            text += "\(words.sentence) | \(example) | \(words.advice) |\n"
        }
        #expect(try Self.recorded("reasons.md", or: text) == text, "not what the code says; RECORD=1 rewrites it")
    }

    @Test func everyReasonHasWords() {
        for reason in Reason.allCases {
            let words = reason.words
            #expect(words.sentence.hasSuffix(".") && words.sentence.first?.isUppercase == true, "\(reason)")
            #expect(words.advice.count > 10 && !words.advice.isEmpty, "\(reason)")
            #expect(!(words.sentence + words.example + words.advice).contains { "|\n".contains($0) }, "\(reason)")
        }
        #expect(Reason.documentNoImage.words.sentence == "Nothing was left of the images.")
    }

    @Test func documentsAreAsTheSchemaSays() throws {
        let schema = try Self.schema("document")
        var json = JSONWriter()
        for document in TinyCorpus.documents(6, images: [Self.signals]) {
            json.reset()
            DocumentCoder.write(document, to: &json)
            let value = try JSONValue(parsing: json.bytes)
            #expect(schema.problems(value) == [])
            #expect(value.members?.map(\.key) == schema.json["required"]?.array?.compactMap(\.string))
        }
        for (key, wrong) in [("id", "\"xyz\""), ("segments", "[]"), ("captured", "\"2023-01-31\""), ("words", "1.5")] {
            let text = json.text.replacing(try Regex("\"\(key)\":(\\[.*?\\]|[^,]*)"), with: "\"\(key)\":\(wrong)")
            let value = try JSONValue(parsing: text)
            #expect(schema.problems(value) != [], "\(key)")
        }
    }

    @Test func annotationsAreAsTheSchemaSays() throws {
        let schema = try Self.schema("annotation")
        var annotation = Annotation(document: String(repeating: "0a", count: 10))
        for signal in ScoreSignal.allCases { annotation.signals[signal] = signal.version }
        annotation.values = [.imageGain: 0.5, .perplexity: 12]
        annotation.images = [.init(position: 1, sha256: Self.signals.sha256), .init(position: 3, sha256: "")]
        annotation.images[0].caption = "a duck"
        annotation.images[0].values[.imageGain] = 0.5
        annotation.images[1].problem = "its bytes are not in the corpus"
        var json = JSONWriter()
        annotation.write(to: &json)
        let value = try JSONValue(parsing: json.bytes)
        #expect(schema.problems(value) == [])
        #expect(value.members?.map(\.key) == schema.json["required"]?.array?.compactMap(\.string))
        #expect(try Annotation(value) == annotation)
    }

    @Test func aRecordWithModelCaptionsIsAsTheSchemaSays() throws {
        var document = TinyCorpus.documents(3, images: [Self.signals])[2]
        document.hasModelCaptions = true
        document.sift { node in
            guard case .image(var image) = node else { return node }
            image.modelCaption = "a duck"
            return .image(image)
        }
        var json = JSONWriter()
        DocumentCoder.write(document, to: &json)
        let value = try JSONValue(parsing: json.bytes)
        #expect(try Self.schema("document").problems(value) == [])
        for segment in value["segments"]?.array ?? [] {
            #expect(segment["model_caption"]?.string == (segment["kind"]?.string == "image" ? "a duck" : ""))
        }
        var again = JSONWriter()
        DocumentCoder.write(try DocumentCoder.read(value), to: &again)
        #expect(again.bytes == json.bytes)
    }

    static let signals = ImageSignals(
        sha256: String(repeating: "ab", count: 32), phash: "00112233aabbccdd", width: 1, height: 2, format: "webp")

    @Test func aCorpusIsAsTheSchemasSay() throws {
        let scratch = try Scratch()
        let tiny = try TinyCorpus(in: scratch.path)
        let manifest = try JSONValue(parsing: Files.read(scratch.file("corpus.json")))
        #expect(try Self.schema("manifest").problems(manifest) == [])
        #expect(try CorpusManifest(folder: scratch.path) == tiny.manifest)
        let drops = try Self.schema("drop")
        for path in try Corpus(folder: scratch.path).dropLogs {
            try FramedReader(path: path).lines { line in
                let drop = try JSONValue(parsing: Array(line))
                #expect(drops.problems(drop) == [])
            }
        }
    }
}
