import JSON
import Platform

/// Writes a safetensors file, tensor by tensor in the order of its plan, under a temporary name until it is complete.
///
/// The header is padded so that the first tensor begins at a multiple of 64 bytes.
public struct SafetensorsWriter: ~Copyable {
    /// What a tensor will be.
    public struct Entry: Sendable {
        let name: String
        let type: ElementType
        let shape: [Int]

        /// A tensor called `name`.
        public init(name: String, type: ElementType, shape: [Int]) {
            (self.name, self.type, self.shape) = (name, type, shape)
        }

        /// Bytes of its elements.
        public var bytes: Int { shape.reduce(type.size, *) }
    }

    private var file: AtomicFile
    private let plan: [Entry]
    private var next = 0

    /// Begins the file at `path` for the tensors of `plan`.
    /// - Throws: `TensorError.system`.
    public init(path: String, plan: [Entry], metadata: KeyValuePairs<String, String>) throws(TensorError) {
        var members = [
            JSONValue.Member(
                key: "__metadata__",
                value: .object(metadata.map { .init(key: $0.key, value: .string($0.value)) }))
        ]
        var offset = 0
        for entry in plan {
            let end = offset + entry.bytes
            let value = JSONValue.members([
                "dtype": .string(entry.type.rawValue), "shape": .integers(entry.shape),
                "data_offsets": .integers([offset, end]),
            ])
            members.append(.init(key: entry.name, value: value))
            offset = end
        }
        var header = Array(JSONValue.object(members).text.utf8)
        header += Array(repeating: 0x20, count: (64 - (header.count + 8) % 64) % 64)
        self.plan = plan
        do { file = try Self.begin(path, header: header) } catch { throw .system(error) }
    }

    private static func begin(_ path: String, header: [UInt8]) throws(SystemError) -> AtomicFile {
        var file = try AtomicFile(path: path)
        try file.write((0..<8).map { UInt8(truncatingIfNeeded: header.count >> (8 * $0)) })
        try file.write(header)
        return file
    }

    /// Writes the bytes of the next tensor of the plan.
    /// - Throws: `TensorError.system`, or `.entry` when the size is not the planned one.
    public mutating func write(_ bytes: UnsafeRawBufferPointer) throws(TensorError) {
        guard next < plan.count, plan[next].bytes == bytes.count else {
            throw .entry(
                file: file.path, tensor: next < plan.count ? plan[next].name : "",
                problem: "\(bytes.count) bytes are not what was planned")
        }
        next += 1
        do { try file.write(bytes) } catch { throw .system(error) }
    }

    /// Makes the file appear under its name.
    /// - Throws: `TensorError.system`.
    public consuming func commit() throws(TensorError) {
        do { try file.commit() } catch { throw .system(error) }
    }
}
