import Curation
import Facts
import JSON

/// The JSON Schema of a pipeline, made of the very keys that are read: `schemas/pipeline.schema.json`.
package enum PipelineSchema {
    /// The schema, compact. A pipeline in YAML is held to it as the JSON it stands for.
    package static var json: String {
        var sections: [(name: String, keys: [(key: ConfigKey, value: [UInt8])])] = []
        var top: [(key: ConfigKey, value: [UInt8])] = []
        for (key, value) in declared {
            guard let dot = key.path.firstIndex(of: ".") else {
                top.append((key, value))
                continue
            }
            let name = String(key.path[..<dot])
            if sections.last?.name != name { sections.append((name, [])) }
            sections[sections.count - 1].keys.append((key, value))
        }
        var json = JSONWriter()
        json.object { json in
            json.member("$schema", "https://json-schema.org/draft/2020-12/schema")
            json.member("$id", "pipeline.schema.json")
            json.member("title", "A pipeline")
            json.member("description", "pipelines/*.yaml, and `pipeline` of corpus.json with every value resolved.")
            json.member("type", "object")
            json.key("properties")
            json.object { json in
                for (key, value) in top { write(key, name: key.path, default: value, &json) }
                for (name, keys) in sections { write(section: name, keys, &json) }
                for scope in RuleScope.allCases { write(rules: scope, &json) }
            }
            json.member("additionalProperties", false)
        }
        return json.text
    }

    /// Every key that is read, in order, with its default.
    static var declared: [(key: ConfigKey, value: [UInt8])] {
        let problems = ConfigProblems(file: "")
        // The section of scores is read only where it stands.
        let root = ConfigNode.parse("score: {model: \"\"}", problems: problems)
        let reader = ConfigReader(root: root, sources: ConfigSources(), problems: problems)
        _ = PipelineConfig(reader, folder: "")
        return zip(reader.declared, reader.entries).map { ($0, $1.json) }
    }

    private static func write(
        section: String, _ keys: [(key: ConfigKey, value: [UInt8])], _ json: inout JSONWriter
    ) {
        write(section: section, members: keys.map { ($0.key.path, $0) }, &json)
    }

    /// A section and those in it; the names of its members begin with its own and a dot.
    private static func write(
        section: String, members: [(name: String, value: (key: ConfigKey, value: [UInt8]))], _ json: inout JSONWriter
    ) {
        json.key(section)
        json.object { json in
            json.member("type", "object")
            json.key("properties")
            json.object { json in
                var rest = members.map { (name: String($0.name.dropFirst(section.count + 1)), value: $0.value) }[...]
                while let (name, member) = rest.first {
                    guard let dot = name.firstIndex(of: ".") else {
                        write(member.key, name: name, default: member.value, &json)
                        rest = rest.dropFirst()
                        continue
                    }
                    let inner = rest.prefix { $0.name.hasPrefix(name[...dot]) }
                    write(section: String(name[..<dot]), members: Array(inner), &json)
                    rest = rest.dropFirst(inner.count)
                }
            }
            json.member("additionalProperties", false)
        }
    }

    private static func write(_ key: ConfigKey, name: String, default value: [UInt8], _ json: inout JSONWriter) {
        json.key(name)
        json.object { json in
            json.member("description", KeySentences[key.path])
            switch key.kind {
            case .text(let choices):
                json.member("type", "string")
                write(choices, &json)
            case .integer(let range):
                json.member("type", "integer")
                json.member("minimum", range.lowerBound)
                if range.upperBound < Int.max { json.member("maximum", range.upperBound) }
            case .number(let range):
                json.member("type", "number")
                json.member("minimum", range.lowerBound)
                json.member("maximum", range.upperBound)
            case .flag: json.member("type", "boolean")
            case .list(let choices):
                json.member("type", "array")
                json.key("items")
                json.object { json in
                    json.member("type", "string")
                    write(choices, &json)
                }
            }
            json.key("default")
            json.raw(value)
        }
    }

    private static func write(_ choices: [String], _ json: inout JSONWriter) {
        guard !choices.isEmpty else { return }
        json.key("enum")
        json.array { json in for choice in choices { json.value(choice) } }
    }

    // MARK: rules

    private static func write(rules scope: RuleScope, _ json: inout JSONWriter) {
        json.key(RuleConfig.section(scope))
        json.object { json in
            json.member("type", "object")
            json.member("description", "rules by name; one that is absent or `off` is not asked")
            json.key("properties")
            json.object { json in
                for rule in RuleCatalog.rules(for: scope) { write(rule, &json) }
                for rule in ScoreConfig.rules(RuleConfig.section(scope)) { write(rule, &json) }
            }
            json.member("additionalProperties", false)
        }
    }

    private static func write(_ rule: RuleDescriptor, _ json: inout JSONWriter) {
        json.key(rule.name)
        json.object { json in
            json.member("description", rule.summary)
            json.key("oneOf")
            json.array { json in
                json.object { json in
                    json.key("enum")
                    json.array { json in
                        json.value("off")
                        json.value(false)  // what YAML 1.1 makes of a bare `off`
                    }
                }
                json.object { json in writeParameters(of: rule, hasLanguages: true, &json) }
            }
        }
    }

    /// A rule on what a model said: bounds of a signal.
    private static func write(_ rule: (name: String, column: String), _ json: inout JSONWriter) {
        let signal = ScoreSignal(name: rule.column)
        json.key(rule.name)
        json.object { json in
            json.member(
                "description",
                signal.map { "Needs score.model. \($0.rawValue): \($0.definition)." }
                    ?? "How likely a filter of quarry train-filter (model) finds the document good, 0 to 1.")
            json.key("oneOf")
            json.array { json in
                json.object { json in
                    json.key("enum")
                    json.array { json in json.value("off") }
                }
                json.object { json in
                    json.member("type", "object")
                    json.key("properties")
                    json.object { json in
                        for (key, type) in [("min", "number"), ("max", "number"), ("model", "string")]
                        where key != "model" || signal == nil {
                            json.key(key)
                            json.object { json in json.member("type", type) }
                        }
                    }
                    json.member("minProperties", signal == nil ? 2 : 1)
                    json.member("additionalProperties", false)
                }
            }
        }
    }

    private static func writeParameters(of rule: RuleDescriptor, hasLanguages: Bool, _ json: inout JSONWriter) {
        json.member("type", "object")
        json.key("properties")
        json.object { json in
            for parameter in rule.parameters {
                json.key(parameter.name)
                json.object { json in
                    json.member("description", parameter.doc)
                    json.member("type", type(parameter.kind))
                    if parameter.kind == .list {
                        json.key("items")
                        json.object { json in json.member("type", "string") }
                    }
                    if parameter.kind == .integer || parameter.kind == .number { json.member("minimum", 0) }
                }
            }
            if hasLanguages {
                json.key("languages")
                json.object { json in
                    json.member("description", "other values for documents of a language, by its code")
                    json.member("type", "object")
                    json.key("additionalProperties")
                    json.object { json in writeParameters(of: rule, hasLanguages: false, &json) }
                }
            }
        }
        let required = rule.parameters.filter(\.isRequired).map(\.name)
        if hasLanguages && !required.isEmpty {
            json.key("required")
            json.array { json in for name in required { json.value(name) } }
        }
        json.member("additionalProperties", false)
    }

    private static func type(_ kind: RuleParameter.Kind) -> String {
        switch kind {
        case .integer: "integer"
        case .number: "number"
        case .text: "string"
        case .list: "array"
        case .flag: "boolean"
        }
    }
}
