import Configuration
import Inspection
import Platform

/// `quarry help reasons|signals|config [NAME] [--json]`: what is explained beside the verbs.
struct HelpTopic {
    private enum Topic: String {
        case reasons, reason, signals, signal, config
    }

    private let topic: Topic
    private let name: String?
    private let json: Bool

    /// nil for what the parser's own help answers.
    init?(_ arguments: [String]) {
        guard arguments.first == "help", arguments.count > 1, let topic = Topic(rawValue: arguments[1]) else {
            return nil
        }
        let name = arguments.dropFirst(2).first { !$0.hasPrefix("-") }
        // `quarry help config show` is the help of a verb.
        if topic == .config, name == "show" || name == "schema" { return nil }
        (self.topic, self.name) = (topic, name)
        json = arguments.contains("--json")
    }

    /// - Throws: `InspectionError`, `PipelineError` for a name that is none.
    func run() throws {
        switch topic {
        case .reasons, .reason:
            let reasons = try ReasonsInspection(name)
            Output.line(json ? reasons.json : reasons.text(on: Output.screen))
        case .signals, .signal:
            let signals = try SignalsInspection(name)
            Output.line(json ? signals.json : signals.text(on: Output.screen))
        case .config:
            let keys = try name.map { try KeyExplanation.named($0) } ?? KeyExplanation.all
            for key in keys { Output.line(Terminal.wrapped(key.text, width: Output.screen.width)) }
        }
    }
}
