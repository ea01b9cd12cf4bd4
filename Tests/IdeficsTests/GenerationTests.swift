import JSON
import Tensors
import TestKit
import Testing

@testable import Idefics

@Suite struct GenerationTests {
    /// The ids of a row up to the first one that the reference chose by less than 1e-3.
    private func certain(_ ids: [Int], _ margins: [Float]) -> Int {
        let uncertain = margins.firstIndex { $0 <= 1e-3 } ?? ids.count
        return min(uncertain, ids.count)
    }

    @Test(.needsShared("fixtures/idefics"), arguments: Golden.names) func greedyTextsAgree(name: String) throws {
        let golden = try Golden(name)
        let model = try golden.model()
        let entries = try golden.json("prompts.json")["prompts"].list
        var compared = 0
        for run in try golden.json("generate.json")["greedy"].list {
            let entry = try #require(entries.first { $0["name"] == run["prompt"] })
            var options = GenerationOptions(maximumTokens: run["max_new_tokens"]?.integer ?? 32)
            let kwargs = run["kwargs"]
            options.allowsImageTokens = true
            options.badWords = kwargs?["bad_words_ids"].list.map(\.integers) ?? []
            if let stop = kwargs?["eos_token_id"] { options.stopIDs = stop.integer.map { [$0] } ?? stop.integers }
            let answers = try model.generate(Golden.prompts(entry, model), options: options)
            for (row, answer) in answers.enumerated() {
                let wanted = run["new_ids"].list[row].integers
                let margins = run["top2_margins"].list[row].floats
                let count = certain(wanted, margins)
                let padded = answer.ids + Array(repeating: 0, count: max(0, wanted.count - answer.ids.count))
                #expect(padded.prefix(count) == wanted.prefix(count), "\(run["prompt"]!) \(run["mode"]!)")
                if count == wanted.count { #expect(answer.text == run["text"].list[row].string) }
                compared += count
            }
        }
        #expect(compared > 500)
    }

    @Test(.needsShared("fixtures/idefics"), arguments: Golden.names) func beamSearchAgrees(name: String) throws {
        let golden = try Golden(name)
        let model = try golden.model()
        let entries = try golden.json("prompts.json")["prompts"].list
        for run in try golden.json("generate.json")["beam"].list {
            let entry = try #require(entries.first { $0["name"] == run["prompt"] })
            let beams = try #require(run["num_beams"]?.integer)
            let wanted = run["new_ids"].list
            var options = GenerationOptions(maximumTokens: run["max_new_tokens"]?.integer ?? 16)
            options.strategy = .beam(
                BeamOptions(
                    beams: beams, lengthPenalty: Float(run["length_penalty"]?.number ?? 1),
                    stopsEarly: run["early_stopping"]?.bool ?? false, answers: wanted.count))
            let answers = try model.generate(Golden.prompts(entry, model), options: options)
            #expect(answers.count == wanted.count)
            for (row, answer) in answers.enumerated() {
                #expect(answer.ids == wanted[row].integers.prefix(answer.ids.count).map { $0 })
                #expect(wanted[row].integers.dropFirst(answer.ids.count).allSatisfy { $0 == 0 })
                #expect(answer.text == run["text"].list[row].string)
                #expect(abs((answer.score ?? 0) - run["sequences_scores"].floats[row]) < 1e-3)
            }
        }
    }

    @Test(.needsShared("fixtures/idefics"), arguments: Golden.names) func samplingDistributionsAgree(name: String)
        throws
    {
        let golden = try Golden(name)
        let model = try golden.model()
        let entries = try golden.json("prompts.json")["prompts"].list
        for run in try golden.json("generate.json")["sampling_distributions"].list {
            let entry = try #require(entries.first { $0["name"] == run["prompt"] })
            let prompt = try #require(Golden.prompts(entry, model).first)
            let sampling = SamplingOptions(
                temperature: Float(run["temperature"]?.number ?? 1), topK: run["top_k"]?.integer ?? 0,
                topP: Float(run["top_p"]?.number ?? 1))
            let processor = LogitsProcessor(
                repetitionPenalty: Float(run["repetition_penalty"]?.number ?? 1),
                badWords: run["bad_words_ids"].list.map(\.integers))
            var logits = try lastLogits(prompt, model)
            let distribution = logits.withUnsafeMutableBufferPointer { row in
                processor.apply(to: row, ids: prompt.ids)
                return SamplingDistribution(logits: row, options: sampling)
            }
            #expect(distribution.candidates.count == run["n_nonzero"]?.integer)
            for (index, pair) in run["top"].list.enumerated() where index < distribution.candidates.count {
                let own = distribution.candidates.first { $0.id == pair.list[0].integer }
                #expect(abs((own?.probability ?? 0) - Float(pair.list[1].number ?? 0)) < 1e-3)
            }
        }
    }

    private func lastLogits(_ prompt: Prompt, _ model: IdeficsModel) throws -> [Float] {
        try model.compute { networks throws(IdeficsError) in
            var batch = Batch()
            let states = try networks.encode(prompt.images, trace: nil)
            batch.add(
                prompt.ids, images: prompt.attended(states), to: networks.decoder.makeCache(capacity: prompt.ids.count))
            let pass = Pass(networks.compute)
            let hidden = networks.decoder(batch, pass)
            return networks.decoder.logits(hidden, rows: [prompt.ids.count - 1], pass).array
        }
    }

    @Test(.needsShared("fixtures/idefics")) func samplingIsSeeded() throws {
        let golden = try Golden("tiny")
        let model = try golden.model()
        let prompt = try model.prompts.build([.text("Once upon a time")])
        func ids(_ seed: UInt64) throws -> [Int] {
            try model.generate(
                [prompt], options: GenerationOptions(maximumTokens: 12, strategy: .sample(.init(seed: seed))))[0].ids
        }
        #expect(try ids(7) == ids(7))
        #expect(try ids(7) != ids(8))
    }

    @Test(.needsShared("fixtures/idefics")) func streamsAndStops() throws {
        let golden = try Golden("tiny")
        let model = try golden.model()
        let prompt = try model.prompts.build([.text("The weather")])
        var pieces = ""
        var options = GenerationOptions(maximumTokens: 24)
        let whole = try model.generate([prompt], options: options) { token in
            pieces += token.text
            return true
        }[0]
        #expect(pieces == whole.text)
        let stop = String(whole.text.dropFirst(4).prefix(3))
        options.stopStrings = [stop]
        let stopped = try model.generate([prompt], options: options)[0]
        #expect(stopped.reason == .stopString)
        #expect(stopped.text.contains(stop) && stopped.ids.count < whole.ids.count)
        let cancelled = try model.generate([prompt], options: options) { _ in false }[0]
        #expect(cancelled.reason == .cancelled && cancelled.ids.count == 1)
    }
}
