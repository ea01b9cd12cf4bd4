import JSON
import Tensors

extension ModelDescription {
    /// A page for people.
    public var text: String {
        var lines = ["\(configuration.name), \(Self.grouped(parameters.count)) parameters"]
        lines += configuration.architecture.map { "  \($0.name.padded(20)) \($0.value)" }
        lines.append("parameters by part")
        for part in ParameterList.Part.allCases where parameters.count(part) > 0 {
            lines.append("  \(part.rawValue.padded(24)) \(Self.grouped(parameters.count(part)).leftPadded(16))")
        }
        lines.append("weights: \(weightsText)")
        lines.append("memory for the weights, by precision (--dtype)")
        for precision in Precision.allCases {
            let stays = staysStored(precision) && precision.rawValue != storedType
            let stored = stays ? "  (arithmetic; the weights stay \(storedType))" : ""
            lines.append("  \(precision.rawValue.padded(24)) \(Self.size(memory(precision)).leftPadded(16))\(stored)")
        }
        lines.append(
            "and \(Self.size(cacheBytesPerToken)) for each token of text, \(Self.size(cacheBytesPerImage)) for each picture "
                + "in f32, half of it in the other precisions"
        )
        let (tokens, images) = (configuration.maximumPositions, Self.exampleImages)
        let needs = Precision.allCases.map { precision in
            "\(precision.rawValue) \(Self.size(need(precision, tokens: tokens, images: images)))"
        }
        lines.append("a text of \(tokens) tokens with \(images) pictures needs")
        lines.append("  on the CPU           \(needs.joined(separator: ", ")); mapped weights may exceed the memory")
        lines.append(
            "  on a GPU             bf16 or f16 \(Self.size(needOnGPU(tokens: tokens, images: images))) "
                + "(quarry score --scorer)")
        lines.append("licence: \(licence)")
        return lines.joined(separator: "\n")
    }

    /// Pictures of the text whose needs are told.
    private static let exampleImages = 4

    private var weightsText: String {
        switch weights {
        case .absent: "not in the folder"
        case .indexed(let tensors, let bytes, let missing):
            "\(tensors) tensors in an index" + (bytes.map { ", \(Self.size($0))" } ?? "") + ", files not all here"
                + (missing.isEmpty ? "" : "; the index lacks \(missing.count) tensors, first \(missing[0])")
        case .present(let tensors, let bytes, let format): "\(tensors) tensors, \(Self.size(bytes)), matrices \(format)"
        }
    }

    /// The same as JSON.
    public var json: String { value.text }

    var value: JSONValue {
        let parts = ParameterList.Part.allCases.map {
            JSONValue.Member(key: $0.rawValue, value: .integer(parameters.count($0)))
        }
        let memory = Precision.allCases.map {
            JSONValue.Member(key: $0.rawValue, value: .integer(self.memory($0)))
        }
        let facts = configuration.facts.map { JSONValue.Member(key: $0.key, value: .integer($0.value)) }
        let own: JSONValue = .members([
            "model_type": .string(configuration.modelType),
            "parameters": .integer(parameters.count),
            "parameters_by_part": .object(parts),
            "tensors": .integer(parameters.parameters.count),
            "weights": weightsJSON,
            "memory_bytes": .object(memory),
            "needs_bytes": .object(
                Precision.allCases.map { precision in
                    .init(
                        key: precision.rawValue,
                        value: .integer(
                            need(precision, tokens: configuration.maximumPositions, images: Self.exampleImages)))
                } + [
                    .init(
                        key: "gpu",
                        value: .integer(
                            needOnGPU(tokens: configuration.maximumPositions, images: Self.exampleImages)))
                ]),
            "cache_bytes_per_token": .integer(cacheBytesPerToken),
            "cache_bytes_per_image": .integer(cacheBytesPerImage),
        ])
        return .object((own.members ?? []) + facts + [JSONValue.Member(key: "licence", value: .string(licence))])
    }

    private var weightsJSON: JSONValue {
        switch weights {
        case .absent: .members(["state": .string("absent")])
        case .indexed(let tensors, let bytes, let missing):
            .members([
                "state": .string("indexed"), "tensors": .integer(tensors), "bytes": bytes.map { .integer($0) } ?? .null,
                "missing": .array(missing.map { .string($0) }),
            ])
        case .present(let tensors, let bytes, let format):
            .members([
                "state": .string("present"), "tensors": .integer(tensors), "bytes": .integer(bytes),
                "format": .string(format),
            ])
        }
    }

    /// 1234567 as 1 234 567.
    static func grouped(_ number: Int) -> String {
        var digits = Array(String(number))
        var place = digits.count - 3
        while place > 0 {
            digits.insert(" ", at: place)
            place -= 3
        }
        return String(digits)
    }

    /// Bytes with three digits and a decimal unit.
    static func size(_ bytes: Int) -> String {
        let units = ["B", "kB", "MB", "GB", "TB"]
        var value = Double(bytes)
        var unit = 0
        while value >= 1000, unit < units.count - 1 {
            value /= 1000
            unit += 1
        }
        let rounded = unit == 0 ? String(bytes) : String((value * 100).rounded() / 100)
        return rounded + " " + units[unit]
    }
}

extension String {
    fileprivate func padded(_ width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }
    fileprivate func leftPadded(_ width: Int) -> String { String(repeating: " ", count: max(0, width - count)) + self }
}
