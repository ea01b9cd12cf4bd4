import JSON
import Platform

/// `model.safetensors.index.json`: which file holds which tensor.
public struct CheckpointIndex: Sendable {
    /// File name of each tensor.
    public let files: [String: String]
    /// Bytes of all tensors together, when the index says so.
    public let totalSize: Int?

    /// Reads and validates the index at `path`; the files themselves are not looked for.
    /// - Throws: `TensorError.index` when it is not such an index or names a file outside its folder.
    public init(path: String) throws(TensorError) {
        let bytes: [UInt8]
        do { bytes = try Files.read(path) } catch { throw .system(error) }
        let root: JSONValue
        do throws(JSONError) { root = try JSONValue(parsing: bytes) } catch {
            throw .index(file: path, problem: "not JSON: \(error)")
        }
        guard let map = root["weight_map"]?.members else {
            throw .index(file: path, problem: "has no weight_map object")
        }
        var files: [String: String] = [:]
        for member in map {
            guard let name = member.value.string else {
                throw .index(file: path, problem: "'\(member.key)' is \(member.value.kind), not a file name")
            }
            guard Self.isPlainName(name) else {
                throw .index(
                    file: path, problem: "'\(member.key)' names '\(name)', not a plain file name in the folder")
            }
            files[member.key] = name
        }
        self.files = files
        totalSize = root["metadata"]?["total_size"]?.integer
    }

    /// The distinct files, sorted.
    public var fileNames: [String] { Set(files.values).sorted() }

    private static func isPlainName(_ name: String) -> Bool {
        !name.isEmpty && name != "." && name != ".." && !name.utf8.contains { $0 == 0x2F || $0 == 0x5C || $0 < 0x20 }
    }
}
