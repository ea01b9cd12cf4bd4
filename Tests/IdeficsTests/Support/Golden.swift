import Glibc
import JSON
import Platform
import Tensors
import TestKit
import Testing

@testable import Idefics

/// The reference's numbers for the two small checkpoints.
struct Golden {
    static let names = ["tiny", "tiny-instruct"]

    let name: String
    let folder: String

    init(_ name: String) throws {
        (self.name, folder) = (name, try Shared.require("fixtures/idefics/\(name)"))
    }

    func json(_ file: String) throws -> JSONValue { try JSONValue(parsing: Files.read("\(folder)/goldens/\(file)")) }

    func tensors(_ file: String) throws -> SafetensorsFile {
        try SafetensorsFile(path: "\(folder)/goldens/\(file).safetensors")
    }

    /// One thread each: the tests themselves run side by side.
    func model(threads: Int = 1) throws -> IdeficsModel {
        try IdeficsModel(checkpoint: folder, options: LoadOptions(threads: threads))
    }

    static func picture(_ file: String, _ model: IdeficsModel) throws -> PreparedImage {
        let path = try Shared.require("fixtures/idefics/images/\(file)")
        return try model.images.prepare(path: path)
    }

    /// Items as the goldens write them.
    static func items(_ json: JSONValue, _ model: IdeficsModel) throws -> [PromptItem] {
        try json.list.map { item in
            if let text = item["text"]?.string { return .text(text) }
            return .image(try picture(item["image"]?.string ?? "", model))
        }
    }

    static func options(_ json: JSONValue?) -> PromptOptions {
        PromptOptions(
            addsEndOfText: json?["add_eos_token"]?.bool ?? false,
            addsEndOfUtterance: json?["add_end_of_utterance_token"]?.bool)
    }

    /// The prompts (one for each row of the batch) of one entry of prompts.json.
    static func prompts(_ entry: JSONValue, _ model: IdeficsModel) throws -> [Prompt] {
        let options = options(entry["processor_kwargs"])
        return try entry["samples"].list.map { try model.prompts.build(items($0, model), options: options) }
    }
}

extension JSONValue {
    var list: [JSONValue] { array ?? [] }
    var integers: [Int] { list.compactMap(\.integer) }
    var floats: [Float] { list.compactMap(\.number).map { Float($0) } }
}

extension JSONValue? {
    var list: [JSONValue] { self?.list ?? [] }
    var integers: [Int] { self?.integers ?? [] }
    var floats: [Float] { self?.floats ?? [] }
}

extension StoredTensor {
    var floats: [Float] {
        type == .f32
            ? stride(from: 0, to: bytes.count, by: 4).map { bytes.loadUnaligned(fromByteOffset: $0, as: Float.self) }
            : []
    }
}

/// The largest difference, NaN counted as infinite.
func largestDifference(_ a: [Float], _ b: [Float]) -> Float {
    guard a.count == b.count else { return .infinity }
    return zip(a, b).reduce(0) { max($0, ($1.0 - $1.1).isNaN ? .infinity : abs($1.0 - $1.1)) }
}

/// The value of an environment variable.
func environment(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }
