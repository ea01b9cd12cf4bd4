import JSON
import Platform
import Tensors
import TestKit
import Testing

@testable import Idefics

/// The small trained checkpoint: captions and scores that mean something. A debug run looks at a part of the set; with
/// `QUARRY_FULL=1` (release builds) at all of it.
@Suite(.needsShared("models/emoji-eval")) struct EmojiTests {
    private func load() throws -> (model: IdeficsModel, folder: String, goldens: JSONValue) {
        let folder = try Shared.require("models/emoji-eval")
        let goldens = try JSONValue(parsing: Files.read(folder + "/goldens.json"))
        let options = LoadOptions(threads: FullRun.isWanted ? nil : 1)
        return (try IdeficsModel(checkpoint: Repository.emojiModel, options: options), folder, goldens)
    }

    private func some(_ list: [JSONValue], _ count: Int) -> [JSONValue] {
        FullRun.isWanted ? list : stride(from: 0, to: list.count, by: max(1, list.count / count)).map { list[$0] }
    }

    @Test func captionsAgree() throws {
        let (model, folder, goldens) = try load()
        let entries = some(goldens["captions"].list, 16)
        let captioner = Captioner(model, options: GenerationOptions(maximumTokens: 24))
        let pictures = try entries.map { try model.images.prepare(path: "\(folder)/\($0["file"]?.string ?? "")") }
        let captions = try captioner.captions(pictures)
        for (entry, caption) in zip(entries, captions) where entry["min_top2_margin"]?.number ?? 0 > 1e-3 {
            #expect(caption.ids == entry["greedy_ids"].integers)
            #expect(caption.text == entry["greedy_text"]?.string)
        }
    }

    @Test(
        "the best of several texts comes first with the highest score, and a template is a beginning to a base checkpoint"
    )
    func candidates() throws {
        let (model, folder, _) = try load()
        var options = GenerationOptions(maximumTokens: 12)
        options.strategy = .beam(BeamOptions(beams: 3, answers: 2))
        let picture = try model.images.prepare(path: folder + "/k000.png")
        let caption = try #require(try Captioner(model, options: options).captions([picture]).first)
        #expect(caption.candidates.count == 2 && caption.candidates[0].text == caption.text)
        #expect(caption.candidates[0].score >= caption.candidates[1].score)
        let asked = Captioner(model, template: .brief)
        #expect(try asked.prompt(picture).text.hasSuffix("<fake_token_around_image>A picture of"))
    }

    @Test func captionScoresAgree() throws {
        let (model, folder, goldens) = try load()
        let options = PromptOptions(addsEndOfUtterance: false)
        for entry in some(goldens["captions"].list, 8) {
            func prompt(_ key: String) throws -> Prompt {
                let picture = try model.images.prepare(path: "\(folder)/\(entry[key]?.string ?? "")")
                return try model.prompts.build(
                    [.image(picture), .text(entry["caption"]?.string ?? "")], options: options)
            }
            let prompts = [try prompt("file"), try prompt("other")]
            let kept = try model.logProbabilities(of: prompts)
            let masked = try model.logProbabilities(of: [prompts[0]], images: .mask)
            let count = entry["caption_ids"].integers.count
            for (scores, key) in [(kept[0], "own"), (masked[0], "masked"), (kept[1], "other")] {
                let sum = scores.suffix(count).reduce(0, +)
                #expect(abs(sum - Float(entry["logprob_\(key)"]?.number ?? 0)) < 1e-3 * Float(count), "\(key)")
            }
        }
    }

    @Test func documentScoresAgree() throws {
        let (model, folder, goldens) = try load()
        let lines = try Files.readText(folder + "/documents.jsonl").split(separator: "\n")
        let documents = try lines.map { try JSONValue(parsing: Array($0.utf8)) }
        for golden in some(goldens["documents"].list, 6) {
            for variant in ["matched", "swapped", "masked"] {
                let source = variant == "masked" ? "matched" : variant
                let document = try #require(
                    documents.first { $0["id"] == golden["id"] && $0["variant"]?.string == source })
                let items = try document["items"].list.map { item -> PromptItem in
                    if let text = item["text"]?.string { return .text(text) }
                    return .image(try model.images.prepare(path: "\(folder)/\(item["image"]?.string ?? "")"))
                }
                let prompt = try model.prompts.build(items, options: PromptOptions(addsEndOfUtterance: false))
                #expect(prompt.ids == golden["ids"].integers)
                let scores = try model.logProbabilities(of: [prompt], images: variant == "masked" ? .mask : .keep)[0]
                let own = golden["text_positions"].integers.map { scores[$0 - 1] }
                #expect(largestDifference(own, golden[variant]?["token_logprobs"].floats ?? []) < 1e-3, "\(variant)")
            }
        }
    }
}

/// Whether long checks were asked for.
enum FullRun {
    static let isWanted = environment("QUARRY_FULL") == "1"
}
