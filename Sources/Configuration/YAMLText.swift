package import JSON

/// YAML files of ours that are no pipelines, read by the same rules (no anchors, no tags, a megabyte at most).
package enum YAMLText {
    /// The file's values: numbers and truth values where they have no quotes, texts elsewhere.
    /// - Throws: `PipelineError.problems` with line and column.
    package static func read(_ text: String, file: String) throws(PipelineError) -> JSONValue {
        let problems = ConfigProblems(file: file)
        let node = ConfigNode.parse(text, problems: problems)
        guard problems.list.isEmpty, let node else {
            throw .problems(problems.list.isEmpty ? ["\(file) is empty"] : problems.list)
        }
        return node.json
    }
}

extension ConfigNode {
    fileprivate var json: JSONValue {
        switch content {
        case .sequence(let items): .array(items.map(\.json))
        case .mapping(let members): .object(members.map { .init(key: $0.key, value: $0.value.json) })
        case .scalar(let text, let isPlain): isPlain ? ConfigNode.plain(text) : .string(text)
        }
    }

    private static func plain(_ text: String) -> JSONValue {
        if text.isEmpty { return .null }
        if text == "true" || text == "false" { return .bool(text == "true") }
        if let value = Int(text) { return .integer(value) }
        if let value = Double(text), value.isFinite { return .number(value) }
        return .string(text)
    }
}
