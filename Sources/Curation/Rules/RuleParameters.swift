/// The values a pipeline file gives a rule, and its per-language overrides.
package struct RuleParameters: Sendable, Equatable, ExpressibleByDictionaryLiteral {
    /// One value.
    package enum Value: Sendable, Equatable {
        case integer(Int)
        case number(Double)
        case text(String)
        case list([String])
        case flag(Bool)
    }

    /// Parameter → value.
    package var values: [String: Value]
    /// Language (ISO 639-1) → the values that differ there.
    package var languages: [String: [String: Value]]

    /// Values, and overrides where a language needs its own thresholds.
    package init(_ values: [String: Value], languages: [String: [String: Value]] = [:]) {
        self.values = values
        self.languages = languages
    }

    /// No values.
    package init() { self.init([String: Value]()) }

    /// Values alone.
    package init(dictionaryLiteral elements: (String, Value)...) {
        self.init(Dictionary(elements) { _, last in last })
    }

    /// The value of a parameter in general.
    package subscript(name: String) -> Value? {
        get { values[name] }
        set { values[name] = newValue }
    }

    /// What holds for a text of `language`.
    package func resolved(for language: String) -> RuleParameters {
        guard let own = languages[language] else { return RuleParameters(values) }
        return RuleParameters(values.merging(own) { _, mine in mine })
    }

    /// A number; an integer is one too. Nil when it is absent.
    package func number(_ name: String) -> Double? {
        switch values[name] {
        case .number(let value): value
        case .integer(let value): Double(value)
        default: nil
        }
    }

    /// An integer. Nil when it is absent.
    package func integer(_ name: String) -> Int? { if case .integer(let value)? = values[name] { value } else { nil } }
    /// A text. Nil when it is absent.
    package func text(_ name: String) -> String? { if case .text(let value)? = values[name] { value } else { nil } }
    /// A list of texts. Nil when it is absent.
    package func list(_ name: String) -> [String]? { if case .list(let value)? = values[name] { value } else { nil } }
    /// A flag. Nil when it is absent.
    package func flag(_ name: String) -> Bool? { if case .flag(let value)? = values[name] { value } else { nil } }
}

/// One parameter of a rule, as a pipeline file may give it.
package struct RuleParameter: Sendable, Equatable {
    /// What its value must be.
    package enum Kind: String, Sendable {
        case integer, number, text, list, flag
    }

    /// The key.
    package let name: String
    /// What its value must be.
    package let kind: Kind
    /// Whether the rule cannot do without it.
    package let isRequired: Bool
    /// One line.
    package let doc: String

    /// A parameter.
    package init(_ name: String, _ kind: Kind, isRequired: Bool = false, doc: String) {
        self.name = name
        self.kind = kind
        self.isRequired = isRequired
        self.doc = doc
    }

    static func max(_ doc: String) -> RuleParameter { RuleParameter("max", .number, isRequired: true, doc: doc) }
    static func min(_ doc: String) -> RuleParameter { RuleParameter("min", .number, isRequired: true, doc: doc) }

    func accepts(_ value: RuleParameters.Value) -> Bool {
        switch (kind, value) {
        case (.integer, .integer), (.number, .integer), (.number, .number), (.text, .text), (.list, .list),
            (.flag, .flag):
            true
        default: false
        }
    }
}
