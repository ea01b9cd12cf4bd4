/// The values a pipeline file gives a rule, and its per-language overrides.
public struct RuleParameters: Sendable, Equatable, ExpressibleByDictionaryLiteral {
    /// One value.
    public enum Value: Sendable, Equatable {
        case integer(Int)
        case number(Double)
        case text(String)
        case list([String])
        case flag(Bool)
    }

    /// Parameter → value.
    public var values: [String: Value]
    /// Language (ISO 639-1) → the values that differ there.
    public var languages: [String: [String: Value]]

    /// Values, and overrides where a language needs its own thresholds.
    public init(_ values: [String: Value], languages: [String: [String: Value]] = [:]) {
        self.values = values
        self.languages = languages
    }

    /// No values.
    public init() { self.init([String: Value]()) }

    /// Values alone.
    public init(dictionaryLiteral elements: (String, Value)...) {
        self.init(Dictionary(elements) { _, last in last })
    }

    /// The value of a parameter in general.
    public subscript(name: String) -> Value? {
        get { values[name] }
        set { values[name] = newValue }
    }

    /// What holds for a text of `language`.
    public func resolved(for language: String) -> RuleParameters {
        guard let own = languages[language] else { return RuleParameters(values) }
        return RuleParameters(values.merging(own) { _, mine in mine })
    }

    /// A number; an integer is one too. Nil when it is absent.
    public func number(_ name: String) -> Double? {
        switch values[name] {
        case .number(let value): value
        case .integer(let value): Double(value)
        default: nil
        }
    }

    /// An integer. Nil when it is absent.
    public func integer(_ name: String) -> Int? { if case .integer(let value)? = values[name] { value } else { nil } }
    /// A text. Nil when it is absent.
    public func text(_ name: String) -> String? { if case .text(let value)? = values[name] { value } else { nil } }
    /// A list of texts. Nil when it is absent.
    public func list(_ name: String) -> [String]? { if case .list(let value)? = values[name] { value } else { nil } }
    /// A flag. Nil when it is absent.
    public func flag(_ name: String) -> Bool? { if case .flag(let value)? = values[name] { value } else { nil } }
}

/// One parameter of a rule, as a pipeline file may give it.
public struct RuleParameter: Sendable, Equatable {
    /// What its value must be.
    public enum Kind: String, Sendable {
        case integer, number, text, list, flag
    }

    /// The key.
    public let name: String
    /// What its value must be.
    public let kind: Kind
    /// Whether the rule cannot do without it.
    public let isRequired: Bool
    /// One line.
    public let doc: String

    /// A parameter.
    public init(_ name: String, _ kind: Kind, isRequired: Bool = false, doc: String) {
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
