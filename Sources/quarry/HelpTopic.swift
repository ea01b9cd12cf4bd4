import ArgumentParser
import Inspection

/// `quarry help reasons [NAME] [--json]`: what is explained beside the verbs.
struct HelpTopic {
    private let name: String?
    private let json: Bool

    /// nil for what the parser's own help answers.
    init?(_ arguments: [String]) {
        guard arguments.first == "help", arguments.count > 1, ["reasons", "reason"].contains(arguments[1]) else {
            return nil
        }
        json = arguments.contains("--json")
        name = arguments.dropFirst(2).first { !$0.hasPrefix("-") }
    }

    func run() throws {
        do throws(InspectionError) {
            let reasons = try ReasonsInspection(name)
            Output.line(json ? reasons.json : reasons.text(on: Output.screen))
        } catch {
            Failure.say("quarry: \(error)")
            throw ExitCode(error.exitCode)
        }
    }
}
