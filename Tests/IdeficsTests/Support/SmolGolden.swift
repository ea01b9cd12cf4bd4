import JSON
import Platform
import Tensors
import TestKit
import Testing

@testable import Idefics

/// The reference's numbers for the two small checkpoints of Idefics3 and SmolVLM.
struct SmolGolden {
    static let names = ["tiny-smolvlm", "tiny-idefics3"]

    let folder: String

    init?(_ name: String) {
        guard let folder = Shared.path("fixtures/smolvlm/\(name)") else { return nil }
        self.folder = folder
    }

    func json(_ file: String) throws -> JSONValue { try JSONValue(parsing: Files.read("\(folder)/goldens/\(file)")) }

    func tensors(_ file: String) throws -> SafetensorsFile {
        try SafetensorsFile(path: "\(folder)/goldens/\(file).safetensors")
    }

    func model(threads: Int = 1) throws -> IdeficsModel {
        try IdeficsModel(checkpoint: folder, options: LoadOptions(threads: threads))
    }

    static func picture(_ file: String, _ model: IdeficsModel, splits: Bool?) throws -> PreparedImage {
        let path = try #require(Shared.path("fixtures/idefics/images/\(file)"))
        return try model.images.prepare(path: path, splits: splits)
    }

    /// A text whose `<image>` tokens are replaced by pictures.
    static func items(_ text: String, _ images: [PreparedImage]) -> [PromptItem] {
        var rest = images[...]
        var items: [PromptItem] = []
        for (index, part) in text.split(separator: "<image>", omittingEmptySubsequences: false).enumerated() {
            if index > 0, let image = rest.popFirst() { items.append(.image(image)) }
            if !part.isEmpty { items.append(.text(String(part))) }
        }
        return items
    }

    /// One sample of prompts.json.
    static func prompt(_ sample: JSONValue, _ entry: JSONValue, _ model: IdeficsModel) throws -> Prompt {
        let splits = entry["split"]?.bool
        var options = PromptOptions()
        options.addsSpecialTokens = entry["add_special_tokens"]?.bool ?? false
        guard let messages = sample["messages"]?.array else {
            let images = try sample["images"].list.map { try picture($0.string ?? "", model, splits: splits) }
            return try model.prompts.build(items(sample["text"]?.string ?? "", images), options: options)
        }
        let filled = try messages.map { message in
            ChatMessage(
                role: message["role"]?.string ?? "",
                content: try message["content"].list.map { part in
                    if part["type"]?.string == "text" { return .text(part["text"]?.string ?? "") }
                    return .image(try picture(part["image"]?.string ?? "", model, splits: splits))
                })
        }
        let asks = sample["add_generation_prompt"]?.bool ?? false
        return try model.prompts.build(model.prompts.conversation(filled, asksForAnswer: asks), options: options)
    }

    /// The prompts (one for each row of the batch) of one entry of prompts.json.
    static func prompts(_ entry: JSONValue, _ model: IdeficsModel) throws -> [Prompt] {
        try entry["samples"].list.map { try prompt($0, entry, model) }
    }

    /// The items of a document of score.json; `replacing` may change a picture.
    static func document(
        _ entry: JSONValue, _ model: IdeficsModel, replacing: (PreparedImage) -> PreparedImage? = { $0 }
    ) throws -> [PromptItem] {
        try entry["items"].list.compactMap { item in
            if let text = item["text"]?.string { return .text(text) }
            let image = try picture(item["image"]?.string ?? "", model, splits: entry["split"]?.bool)
            return replacing(image).map { .image($0) }
        }
    }
}
