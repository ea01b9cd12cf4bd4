import Platform
import TestKit
import Testing

@testable import Idefics

/// The small trained SmolVLM on renderings that it was not shown.
@Suite struct SmolEmojiTests {
    private let model: IdeficsModel
    private let names: [String]
    private let pictures: [PreparedImage]

    init() throws {
        let model = try IdeficsModel(checkpoint: Repository.smolModel, options: LoadOptions(threads: 1))
        let folder = Repository.smolModel + "/pictures"
        let files = try Files.list(folder).filter { $0.hasSuffix(".png") }.sorted()
        self.model = model
        names = files.map { String($0.dropLast(4)).replacing("-", with: " ") }
        pictures = try files.map { try model.images.prepare(path: "\(folder)/\($0)") }
    }

    @Test func itWritesTheNamesOfEmoji() throws {
        let captions = try Captioner(model, options: GenerationOptions(maximumTokens: 16)).captions(pictures)
        let right = zip(captions, names).count { $0.text == $1 }
        #expect(names.count == 24 && right >= 23, "\(right): \(captions.map(\.text))")
        #expect(captions.allSatisfy { $0.reason == .stopToken })
    }

    @Test func itTellsItsPictureFromAnotherOne() throws {
        let scorer = DocumentScorer(model)
        let texts = names.map { PromptItem.text("Here you can see \($0).") }
        let own = try scorer.scores(of: zip(pictures, texts).map { [.image($0), $1] })
        let others = try scorer.scores(
            of: texts.indices.map { [.image(pictures[($0 + 1) % pictures.count]), texts[$0]] })
        for (right, wrong) in [
            (own.map(\.meanLogProbability), others.map(\.meanLogProbability)),
            (own.map { $0.segments[0].gain }, others.map { $0.segments[0].gain }),
        ] {
            let pairs = right.flatMap { right in wrong.map { right > $0 ? 1.0 : right == $0 ? 0.5 : 0 } }
            let area = pairs.reduce(0, +) / Double(pairs.count)
            #expect(area >= 0.99, "\(area)")
        }
    }
}
