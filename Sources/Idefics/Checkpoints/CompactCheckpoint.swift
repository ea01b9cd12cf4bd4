import Glibc
import Platform
import Tensors

/// Checkpoints whose matrices are stored smaller: as 8- or 4-bit codes, or bf16 packed without loss.
///
/// Everything but `model.safetensors` is a copy of the source folder's files; the metadata says what the weights are.
public struct CompactCheckpoint: Sendable {
    private static let precisionKey = "quarry.precision"
    private static let packed = WeightFormat.packed.description
    private static let copied = [
        "config.json", "generation_config.json", "preprocessor_config.json", "tokenizer.json", "tokenizer_config.json",
        "special_tokens_map.json", "added_tokens.json", "tokenizer.model", "vocab.json", "merges.txt",
        "processor_config.json",
        "chat_template.json", "chat_template.jinja", "README.md", "LICENSE",
    ]

    /// Bytes of the weights before.
    public let bytesBefore: Int
    /// Bytes of the weights after.
    public let bytesAfter: Int
    /// Matrices that were quantised or packed.
    public let matrices: Int

    /// What a checkpoint was made for: int8 or int4, bf16 when it is packed; nil when it was not made here.
    static func precision(_ checkpoint: Checkpoint) -> Precision? {
        storedFormat(checkpoint).flatMap { $0 == packed ? .bf16 : Precision(rawValue: $0) }
    }

    /// How the matrices of a checkpoint that was made here are stored: `int8`, `int4` or `packed`; nothing else that a
    /// file may say, since people read it.
    static func storedFormat(_ checkpoint: Checkpoint) -> String? {
        checkpoint.metadata[precisionKey].flatMap { ["int8", "int4", packed].contains($0) ? $0 : nil }
    }

    /// Quantises the checkpoint in the folder `source` to the folder `destination`, which must not be there or be empty.
    ///
    /// `precision` is int8 or int4; `group` (32 or 64) columns share a scale. Everything is written into a folder beside
    /// `destination` (`.tmp.` and the process id behind its name), which is renamed when it is complete and removed when
    /// something fails: `destination` is there whole or not at all. `goesOn` is asked before each matrix.
    /// - Throws: `IdeficsError`, also when the source is quantised or packed already or holds NaN; `.system` with `EINTR`
    ///   when `goesOn` said no.
    public init(
        quantizing source: String, to destination: String, options: LoadOptions, goesOn: () -> Bool = { true }
    ) throws(IdeficsError) {
        guard let precision = options.precision, precision == .int8 || precision == .int4 else {
            throw .option("quantise to int8 or int4")
        }
        let group = options.group
        guard group == 32 || group == 64 else { throw .option("group is \(group), not 32 or 64") }
        try self.init(
            source, to: destination,
            metadata: ["format": "pt", Self.precisionKey: precision.rawValue, "quarry.group": String(group)],
            threads: options.threads, goesOn: goesOn
        ) { precision.format(of: $0, group: group) }
    }

    /// Packs the bf16 checkpoint in the folder `source` without loss, as `init(quantizing:to:options:goesOn:)` quantises.
    ///
    /// A weight takes about 11.4 bits instead of 16, and all answers stay the same to the last bit.
    /// - Throws: as there, and `.weights(.dtype)` for a matrix that is not bf16.
    public init(
        packing source: String, to destination: String, threads: Int? = nil, goesOn: () -> Bool = { true }
    ) throws(IdeficsError) {
        try self.init(
            source, to: destination, metadata: ["format": "pt", Self.precisionKey: Self.packed], threads: threads,
            goesOn: goesOn
        ) { _ in .packed }
    }

    /// Writes the checkpoint with its matrices in the format that `format` gives for a name.
    private init(
        _ source: String, to destination: String, metadata: KeyValuePairs<String, String>, threads: Int?,
        goesOn: () -> Bool, format: (String) -> WeightFormat?
    ) throws(IdeficsError) {
        let end = try Self.checkedDestination(destination)
        // Everything is checked by loading it as it is.
        let model = try IdeficsModel(checkpoint: source, options: LoadOptions(precision: .f32, threads: threads))
        let roles = ParameterList(model.configuration).parameters.filter { $0.role == .matrix }
        let names = Set(roles.map(\.name))
        let temporary = "\(end).tmp.\(getpid())"
        var isComplete = false
        defer { if !isComplete { try? Files.remove(temporary) } }
        do throws(TensorError) {
            let checkpoint = try Checkpoint(folder: source)
            guard Self.precision(checkpoint) == nil else {
                throw .index(file: source, problem: "is quantised or packed already; take what it was made from")
            }
            let chosen = names.filter { checkpoint.tensors[$0] != nil }
            try Self.makeFolder(temporary, copyingFrom: source)
            let path = temporary + "/model.safetensors"
            try CompactWriter.write(
                checkpoint, to: path, metadata: metadata, pool: ThreadPool(threads: threads), goesOn: goesOn
            ) { chosen.contains($0) ? format($0) : nil }
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
