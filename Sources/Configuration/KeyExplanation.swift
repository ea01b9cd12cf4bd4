import Curation
import Platform

/// A key or a rule of pipelines, explained: `quarry config show --explain`, `quarry help config`.
package struct KeyExplanation: Sendable, Equatable {
    /// Section and name: `corpus.paragraph-maximum`, `documents.words`.
    package let path: String
    /// What it does.
    package let sentence: String
    /// What its values are: `an integer of at least 0`, `one of off, document`; of a rule its parameters.
    package let values: String
    /// The default as JSON, `""` for a rule.
    package let usual: String

    /// Every key in the order of the sections, then every rule.
    package static var all: [KeyExplanation] {
        let keys = PipelineSchema.declared.map { key, json in
            KeyExplanation(
                path: key.path, sentence: KeySentences[key.path], values: key.kind.words,
                usual: String(decoding: json, as: UTF8.self))
        }
        let rules = RuleScope.allCases.flatMap { scope in
            RuleCatalog.rules(for: scope).map { rule in
                KeyExplanation(
                    path: "\(RuleConfig.section(scope)).\(rule.name)", sentence: rule.summary,
                    values: rule.parameters.map { "\($0.name): \($0.doc)" }.joined(separator: " "), usual: "")
            }
        }
        return keys + rules
    }

    /// The key of a path, or those of a section.
    /// - Throws: `PipelineError.problems` with the nearest there is.
    package static func named(_ path: String) throws(PipelineError) -> [KeyExplanation] {
        let all = all
        let found = all.filter { $0.path == path || $0.path.hasPrefix(path + ".") }
        guard found.isEmpty else { return found }
        let nearest = Nearest.name(path, among: all.map(\.path)).map { "; did you mean '\($0)'?" } ?? ""
        throw .problems(["there is no key '\(path)'\(nearest)"])
    }

    /// For people: three lines.
    package var text: String {
        let head = usual.isEmpty ? path : "\(path): \(usual)"
        return [head, sentence, values].filter { !$0.isEmpty }.joined(separator: "\n    ")
    }
}

extension ConfigKey.Kind {
    /// What its values are.
    var words: String {
        switch self {
        case .text(let choices): choices.isEmpty ? "a text" : "one of \(choices.joined(separator: ", "))"
        case .integer(let range):
            "an integer of at least \(range.lowerBound)"
                + (range.upperBound == Int.max ? "" : " and at most \(range.upperBound)")
        case .number(let range): "a number between \(range.lowerBound) and \(range.upperBound)"
        case .flag: "true or false"
        case .list(let choices): choices.isEmpty ? "a list" : "a list of \(choices.joined(separator: ", "))"
        }
    }
}
