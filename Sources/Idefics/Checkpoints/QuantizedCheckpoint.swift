import Platform
import Tensors

/// Checkpoints whose matrices are stored as 8- or 4-bit codes.
///
/// Everything but `model.safetensors` is a copy of the source folder's files; the metadata says what the weights are.
public struct QuantizedCheckpoint: Sendable {
    private static let key = "quarry.precision"
    private static let copied = [
        "config.json", "generation_config.json", "preprocessor_config.json", "tokenizer.json", "tokenizer_config.json",
        "special_tokens_map.json", "added_tokens.json", "tokenizer.model", "README.md", "LICENSE",
    ]

    /// Bytes of the weights before.
    public let bytesBefore: Int
    /// Bytes of the weights after.
    public let bytesAfter: Int
    /// Matrices that were quantised.
    public let matrices: Int

    /// What a checkpoint was quantised for; nil when it was not.
    static func precision(_ checkpoint: Checkpoint) -> Precision? {
        checkpoint.metadata[key].flatMap(Precision.init(rawValue:))
    }

    /// Quantises the checkpoint in the folder `source` to the folder `destination`, which is made.
    ///
    /// `precision` is int8 or int4; `group` (32 or 64) columns share a scale.
    /// - Throws: `IdeficsError`, also when the source is quantised already or holds NaN.
    public init(
        quantizing source: String, to destination: String, precision: Precision, group: Int = 64, threads: Int? = nil
    ) throws(IdeficsError) {
        guard precision == .int8 || precision == .int4 else { throw .option("quantise to int8 or int4") }
        guard group == 32 || group == 64 else { throw .option("group is \(group), not 32 or 64") }
        // Everything is checked by loading it as it is.
        let model = try IdeficsModel(checkpoint: source, options: LoadOptions(precision: .f32, threads: threads))
        let roles = ParameterList(model.configuration).parameters.filter { $0.role == .matrix }
        let names = Set(roles.map(\.name))
        do throws(TensorError) {
            let checkpoint = try Checkpoint(folder: source)
            guard Self.precision(checkpoint) == nil else {
                throw .header(file: source, problem: "is quantised already")
            }
            let chosen = names.filter { checkpoint.tensors[$0] != nil }
            try Self.makeFolder(destination, copyingFrom: source)
            try QuantizedWriter.write(
                checkpoint, to: destination + "/model.safetensors",
                metadata: ["format": "pt", Self.key: precision.rawValue, "quarry.group": String(group)],
                pool: ThreadPool(threads: threads)
            ) { chosen.contains($0) ? precision.format(of: $0, group: group) : nil }
            bytesBefore = checkpoint.tensors.values.reduce(0) { $0 + $1.bytes.count }
            bytesAfter = try SafetensorsFile(path: destination + "/model.safetensors").tensors.values
                .reduce(0) { $0 + $1.bytes.count }
            matrices = chosen.count
        } catch { throw .weights(error) }
    }

    private static func makeFolder(_ destination: String, copyingFrom source: String) throws(TensorError) {
        do throws(SystemError) {
            try Files.makeFolder(destination)
            for name in copied where Files.exists("\(source)/\(name)") {
                try Files.write(Files.read("\(source)/\(name)"), to: "\(destination)/\(name)")
            }
        } catch { throw .system(error) }
    }
}
