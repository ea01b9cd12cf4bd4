import Inspection
import JSON
import Testing

/// `quarry help signals`.
@Suite struct SignalsInspectionTests {
    @Test func everySignalHasASentence() throws {
        let list = try JSONValue(parsing: SignalsInspection().json).array ?? []
        let names = list.compactMap { $0["signal"]?.string }
        #expect(Set(names).count == names.count)
        #expect(
            Set(names).isSuperset(of: ["words", "stop_word_ratio", "phash", "sharpness", "image-gain", "perplexity"]))
        for signal in list {
            #expect((signal["sentence"]?.string ?? "").count > 5, "\(signal["signal"]?.string ?? "")")
            #expect(["text", "image", "model"].contains(signal["of"]?.string ?? ""))
        }
    }

    @Test func oneSignalIsExplainedUnderEitherName() throws {
        let text = try SignalsInspection("image_gain").text()
        #expect(text.hasPrefix("image-gain  (model)\n  of an image: mean log-likelihood"))
        #expect(text.contains("cost: two passes"))
        #expect(try SignalsInspection("image-gain").text() == text)
        #expect(try SignalsInspection("words").text() == "words  (text)\n  words of the text")
    }

    @Test func aSlipGetsTheNearestSignal() {
        let error = #expect(throws: InspectionError.self) { try SignalsInspection("sharpnes") }
        #expect("\(error.map { "\($0)" } ?? "")" == "there is no signal 'sharpnes'; the nearest is 'sharpness'")
    }
}
