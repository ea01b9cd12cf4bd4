import Platform
import Tensors

/// What a checkpoint folder holds and what it needs, read without computing anything.
///
/// Only `config.json` must be there: of a checkpoint that is larger than this machine the configuration and the shard
/// index are enough.
public struct ModelDescription: Sendable {
    /// The configuration.
    public let configuration: any FamilyConfiguration
    /// Every tensor that belongs to it.
    public let parameters: ParameterList
    /// What is there of the weights.
    public let weights: Weights
    /// The licence that the folder states, or what is known of checkpoints like it.
    public let licence: String

    /// What is there of the weights.
    public enum Weights: Equatable, Sendable {
        /// Neither a file nor an index.
        case absent
        /// An index over files that are not all there: tensors it names, bytes it states, names that are missing.
        case indexed(tensors: Int, bytes: Int?, missing: [String])
        /// All files: tensors, bytes, and how the matrices are stored.
        case present(tensors: Int, bytes: Int, format: String)
    }

    /// Describes the folder at `path`.
    /// - Throws: `IdeficsError` when the configuration, the index or a file that is there is malformed.
    public init(folder path: String) throws(IdeficsError) {
        configuration = try Families.configuration(path + "/config.json")
        parameters = ParameterList(configuration)
        do throws(TensorError) { weights = try Self.weights(path, parameters) } catch { throw .weights(error) }
        licence = Self.licence(path, configuration)
    }

    private static func weights(_ path: String, _ parameters: ParameterList) throws(TensorError) -> Weights {
        let indexPath = path + "/model.safetensors.index.json"
        if !Files.exists(path + "/model.safetensors") {
            guard Files.exists(indexPath) else { return .absent }
            let index = try CheckpointIndex(path: indexPath)
            if !index.fileNames.allSatisfy({ Files.exists(path + "/" + $0) }) {
                let missing = parameters.parameters.map(\.name).filter { index.files[$0] == nil }
                return .indexed(tensors: index.files.count, bytes: index.totalSize, missing: missing)
            }
        }
        let checkpoint = try Checkpoint(folder: path)
        let bytes = checkpoint.tensors.values.reduce(0) { $0 + $1.bytes.count }
        let stored =
            CompactCheckpoint.storedFormat(checkpoint)
            ?? parameters.parameters.first { $0.part == .decoder && $0.role == .matrix }
            .flatMap { checkpoint.tensors[$0.name]?.type.rawValue.lowercasedASCII } ?? "unknown"
        return .present(tensors: checkpoint.tensors.count, bytes: bytes, format: stored)
    }

    /// The `license:` line of the model card, or the published terms of checkpoints of the published sizes.
    private static func licence(_ path: String, _ configuration: any FamilyConfiguration) -> String {
        if let card = try? Files.readText(path + "/README.md") {
            let lines = card.lines.prefix(60)
            if let line = lines.first(where: { $0.hasPrefix("license:") || $0.hasPrefix("licence:") }) {
                return "as the model card states: " + line.dropFirst("license:".count).trimmedSpaces
            }
            if lines.contains(where: { $0.lowercased().contains("licence") || $0.lowercased().contains("license") }) {
                return "see README.md of the checkpoint"
            }
        }
        return configuration.publishedTerms ?? "not stated in the folder"
    }

    /// Bytes of keys and values that one token of text takes in f32.
    public var cacheBytesPerToken: Int { configuration.cacheBytes.token }

    /// Bytes of keys and values that one picture (of one tile) takes in f32.
    public var cacheBytesPerImage: Int { configuration.cacheBytes.image }

    /// How an element is stored, or `packed`: by the matrices that are there, else as the configuration says.
    var storedType: String {
        if case .present(_, _, let format) = weights { return format }
        return switch configuration.storedType {
        case "bfloat16": "bf16"
        case "float16": "f16"
        default: "f32"
        }
    }

    /// Bytes of weights in memory for each precision; what stays as it is stored takes what it takes there.
    public func memory(_ precision: Precision, group: Int = 64) -> Int {
        if case .present(_, let bytes, _) = weights, isCompact, staysStored(precision) { return bytes }
        return parameters.bytes(precision, group: group, stored: ["bf16", "f16"].contains(storedType) ? 2 : 4)
    }

    /// What a machine needs for a text and pictures: weights, and their keys and values. The rest (activations of a batch of
    /// a thousand tokens, the tokenizer) stays below a gigabyte.
    public func need(_ precision: Precision, tokens: Int, images: Int) -> Int {
        let cache = tokens * cacheBytesPerToken + images * cacheBytesPerImage
        return memory(precision) + (precision == .f32 ? cache : cache / 2)
    }

    /// What a graphics processor needs for the same in bf16 or f16, by a scorer outside (`pipelines/scorers`).
    public func needOnGPU(tokens: Int, images: Int) -> Int {
        2 * parameters.count + (tokens * cacheBytesPerToken + images * cacheBytesPerImage) / 2
    }

    private var isQuantized: Bool { ["int8", "int4"].contains(storedType) }
    private var isCompact: Bool { isQuantized || storedType == WeightFormat.packed.description }

    /// Whether the matrices stay as they are stored: all for `f32`, which is about arithmetic, codes for every precision
    /// but bf16, and packed ones for that.
    func staysStored(_ precision: Precision) -> Bool {
        precision == .f32 || isQuantized != (precision == .bf16) && isCompact
    }
}

extension Substring {
    /// Without spaces at both ends.
    fileprivate var trimmedSpaces: String {
        String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }
}

extension String {
    /// ASCII letters in lower case.
    fileprivate var lowercasedASCII: String {
        String(decoding: utf8.map { (65...90).contains($0) ? $0 + 32 : $0 }, as: UTF8.self)
    }
}
