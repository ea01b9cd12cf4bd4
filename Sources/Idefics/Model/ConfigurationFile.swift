import JSON
import Platform
import Tensors

/// A JSON object of a checkpoint with typed, named access: every fault names the file and the field.
struct ConfigurationFile {
    let file: String
    private let object: JSONValue
    private let prefix: String

    init(path: String) throws(IdeficsError) {
        let bytes: [UInt8]
        do { bytes = try Files.read(path) } catch { throw .system(error) }
        let root: JSONValue
        do throws(JSONError) { root = try JSONValue(parsing: bytes) } catch {
            throw .configuration(file: path, problem: "not JSON: \(error)")
        }
        guard let object = root.object else {
            throw .configuration(file: path, problem: "is \(root.kind), not an object")
        }
        self.init(file: path, object: object, prefix: "")
    }

    /// A file that is not there: every field is missing.
    init(empty file: String) { self.init(file: file, object: .object([]), prefix: "") }

    private init(file: String, object: JSONValue, prefix: String) {
        (self.file, self.object, self.prefix) = (file, object, prefix)
    }

    func fault(_ field: String, _ problem: String) -> IdeficsError {
        .configuration(file: file, problem: "\(prefix)\(field) \(problem)")
    }

    /// The nested object `field`; an absent one is empty, so that defaults apply.
    func section(_ field: String) throws(IdeficsError) -> ConfigurationFile {
        let nested = prefix + field + "."
        guard let value = value(field) else {
            return ConfigurationFile(file: file, object: .object([]), prefix: nested)
        }
        guard let object = value.object else { throw fault(field, "is \(value.kind), not an object") }
        return ConfigurationFile(file: file, object: object, prefix: nested)
    }

    /// The value of `field`; `null` counts as absent.
    func value(_ field: String) -> JSONValue? {
        guard let value = object[field], value != .null else { return nil }
        return value
    }

    func integer(_ field: String, in range: ClosedRange<Int>, default fallback: Int? = nil) throws(IdeficsError) -> Int
    {
        guard let value = value(field) else {
            guard let fallback else { throw fault(field, "is missing") }
            return fallback
        }
        guard let number = value.integer else { throw fault(field, "is \(value.kind), not a whole number") }
        guard range.contains(number) else {
            throw fault(field, "is \(number), not in \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    func number(_ field: String, in range: ClosedRange<Double>, default fallback: Double) throws(IdeficsError) -> Double
    {
        guard let value = value(field) else { return fallback }
        guard let number = value.number else { throw fault(field, "is \(value.kind), not a number") }
        guard range.contains(number) else {
            throw fault(field, "is \(number), not in \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    func flag(_ field: String, default fallback: Bool) throws(IdeficsError) -> Bool {
        guard let value = value(field) else { return fallback }
        guard let flag = value.bool else { throw fault(field, "is \(value.kind), not true or false") }
        return flag
    }

    func text(_ field: String, default fallback: String) throws(IdeficsError) -> String {
        guard let value = value(field) else { return fallback }
        guard let text = value.string else { throw fault(field, "is \(value.kind), not a string") }
        return text
    }

    func activation(_ field: String, default fallback: ActivationFunction) throws(IdeficsError) -> ActivationFunction {
        let name = try text(field, default: fallback.rawValue)
        guard let function = ActivationFunction(rawValue: name) else {
            let known = ActivationFunction.allCases.map(\.rawValue).joined(separator: ", ")
            throw fault(field, "is '\(name)'; known are \(known)")
        }
        return function
    }

    /// A list of `count` numbers.
    func numbers(_ field: String, count: Int, default fallback: [Double]) throws(IdeficsError) -> [Double] {
        guard let value = value(field) else { return fallback }
        let numbers = value.array?.compactMap(\.number) ?? []
        guard numbers.count == count, value.array?.count == count else {
            throw fault(field, "is not a list of \(count) numbers")
        }
        return numbers
    }

    /// An id or a list of ids.
    func identifiers(_ field: String, below limit: Int) throws(IdeficsError) -> [Int]? {
        guard let value = value(field) else { return nil }
        let elements = value.array ?? [value]
        var identifiers: [Int] = []
        for element in elements {
            guard let id = element.integer, (0..<limit).contains(id) else {
                throw fault(field, "holds something that is not an id below \(limit)")
            }
            identifiers.append(id)
        }
        return identifiers
    }
}

extension ConfigurationFile {
    /// What ends a text by the `generation_config.json` in the folder of `path`; nil when nothing there says so.
    static func ends(beside path: String, below rows: Int) throws(IdeficsError) -> [Int]? {
        let folder = path.utf8.lastIndex(of: 0x2F).map { String(path[...$0]) } ?? ""
        let generation = folder + "generation_config.json"
        guard Files.exists(generation) else { return nil }
        return try ConfigurationFile(path: generation).identifiers("eos_token_id", below: rows)
    }
}
