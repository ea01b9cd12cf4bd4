import Glibc
import JSON
import Platform
import Tensors
import TestKit
import Testing

@testable import Idefics

@Suite struct CompactCheckpointTests {
    private let scratch: Scratch

    init() throws { scratch = try Scratch() }

    private func quantize(_ precision: Precision, group: Int) throws -> (folder: String, golden: Golden) {
        let golden = try Golden("tiny-instruct")
        let folder = scratch.path
        let result = try CompactCheckpoint(
            quantizing: golden.folder, to: folder,
            options: LoadOptions(precision: precision, group: group, threads: 1))
        #expect(result.bytesAfter < result.bytesBefore && result.matrices > 50)
        return (folder, golden)
    }

    @Test(.needsShared("fixtures/idefics"), arguments: [(Precision.int8, 64), (.int8, 32), (.int4, 32)])
    func scoresChangeLittle(precision: Precision, group: Int) throws {
        let (folder, golden) = try quantize(precision, group: group)
        let source = try golden.model()
        let stored = try IdeficsModel(checkpoint: folder, options: LoadOptions(threads: 1))
        #expect(stored.precision == precision)
        let loading = LoadOptions(precision: precision, group: group, threads: 1)
        let quantized = try IdeficsModel(checkpoint: golden.folder, options: loading)
        let exact = try IdeficsModel(checkpoint: folder, options: LoadOptions(precision: .f32, threads: 1))
        let prompts = try golden.json("score.json")["documents"].list.prefix(2).map {
            try source.prompts.build(Golden.items($0["items"] ?? .null, source))
        }
        let wanted = try source.logProbabilities(of: prompts).flatMap { $0 }
        let own = try stored.logProbabilities(of: prompts).flatMap { $0 }
        // Written once or quantised on loading: the same numbers.
        #expect(try quantized.logProbabilities(of: prompts).flatMap { $0 } == own)
        for scores in [own, try exact.logProbabilities(of: prompts).flatMap { $0 }] {
            let difference = zip(scores, wanted).reduce(0) { $0 + abs($1.0 - $1.1) } / Float(wanted.count)
            #expect(difference < (precision == .int8 ? 0.2 : 3), "\(precision): \(difference)")
        }
    }

    @Test(.needsShared("fixtures/idefics")) func bf16ScoresChangeLittle() throws {
        let golden = try Golden("tiny-instruct")
        let source = try golden.model()
        let rounded = try IdeficsModel(checkpoint: golden.folder, options: LoadOptions(precision: .bf16, threads: 1))
        let prompts = try golden.json("score.json")["documents"].list.prefix(2).map {
            try source.prompts.build(Golden.items($0["items"] ?? .null, source))
        }
        let wanted = try source.logProbabilities(of: prompts).flatMap { $0 }
        let own = try rounded.logProbabilities(of: prompts).flatMap { $0 }
        #expect(zip(own, wanted).reduce(0) { $0 + abs($1.0 - $1.1) } / Float(wanted.count) < 0.1)
    }

