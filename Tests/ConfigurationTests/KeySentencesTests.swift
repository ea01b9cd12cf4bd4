import Testing

@testable import Configuration

/// Every key of a pipeline has a sentence, and every sentence a key.
@Suite struct KeySentencesTests {
    @Test func everyKeyHasASentenceAndEverySentenceAKey() {
        let keys = PipelineSchema.declared.map(\.key.path)
        for key in keys { #expect(KeySentences[key].hasSuffix("."), "\(key) has no sentence in KeySentences.swift") }
        #expect(Set(KeySentences.all.keys).subtracting(keys) == [])
    }

    @Test func aKeyIsExplained() throws {
        let keys = try KeyExplanation.named("workers.sandbox")
        #expect(
            keys == [
                KeyExplanation(
                    path: "workers.sandbox",
                    sentence: "What a worker does where the machine cannot give it its bounds: wanted works without "
                        + "them, required refuses.", values: "one of wanted, required", usual: "\"wanted\"")
            ])
        #expect(keys[0].text.hasPrefix("workers.sandbox: \"wanted\"\n    What a worker"))
        #expect(try KeyExplanation.named("fetch").count == 23)
        #expect(try KeyExplanation.named("documents.words").first?.sentence == "Number of words.")
    }

    @Test func aSlipGetsTheNearestKey() {
        let error = #expect(throws: PipelineError.self) { try KeyExplanation.named("corpus.paragraph-maxmum") }
        #expect("\(error.map { "\($0)" } ?? "")".contains("did you mean 'corpus.paragraph-maximum'?"))
    }
}
