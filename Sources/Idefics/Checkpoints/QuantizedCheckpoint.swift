import Glibc
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

    /// Quantises the checkpoint in the folder `source` to the folder `destination`, which must not be there or be empty.
    ///
    /// `precision` is int8 or int4; `group` (32 or 64) columns share a scale. Everything is written into a folder beside
    /// `destination` (`.tmp.` and the process id behind its name), which is renamed when it is complete and removed when
    /// something fails: `destination` is there whole or not at all. `goesOn` is asked before each matrix.
    /// - Throws: `IdeficsError`, also when the source is quantised already or holds NaN; `.system` with `EINTR` when
    ///   `goesOn` said no.
    public init(
        quantizing source: String, to destination: String, options: LoadOptions, goesOn: () -> Bool = { true }
    ) throws(IdeficsError) {
        guard let precision = options.precision, precision == .int8 || precision == .int4 else {
            throw .option("quantise to int8 or int4")
        }
        let group = options.group
        guard group == 32 || group == 64 else { throw .option("group is \(group), not 32 or 64") }
        let end = try Self.checkedDestination(destination)
        // Everything is checked by loading it as it is.
        let model = try IdeficsModel(
            checkpoint: source, options: LoadOptions(precision: .f32, threads: options.threads))
        let roles = ParameterList(model.configuration).parameters.filter { $0.role == .matrix }
        let names = Set(roles.map(\.name))
        let temporary = "\(end).tmp.\(getpid())"
        var isComplete = false
        defer { if !isComplete { try? Files.remove(temporary) } }
        do throws(TensorError) {
            let checkpoint = try Checkpoint(folder: source)
            guard Self.precision(checkpoint) == nil else {
                throw .index(file: source, problem: "is quantised already; quantise what it was made from")
            }
            let chosen = names.filter { checkpoint.tensors[$0] != nil }
            try Self.makeFolder(temporary, copyingFrom: source)
            let path = temporary + "/model.safetensors"
            try QuantizedWriter.write(
                checkpoint, to: path,
                metadata: ["format": "pt", Self.key: precision.rawValue, "quarry.group": String(group)],
                pool: ThreadPool(threads: options.threads), goesOn: goesOn
            ) { chosen.contains($0) ? precision.format(of: $0, group: group) : nil }
            bytesBefore = checkpoint.tensors.values.reduce(0) { $0 + $1.bytes.count }
            bytesAfter = try SafetensorsFile(path: path).tensors.values.reduce(0) { $0 + $1.bytes.count }
            matrices = chosen.count
        } catch { throw .weights(error) }
        do { try Files.move(temporary, to: end) } catch {
            guard [EEXIST, ENOTEMPTY, ENOTDIR].contains(error.code) else { throw .system(error) }
            throw Self.taken(destination)
        }
        isComplete = true
    }

    /// The destination without slashes at its end.
    private static func checkedDestination(_ path: String) throws(IdeficsError) -> String {
        guard !path.isEmpty else { throw .option("the folder to write has no name") }
        var path = path
        while path.count > 1, path.hasSuffix("/") { path.removeLast() }
        guard Files.exists(path) else { return path }
        guard let names = try? Files.list(path), names.isEmpty else { throw taken(path) }
        return path
    }

    private static func taken(_ path: String) -> IdeficsError {
        .option("'\(path)' is there already and is not replaced; give a folder that is not there")
    }

    private static func makeFolder(_ destination: String, copyingFrom source: String) throws(TensorError) {
        do throws(SystemError) {
            try Files.remove(destination)
            try Files.makeFolder(destination)
            for name in copied where Files.exists("\(source)/\(name)") {
                try Files.write(Files.read("\(source)/\(name)"), to: "\(destination)/\(name)")
            }
        } catch { throw .system(error) }
    }
}
