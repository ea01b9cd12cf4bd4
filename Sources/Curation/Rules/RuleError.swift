/// Why a rule cannot be made from a pipeline file.
package enum RuleError: Error, Equatable, CustomStringConvertible {
    /// No rule has this name in this section.
    case unknownRule(String, scope: RuleScope, known: [String])
    /// The rule has no such parameter.
    case unknownParameter(rule: String, parameter: String, known: [String])
    /// The rule cannot do without the parameter.
    case missingParameter(rule: String, parameter: String)
    /// The value is of another kind.
    case wrongKind(rule: String, parameter: String, expected: RuleParameter.Kind)
    /// The value makes no sense.
    case badValue(rule: String, parameter: String, problem: String)
    /// The rule counts words of a list that was not given.
    case missingList(rule: String, list: String)

    /// The model the rule asks cannot be used.
    case badModel(rule: String, problem: String)

    /// One sentence.
    package var description: String {
        switch self {
        case .unknownRule(let name, let scope, let known):
            "there is no \(scope.rawValue) rule '\(name)'; there are \(known.joined(separator: ", "))"
        case .unknownParameter(let rule, let parameter, let known):
            "the rule '\(rule)' has no parameter '\(parameter)'; it has \(known.joined(separator: ", "))"
        case .missingParameter(let rule, let parameter): "the rule '\(rule)' needs '\(parameter)'"
        case .wrongKind(let rule, let parameter, let expected):
            "'\(parameter)' of the rule '\(rule)' must be \(expected == .integer ? "an" : "a") \(expected.rawValue)"
        case .badValue(let rule, let parameter, let problem): "'\(parameter)' of the rule '\(rule)': \(problem)"
        case .badModel(let rule, let problem): "the rule '\(rule)' is on, but \(problem)"
        case .missingList(let rule, let list):
            "the rule '\(rule)' is on, but there is no list of \(list); give its file or take the rule out"
        }
    }
}
