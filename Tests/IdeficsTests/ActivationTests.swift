import JSON
import Tensors
import TestKit
import Testing

@testable import Idefics

/// Activations after every sub-module, then logits, against the reference in f32.
@Suite struct ActivationTests {
    @Test(.needsShared("fixtures/idefics"), arguments: Golden.names) func everySubModuleAgrees(name: String) throws {
        let golden = try Golden(name)
        let model = try golden.model()
        let file = try golden.tensors("bisect")
        let entry = try #require(
            golden.json("prompts.json")["prompts"].list.first { $0["name"]?.string == file.metadata["prompt"] })
        let prompt = try #require(Golden.prompts(entry, model).first)
        var seen: [String: [Float]] = [:]
        try model.compute { networks throws(IdeficsError) in
            let trace = { (name: String, rows: Activations) in seen[name] = rows.array }
            let states = try networks.encode(prompt.images, trace: trace)
            var batch = Batch()
            let cache = networks.decoder.makeCache(capacity: prompt.ids.count)
            batch.add(prompt.ids, images: prompt.attended(states), to: cache)
            let pass = Pass(networks.compute, trace: trace)
            let hidden = networks.decoder(batch, pass)
            _ = networks.decoder.logits(hidden, rows: Array(0..<prompt.ids.count), pass)
        }
        var compared = 0
        for (key, tensor) in file.tensors.sorted(by: { $0.key < $1.key }) {
            guard tensor.type == .f32, var own = seen[key] else { continue }
            var wanted = tensor.floats
            if key.hasPrefix("cross."), key.hasSuffix(".attn") {
                // Before the gate the reference has an average of everything in rows that see no picture.
                let width = wanted.count / prompt.ids.count
                let rows = prompt.imageIndices.indices.filter { prompt.imageIndices[$0] >= 0 }
                own = rows.flatMap { own[$0 * width..<($0 + 1) * width] }
                wanted = rows.flatMap { wanted[$0 * width..<($0 + 1) * width] }
            }
            #expect(largestDifference(own, wanted) < 1e-3, "\(key)")
            compared += 1
        }
        let unused = Set(file.tensors.keys).subtracting(seen.keys)
        #expect(
            unused.subtracting(["vision.patch_embedding_conv", "pixel_values", "image_hidden_states"]).allSatisfy {
                $0.contains("mask") || $0 == "input_ids"
            }, "\(unused.sorted())")
        #expect(compared > 30)
    }

    @Test(.needsShared("fixtures/idefics"), arguments: Golden.names) func logitsAgree(name: String) throws {
        let golden = try Golden(name)
        let model = try golden.model(threads: 2)
        let file = try golden.tensors("prompts")
        var worst: Float = 0
        for entry in try golden.json("prompts.json")["prompts"].list {
            let name = try #require(entry["name"]?.string)
            let prompts = try Golden.prompts(entry, model)
            let expected = try #require(file.tensors[name + ".logits_last8"])
            let columns = try #require(expected.shape.last)
            let last = expected.shape[1]
            try model.compute { networks throws(IdeficsError) in
                var batch = Batch()
                for prompt in prompts {
                    let states = try networks.encode(prompt.images, trace: nil)
                    batch.add(
                        prompt.ids, images: prompt.attended(states),
                        to: networks.decoder.makeCache(capacity: prompt.ids.count))
                }
                let pass = Pass(networks.compute)
                let hidden = networks.decoder(batch, pass)
                for (row, sequence) in batch.sequences.enumerated() {
                    // A short row of a batch begins with padding that nobody reads.
                    let own = Array(sequence.rows.suffix(last))
                    let logits = networks.decoder.logits(hidden, rows: own, pass)
                    let end = (row + 1) * last * columns
                    let wanted = Array(expected.floats[(end - own.count * columns)..<end])
                    worst = max(worst, largestDifference(logits.array, wanted))
                }
            }
        }
        #expect(worst < 1e-3, "largest difference \(worst)")
    }
}
