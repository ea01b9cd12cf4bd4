import Platform

/// The weights of a checkpoint folder: one safetensors file, or several with an index. Everything stays mapped.
public struct Checkpoint: Sendable {
    /// The folder.
    public let folder: String
    /// All tensors by name.
    public let tensors: [String: StoredTensor]
    /// The metadata strings of the files (of the first file that has the key).
    public let metadata: [String: String]

    /// Opens `model.safetensors`, or the files of `model.safetensors.index.json`, in `folder`.
    /// - Throws: `TensorError` when neither is there, a file is missing or malformed, or a tensor is not where the
    ///   index says.
    public init(folder: String) throws(TensorError) {
        self.folder = folder
        let single = folder + "/model.safetensors"
        let indexPath = folder + "/model.safetensors.index.json"
        if !Files.exists(single), !Files.exists(indexPath), Files.isFolder(folder) {
            let isPickled = ((try? Files.list(folder)) ?? []).contains { $0.hasPrefix("pytorch_model") }
            throw .index(
                file: folder,
                problem: "has neither model.safetensors nor model.safetensors.index.json"
                    + (isPickled ? "; convert its pytorch_model files to safetensors" : ""))
        }
        if Files.exists(single) || !Files.exists(indexPath) {
            let file = try SafetensorsFile(path: single)
            (tensors, metadata) = (file.tensors, file.metadata)
        } else {
            let index = try CheckpointIndex(path: indexPath)
            (tensors, metadata) = try Self.open(index, folder: folder, indexPath: indexPath)
        }
    }

    private static func open(
        _ index: CheckpointIndex, folder: String, indexPath: String
    ) throws(TensorError) -> ([String: StoredTensor], [String: String]) {
        var files: [String: SafetensorsFile] = [:]
        var metadata: [String: String] = [:]
        for name in index.fileNames {
            guard Files.exists(folder + "/" + name) else {
                throw .index(file: indexPath, problem: "names '\(name)', which is not there")
            }
            let file = try SafetensorsFile(path: folder + "/" + name)
            files[name] = file
            metadata.merge(file.metadata) { old, _ in old }
        }
        var tensors: [String: StoredTensor] = [:]
        for (tensor, name) in index.files {
            guard let stored = files[name]?.tensors[tensor] else {
                throw .index(file: indexPath, problem: "says that '\(tensor)' is in '\(name)', but it is not")
            }
            tensors[tensor] = stored
        }
        return (tensors, metadata)
    }

    /// The tensor called `name`.
    /// - Throws: `TensorError.missing`.
    public func tensor(_ name: String) throws(TensorError) -> StoredTensor {
        guard let tensor = tensors[name] else { throw .missing(tensor: name) }
        return tensor
    }
}
