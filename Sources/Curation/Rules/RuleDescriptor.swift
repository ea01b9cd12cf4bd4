/// What a rule is called, where it may stand, what it takes, and how it is made.
package struct RuleDescriptor: Sendable {
    /// A word list or a model without which a rule says nothing.
    package enum Need: String, Sendable {
        case stopWords = "stop words"
        case commonWords = "common words"
        case languageModel = "language model"
        case perplexityModel = "perplexity model"
    }

    /// What a rule looks at.
    package enum Subject: Sendable {
        case text, image, document
    }

    /// The key in a pipeline file.
    package let name: String
    /// What it judges.
    package let scope: RuleScope
    /// One line.
    package let summary: String
    /// What a pipeline file may give.
    package let parameters: [RuleParameter]
    /// The list of the text's language it counts with, without which a text passes, or the model it asks.
    package let need: Need?
    /// What the rule looks at.
    package let judges: Subject
    private let build: @Sendable (RuleParameters) throws(RuleError) -> AnyRule

    init(
        _ name: String, _ scope: RuleScope, summary: String, parameters: [RuleParameter], need: Need? = nil,
        judges: Subject? = nil,
        build: @escaping @Sendable (RuleParameters) throws(RuleError) -> AnyRule
    ) {
        self.name = name
        self.scope = scope
        self.summary = summary
        self.parameters = parameters
        self.need = need
        self.judges = judges ?? (scope == .image ? .image : .text)
        self.build = build
    }

    /// Makes the rule.
    /// - Throws: `RuleError` for an unknown, missing or wrong parameter.
    package func make(_ given: RuleParameters) throws(RuleError) -> AnyRule {
        try check(given.values, complete: true)
        for language in given.languages.keys.sorted() { try check(given.languages[language] ?? [:], complete: false) }
        if let low = given.number("min"), let high = given.number("max"), low > high {
            throw .badValue(rule: name, parameter: "min", problem: "it is more than 'max'")
        }
        return try build(given)
    }

    private func check(_ values: [String: RuleParameters.Value], complete: Bool) throws(RuleError) {
        for key in values.keys.sorted() {
            guard let parameter = parameters.first(where: { $0.name == key }) else {
                throw .unknownParameter(rule: name, parameter: key, known: parameters.map(\.name))
            }
            guard let value = values[key], parameter.accepts(value) else {
                throw .wrongKind(rule: name, parameter: key, expected: parameter.kind)
            }
        }
        if complete, let missing = parameters.first(where: { $0.isRequired && values[$0.name] == nil }) {
            throw .missingParameter(rule: name, parameter: missing.name)
        }
    }
}
