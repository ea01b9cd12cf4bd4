import CorpusFiles
import CorpusKit
import Documents
import Inspection
import JSON
import Platform
import Testing
import TestKit

/// `schemas/inspection.schema.json` says what the verbs print.
@Suite struct Outputs {
    private func problems(_ text: String, _ verb: String) throws -> [String] {
        let schema = try JSONValue(parsing: Files.read(Repository.root + "/schemas/inspection.schema.json"))
        let wrapped = JSONValue.members([
            "$ref": .string("#/$defs/\(verb)"), "$defs": try #require(schema["$defs"]),
        ])
        return Schema(json: wrapped).problems(try JSONValue(parsing: text))
    }

    @Test func whatTheVerbsPrintIsAsTheSchemaSays() throws {
        let scratch = try Scratch()
        let tiny = try TinyCorpus(in: scratch.file("a"))
        let corpus = try Corpus(folder: scratch.file("a"))
        let other = try TinyCorpus.ofTexts(["one other text"], in: scratch.file("b"))
        let outputs = [
            ("search", try SearchInspection(SearchInspection.Question("dog"), in: corpus).json),
            ("sample", try SampleInspection(3, seed: 1, from: corpus).json),
            ("why", try WhyInspection(tiny.documents[0].id, in: corpus, phases: []).json),
            ("compare", try CompareInspection(corpus, other, listing: .onlyInA).json),
            ("diff", try DocumentDiff(tiny.documents[0].id, in: corpus, and: corpus).json),
        ]
        for (verb, text) in outputs { #expect(try problems(text, verb) == [], "\(verb)") }
        #expect(try problems("{\"query\": 1}", "search") != [])
    }
}
