import JSON
import Tensors
import TestKit
import Testing

@testable import Idefics

/// Activations after every sub-module, then logits, against the reference in f32.
@Suite struct Idefics3ActivationTests {
    @Test(arguments: SmolGolden.names) func everySubModuleAgrees(name: String) throws {
        guard let golden = SmolGolden(name) else { return }
        let model = try golden.model()
        let file = try golden.tensors("bisect")
        let entry = try #require(
            golden.json("prompts.json")["prompts"].list.first { $0["name"]?.string == file.metadata["prompt"] })
        let prompt = try #require(SmolGolden.prompts(entry, model).first)
        var seen: [String: [Float]] = [:]
        try model.compute { networks throws(IdeficsError) in
            let trace = { (name: String, rows: Activations) in seen[name] = rows.array }
            let states = try networks.encode(prompt.images, trace: trace)
            var batch = Batch()
            batch.add(
                prompt.ids, images: prompt.attended(states),
                to: networks.decoder.makeCache(capacity: prompt.ids.count))
            let pass = Pass(networks.compute, trace: trace)
            let hidden = networks.decoder(batch, pass)
            _ = networks.decoder.logits(hidden, rows: Array(0..<prompt.ids.count), pass)
        }
        var compared = 0
        for (key, tensor) in file.tensors where tensor.type == .f32 {
            guard let own = seen[key] else { continue }
            #expect(largestDifference(own, tensor.floats) < 1e-3, "\(key)")
            compared += 1
        }
        let unused = Set(file.tensors.keys).subtracting(seen.keys)
        #expect(
            unused.subtracting(["vision.patch_embedding_conv", "pixel_values", "rope.cos", "rope.sin"])
                .allSatisfy { $0.contains("mask") || $0 == "input_ids" }, "\(unused.sorted())")
        #expect(compared > 25)
        let convolution = try #require(file.tensors["vision.patch_embedding_conv"])
        let own = try #require(seen["vision.patch_embedding"])
        #expect(largestDifference(own, Self.lastTile(convolution)) < 1e-3)
    }

    /// `[tiles, width, side, side]` as rows of patches; the spy saw the last tile.
    private static func lastTile(_ tensor: StoredTensor) -> [Float] {
        let (width, area) = (tensor.shape[1], tensor.shape[2] * tensor.shape[3])
        let values = tensor.floats.suffix(width * area)
        let start = values.startIndex
        return (0..<area).flatMap { patch in (0..<width).map { values[start + $0 * area + patch] } }
    }

    @Test(arguments: SmolGolden.names) func theRotaryTableAgrees(name: String) throws {
        guard let golden = SmolGolden(name) else { return }
        let configuration = try Idefics3Configuration(path: golden.folder + "/config.json")
        let file = try golden.tensors("bisect")
        let (cosines, sines) = (try #require(file.tensors["rope.cos"]), try #require(file.tensors["rope.sin"]))
        let (positions, width) = (cosines.shape[1], cosines.shape[2])
        let table = RotaryTable(
            frequencies: configuration.rotary.frequencies(headDimension: configuration.headDimension))
        table.reserve(positions)
        let rows = (0..<positions).map(table.row)
        // The reference writes both halves out.
        #expect(largestDifference(rows.flatMap { $0.cosines + $0.cosines }, cosines.floats) < 1e-5)
        #expect(largestDifference(rows.flatMap { $0.sines + $0.sines }, sines.floats) < 1e-5)
        #expect(width == configuration.headDimension)
    }

    @Test(arguments: SmolGolden.names) func statesAndLogitsAgree(name: String) throws {
        guard let golden = SmolGolden(name) else { return }
        let model = try golden.model(threads: 2)
        let file = try golden.tensors("prompts")
        var (worstState, worstLogit): (Float, Float) = (0, 0)
        for entry in try golden.json("prompts.json")["prompts"].list {
            let name = try #require(entry["name"]?.string)
            let prompts = try SmolGolden.prompts(entry, model)
            let expected = try #require(file.tensors[name + ".logits_last8"])
            let (last, columns) = (expected.shape[1], expected.shape[2])
            try model.compute { networks throws(IdeficsError) in
                let states = try networks.encode(prompts.flatMap(\.images), trace: nil)
                if let wanted = file.tensors[name + ".image_hidden_states"] {
                    worstState = max(worstState, largestDifference(states.flatMap(\.array), wanted.floats))
                }
                var batch = Batch()
                var rest = states[...]
                for prompt in prompts {
                    let own = Array(rest.prefix(prompt.images.count))
                    rest = rest.dropFirst(prompt.images.count)
                    batch.add(
                        prompt.ids, images: prompt.attended(own),
                        to: networks.decoder.makeCache(capacity: prompt.ids.count))
                }
                let pass = Pass(networks.compute)
                let hidden = networks.decoder(batch, pass)
                for (row, sequence) in batch.sequences.enumerated() {
                    let own = Array(sequence.rows.suffix(last))
                    let logits = networks.decoder.logits(hidden, rows: own, pass)
                    let end = (row + 1) * last * columns
                    let wanted = Array(expected.floats[(end - own.count * columns)..<end])
                    worstLogit = max(worstLogit, largestDifference(logits.array, wanted))
                }
            }
        }
        #expect(worstState < 1e-3 && worstLogit < 1e-3, "states \(worstState), logits \(worstLogit)")
    }

    /// A tile of which only the top left part is a picture: places spread over the table, the rest is not seen.
    @Test(arguments: SmolGolden.names) func partlyFilledTilesAgree(name: String) throws {
        guard let golden = SmolGolden(name) else { return }
        let model = try golden.model()
        let configuration = try #require(model.configuration as? Idefics3Configuration)
        let vision = configuration.vision
        let family = try Idefics3(folder: golden.folder, options: LoadOptions())
        let file = try golden.tensors("partial_mask")
        let cases = try golden.json("partial_mask.json")["cases"].list
        #expect(cases.count == 2)
        for (index, entry) in cases.enumerated() {
            let pixels = try #require(file.tensors["case\(index).pixel_values"]).floats
            let filled = ["valid_h", "valid_w"].map { key in
                min(vision.side, ((entry[key]?.integer ?? 0) + vision.patchSize - 1) / vision.patchSize)
            }
            let places = PatchPlaces(side: vision.side, rows: filled[0], columns: filled[1])
            let loader = WeightLoader(
                checkpoint: try Checkpoint(folder: golden.folder), pool: ThreadPool(threads: 1)
            ) { _ in nil }
            let encoder = try #require(try family.encoder(loader.root) as? Idefics3Encoder)
            let pass = Pass(Compute(pool: ThreadPool(threads: 1), arithmetic: .exact))
            let patches = FloatBuffer(Self.patches(pixels, vision))
            let states = encoder.connector(
                encoder.vision(patches: Activations(patches, rows: vision.patches), places, pass), pass)
            let wanted = try #require(file.tensors["case\(index).image_hidden_states"]).floats
            #expect(largestDifference(states.array, wanted) < 1e-3, "case \(index)")
        }
    }

    /// `[3, size, size]` as patches of (channel, row, column).
    private static func patches(_ pixels: [Float], _ vision: SiglipConfiguration) -> [Float] {
        let (size, patch, side) = (vision.imageSize, vision.patchSize, vision.side)
        return (0..<side * side).flatMap { index in
            (0..<3 * patch * patch).map { value in
                let (channel, row, column) = (value / (patch * patch), value / patch % patch, value % patch)
                return pixels[(channel * size + index / side * patch + row) * size + index % side * patch + column]
            }
        }
    }

    @Test func placesAgree() throws {
        guard let golden = SmolGolden("tiny-smolvlm") else { return }
        let tables = try golden.json("positions.json")["tables"]?.members ?? []
        #expect(tables.count > 20)
        for table in tables {
            let sizes = table.key.split(separator: "/").compactMap { Int($0) }
            #expect(PatchPlaces.indices(side: sizes[0], filled: sizes[1]) == table.value["classic"].integers)
        }
    }
}