    @Test(.needsShared("fixtures/idefics")) func aQuantisedCheckpointIsNotQuantisedAgain() throws {
        let (folder, _) = try quantize(.int8, group: 64)
        #expect(throws: IdeficsError.self) {
            try CompactCheckpoint(
                quantizing: folder, to: folder + "/again", options: LoadOptions(precision: .int4))
        }
    }

    /// Packed without loss: the same answers to the last bit, in bf16 and in f32, and 0.7 times the bytes.
    @Test func packedAnswersAreTheSame() throws {
        let source = Repository.emojiModel
        let result = try CompactCheckpoint(packing: source, to: scratch.path, threads: 1)
        // All but the embeddings; the rows of this small model are short, their last blocks half empty.
        #expect(Double(result.bytesAfter) < 0.85 * Double(result.bytesBefore) && result.matrices > 20)
        #expect(try IdeficsModel(checkpoint: scratch.path).precision == .bf16)
        for precision in [Precision.bf16, .f32, .int8] {
            let options = LoadOptions(precision: precision, threads: 1)
            let answers = try [source, scratch.path].map { folder in
                let model = try IdeficsModel(checkpoint: folder, options: options)
                let size = model.configuration.vision.imageSize
                let picture = PreparedImage(rgb: (0..<size * size * 3).map { UInt8($0 * 7 % 251) }, size: size)
                let prompts = try ["A picture of", "This is"].map {
                    try model.prompts.build([.text($0), .image(picture), .text("which shows")])
                }
                return try (
                    model.generate(prompts, options: GenerationOptions(maximumTokens: 12)).map(\.ids),
                    model.logProbabilities(of: prompts)
                )
            }
            #expect(answers[0].0 == answers[1].0 && answers[0].1 == answers[1].1, "\(precision)")
        }
        let description = try ModelDescription(folder: scratch.path)
        #expect(description.memory(.bf16) == result.bytesAfter && description.memory(.f32) == result.bytesAfter)
        #expect(description.memory(.int8) != result.bytesAfter)
    }

    /// What is packed already, or is not bf16, is refused before anything is there.
    @Test func onlyPlainBF16IsPacked() throws {
        let folder = scratch.path + "/packed"
        _ = try CompactCheckpoint(packing: Repository.emojiModel, to: folder, threads: 1)
        #expect(throws: IdeficsError.self) { try CompactCheckpoint(packing: folder, to: folder + "2") }
        #expect(throws: IdeficsError.self) {
            try CompactCheckpoint(quantizing: folder, to: folder + "2", options: LoadOptions(precision: .int8))
        }
        #expect(try Files.list(scratch.path) == ["packed"])
    }

    @Test(.needsShared("fixtures/idefics")) func f32IsNotPacked() throws {
        let golden = try Golden("tiny")
        #expect {
            try CompactCheckpoint(packing: golden.folder, to: scratch.path + "/2")
        } throws: {
            if case .weights(.dtype(_, "BF16", "F32")) = $0 as? IdeficsError { true } else { false }
        }
        #expect(try Files.list(scratch.path) == [])
    }

    /// A changed byte in any of the three tensors of a packed matrix is a named error before inference.
    @Test(arguments: ["packed", "starts", "outliers"]) func aBadPackedMatrixIsNamed(part: String) throws {
        let path = scratch.path + "/model.safetensors"
        _ = try CompactCheckpoint(packing: Repository.emojiModel, to: scratch.path, threads: 1)
        let matrix = "model.layers.0.mlp.up_proj.weight"
        let tensor = try #require(try SafetensorsFile(path: path).tensors["\(matrix).\(part)"])
        let base = try #require(tensor.bytes.baseAddress) - #require(tensor.file.bytes.baseAddress)
        var bytes = try Files.read(path)
        // The last place of a row's table becomes one of the others; a start moves; an outlier and the table's first
        // byte become infinity's, whose lower byte some weight has.
        switch part {
        case "packed": bytes[base + 7] = bytes[base]
        case "starts": bytes[base + 8] ^= 1
        default: for index in base..<base + tensor.count - 64 { bytes[index] = 0x7F }
        }
        try Files.write(bytes, to: path)
        let model = try IdeficsModel(checkpoint: scratch.path, options: LoadOptions(threads: 1))
        let prompt = try model.prompts.build([.text("Hello")])
        #expect {
            try model.generate([prompt])
        } throws: {
            switch $0 as? IdeficsError {
            case .weights(.packing(tensor: matrix, rows: _)): part != "outliers"
            case .weights(.notFinite(tensor: matrix, count: _)): part == "outliers"
            default: false
            }
        }
    }

    /// People read how matrices are stored: a file cannot say anything else there.
    @Test func onlyKnownFormatsAreSaid() throws {
        let path = scratch.path + "/model.safetensors"
        _ = try CompactCheckpoint(packing: Repository.emojiModel, to: scratch.path, threads: 1)
        var bytes = try Files.read(path)
        let said = Array("\"packed\"".utf8)
        let at = try #require(bytes.indices.first { bytes[$0...].starts(with: said) })
        bytes.replaceSubrange(at..<at + said.count, with: Array("\"\\u001b\"".utf8))
        try Files.write(bytes, to: path)
        let description = try ModelDescription(folder: scratch.path)
        #expect(!description.text.contains("\u{1B}") && description.storedType == "unknown")
    }

    /// What a token reads: the packed bytes, but those of the codes where packed matrices are quantised on loading.
    @Test func costsAreThoseOfWhatIsComputedWith() throws {
        let costs = ModelCosts(try ModelConfiguration(path: Repository.emojiModel + "/config.json"))
        let packed = ["model.layers.0.mlp.up_proj.weight": 7]
        #expect(costs.decodeBytes(.bf16, group: 64, packed: packed) < costs.decodeBytes(.bf16, group: 64, packed: [:]))
        for precision in [Precision.int8, .int4] {
            let bytes = costs.decodeBytes(precision, group: 64, packed: [:])
            #expect(costs.decodeBytes(precision, group: 64, packed: packed) == bytes)
        }
    }

    /// What is there is never replaced, least of all the source; what fails or is stopped leaves nothing.
    @Test func aDestinationIsWholeOrNotThere() throws {
        let source = Repository.emojiModel
        let root = scratch.path
        let copy = root + "/copy"
        try Files.makeFolder(copy)
        for name in try Files.list(source) where Files.isFile("\(source)/\(name)") {
            try Files.write(Files.read("\(source)/\(name)"), to: "\(copy)/\(name)")
        }
        let options = LoadOptions(precision: .int8, threads: 1)
        let weights = try Files.read(copy + "/model.safetensors")
        try Files.write("mine", to: root + "/file")
        for destination in [copy, copy + "/", copy + "/.", root + "/file", root, ""] {
            #expect(throws: IdeficsError.self, "\(destination)") {
                try CompactCheckpoint(quantizing: copy, to: destination, options: options)
            }
        }
        #expect(try Files.read(copy + "/model.safetensors") == weights)
        #expect(try Files.readText(root + "/file") == "mine")
        var matrices = 0
        #expect {
            try CompactCheckpoint(quantizing: copy, to: root + "/stopped", options: options) {
                matrices += 1
                return matrices < 5
            }
        } throws: { ($0 as? IdeficsError)?.systemError?.code == EINTR }
        #expect(try Files.list(root) == ["copy", "file"])
        _ = try CompactCheckpoint(quantizing: copy, to: root + "/whole/", options: options)
        #expect(try Files.list(root) == ["copy", "file", "whole"])
        #expect(try IdeficsModel(checkpoint: root + "/whole").precision == .int8)
    }

    @Test(.needsShared("fixtures/idefics")) func aMissingScaleIsNamed() throws {
        let (folder, _) = try quantize(.int8, group: 64)
        var bytes = try Files.read(folder + "/model.safetensors")
        let name = Array("model.layers.0.mlp.up_proj.weight.scales".utf8)
        let at = try #require(bytes.indices.first { bytes[$0] == name[0] && bytes[$0...].starts(with: name) })
        bytes[at + 6] = UInt8(ascii: "x")
        try Files.write(bytes, to: folder + "/model.safetensors")
        #expect(throws: IdeficsError.weights(.missing(tensor: "model.layers.0.mlp.up_proj.weight.scales"))) {
            try IdeficsModel(checkpoint: folder, options: LoadOptions(threads: 1))
        }
    }

    @Test(.needsShared("fixtures/idefics"), arguments: [0xBF80, 0x7FC0, 0x7F00] as [UInt16])
    func aBadScaleIsNamedBeforeInference(scale: UInt16) throws {
        let (folder, _) = try quantize(.int8, group: 64)
        let name = "model.layers.0.mlp.up_proj.weight.scales"
        let path = folder + "/model.safetensors"
        var bytes = try Files.read(path)
        let tensor = try #require(try SafetensorsFile(path: path).tensors[name])
        let base = try #require(tensor.bytes.baseAddress) - #require(tensor.file.bytes.baseAddress)
        bytes.replaceSubrange(base + 6..<base + 8, with: [UInt8(scale & 0xFF), UInt8(scale >> 8)])
        try Files.write(bytes, to: path)
        let model = try IdeficsModel(checkpoint: folder, options: LoadOptions(threads: 1))
        let prompt = try model.prompts.build([.text("Hello")])
        #expect(throws: IdeficsError.weights(.scales(tensor: name, count: 1))) { try model.generate([prompt]) }
    }
}
