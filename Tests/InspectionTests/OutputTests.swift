import CorpusFiles
import CorpusKit
import Documents
import Inspection
import Testing
import TestKit

/// `schemas/inspection.schema.json` says what the verbs print.
@Suite struct Outputs {
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
        for (verb, text) in outputs { #expect(try Schema.problems(text, inspection: verb) == [], "\(verb)") }
        #expect(try Schema.problems("{\"query\": 1}", inspection: "search") != [])
    }
}
