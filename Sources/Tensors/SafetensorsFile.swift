import JSON
import Platform

/// A safetensors file, mapped and validated.
///
/// Format: a 64-bit little-endian header length, that many bytes of JSON, then the tensors' bytes. Every field is
/// checked before any tensor is handed out: the frame fits the file, names are unique, types are known, a shape's
/// product (without overflow) is its byte count, and the tensors cover the data without overlap, hole or rest.
public struct SafetensorsFile: Sendable {
    /// The largest header the format allows.
    public static let maximumHeader = 100_000_000

    /// The path it was opened by.
    public let path: String
    /// The tensors by name.
    public let tensors: [String: StoredTensor]
    /// The `__metadata__` strings.
    public let metadata: [String: String]

    /// Maps and validates the file at `path`.
    /// - Throws: `TensorError` that names the file, and the tensor where it is one tensor's fault.
    public init(path: String) throws(TensorError) {
        let file: MappedFile
        do { file = try MappedFile(path: path) } catch { throw .system(error) }
        let reader = SafetensorsReader(file: file)
        (tensors, metadata) = try reader.read()
        self.path = path
    }
}

/// One reading of a file: frame, JSON, entries, coverage.
private struct SafetensorsReader {
    let file: MappedFile

    private func fault(_ problem: String) -> TensorError { .header(file: file.path, problem: problem) }

    private func fault(_ tensor: String, _ problem: String) -> TensorError {
        .entry(file: file.path, tensor: tensor, problem: problem)
    }

    func read() throws(TensorError) -> ([String: StoredTensor], [String: String]) {
        let headerLength = try readHeaderLength()
        let header = UnsafeRawBufferPointer(rebasing: file.bytes[8..<8 + headerLength])
        guard header.first == UInt8(ascii: "{") else { throw fault("does not begin with '{'") }
        let root: JSONValue
        do throws(JSONError) { root = try JSONValue(parsing: header) } catch { throw fault("JSON: \(error)") }
        guard let members = root.members else { throw fault("is \(root.kind), not an object") }
        let data = UnsafeRawBufferPointer(rebasing: file.bytes[(8 + headerLength)...])
        var tensors: [StoredTensor] = []
        var metadata: [String: String] = [:]
        for member in members {
            if member.key == "__metadata__" {
                metadata = try readMetadata(member.value)
            } else {
                tensors.append(try readEntry(member.key, member.value, data: data))
            }
        }
        try checkCoverage(tensors, data: data)
        var byName: [String: StoredTensor] = [:]
        for tensor in tensors where byName.updateValue(tensor, forKey: tensor.name) != nil {
            throw fault(tensor.name, "named twice (up to Unicode equivalence)")
        }
        return (byName, metadata)
    }

    private func readHeaderLength() throws(TensorError) -> Int {
        let bytes = file.bytes
        guard bytes.count >= 8 else {
            throw lookalike() ?? fault("the file has \(bytes.count) bytes, fewer than the 8 of the length")
        }
        let length = UInt64(littleEndian: bytes.loadUnaligned(as: UInt64.self))
        guard length <= UInt64(SafetensorsFile.maximumHeader) else {
            throw lookalike() ?? fault("length \(length) is over the limit of \(SafetensorsFile.maximumHeader)")
        }
        guard Int(length) <= bytes.count - 8 else {
            throw lookalike() ?? fault("length \(length) runs past the end of the file (\(bytes.count) bytes)")
        }
        return Int(length)
    }

    /// Names a file that is plainly something else; asked only when the frame is already wrong.
    private func lookalike() -> TensorError? {
        let start = file.bytes.prefix(64)
        let texts: [(StaticString, String)] = [
            ("version https://git-lfs", "a git-lfs pointer; fetch the file itself (git lfs pull)"),
            ("<", "a web page or XML"), ("PK", "a PyTorch or zip archive; convert it to safetensors"),
        ]
        for (text, found) in texts
        where start.starts(with: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount)) {
            return .notSafetensors(file: file.path, found: found)
        }
        if start.isEmpty { return .notSafetensors(file: file.path, found: "it is empty") }
        guard start.count > 1, start[0] == 0x80, (2...5).contains(start[1]) else { return nil }
        return .notSafetensors(file: file.path, found: "a pickle; convert it to safetensors")
    }

    private func readMetadata(_ value: JSONValue) throws(TensorError) -> [String: String] {
        guard let members = value.members else { throw fault("__metadata__ is \(value.kind), not an object") }
        var result: [String: String] = [:]
        for member in members {
            guard let text = member.value.string else {
                throw fault("__metadata__ '\(member.key)' is \(member.value.kind), not a string")
            }
            result[member.key] = text
        }
        return result
    }

    private func readEntry(
        _ name: String, _ value: JSONValue, data: UnsafeRawBufferPointer
    ) throws(TensorError) -> StoredTensor {
        guard let entry = value.object else { throw fault(name, "is \(value.kind), not an object") }
        guard let typeName = entry["dtype"]?.string else { throw fault(name, "has no dtype") }
        guard let type = ElementType(rawValue: typeName) else { throw fault(name, "unknown dtype '\(typeName)'") }
        let shape = try readNumbers(entry["shape"], name: name, field: "shape")
        let offsets = try readNumbers(entry["data_offsets"], name: name, field: "data_offsets")
        guard offsets.count == 2 else { throw fault(name, "data_offsets has \(offsets.count) numbers, not 2") }
        guard offsets[0] <= offsets[1] else { throw fault(name, "data_offsets \(offsets) are reversed") }
        guard offsets[1] <= data.count else {
            throw fault(name, "data_offsets \(offsets) run past the data (\(data.count) bytes)")
        }
        var size = type.size
        for dimension in shape {
            let (product, overflow) = size.multipliedReportingOverflow(by: dimension)
            guard !overflow else { throw fault(name, "shape \(shape) overflows") }
            size = product
        }
        guard size == offsets[1] - offsets[0] else {
            throw fault(name, "shape \(shape) of \(typeName) needs \(size) bytes, found \(offsets[1] - offsets[0])")
        }
        let bytes = UnsafeRawBufferPointer(rebasing: data[offsets[0]..<offsets[1]])
        return StoredTensor(name: name, type: type, shape: shape, bytes: bytes, file: file)
    }

    private func readNumbers(_ value: JSONValue?, name: String, field: String) throws(TensorError) -> [Int] {
        guard let elements = value?.array else { throw fault(name, "has no \(field)") }
        var numbers: [Int] = []
        for element in elements {
            guard let number = element.integer, number >= 0 else {
                throw fault(name, "\(field) holds something that is not a whole number from 0 to 2^63 - 1")
            }
            numbers.append(number)
        }
        return numbers
    }

    /// Sorted by position, the tensors follow each other from the first byte of the data to the last.
    private func checkCoverage(_ tensors: [StoredTensor], data: UnsafeRawBufferPointer) throws(TensorError) {
        let placed = tensors.map { tensor -> (begin: Int, end: Int, name: String) in
            let begin = tensor.bytes.baseAddress.map { $0 - (data.baseAddress ?? $0) } ?? 0
            return (begin, begin + tensor.bytes.count, tensor.name)
        }.sorted { ($0.begin, $0.end) < ($1.begin, $1.end) }
        var end = 0
        for tensor in placed {
            guard tensor.begin >= end else { throw fault(tensor.name, "overlaps the tensor before it") }
            guard tensor.begin == end else {
                throw fault(tensor.name, "begins at \(tensor.begin), but the data before it ends at \(end)")
            }
            end = tensor.end
        }
        guard end == data.count else { throw fault("\(data.count - end) bytes after the last tensor") }
    }
}
