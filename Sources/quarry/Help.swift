import ArgumentParser
import Platform

/// Help as a screen shows it: what the parser writes, with the example at its end, where the eye is.
enum Help {
    private static let mark = "EXAMPLE:"

    /// The text of a request for help (or for the version, or for completions).
    static func text(for error: any Error) -> String {
        let screen = Root.fullMessage(for: error)
        // Lines of examples are commands to be copied: they are taken from a screen that breaks none.
        let whole = Root.fullMessage(for: error, columns: 10_000)
        guard let example = cut(whole)?.example, let rest = cut(screen)?.rest else { return screen }
        return rest + "\n\n" + example
    }

    /// A help screen without its example, and the example.
    private static func cut(_ text: String) -> (rest: String, example: String)? {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        guard lines.first?.hasPrefix("OVERVIEW:") == true, let begin = lines.firstIndex(where: { $0 == mark[...] }),
            let end = lines[begin...].firstIndex(where: \.isEmpty)
        else { return nil }
        let rest = lines[..<begin] + lines[(end + 1)...]
        return (trimmed(rest.joined(separator: "\n")), lines[begin..<end].joined(separator: "\n"))
    }

    private static func trimmed(_ text: String) -> String {
        var text = text[...]
        while text.last == "\n" { text.removeLast() }
        return String(text)
    }

    /// For a verb that there is not, also behind `help`: the nearest that there is.
    static func unknownVerb(_ arguments: [String]) -> String? {
        var names = arguments.dropFirst()
        if names.first == "help" { names.removeFirst() }
        guard let name = names.first, !name.hasPrefix("-") else { return nil }
        let verbs = Root.configuration.subcommands.map { $0._commandName }
        guard !verbs.contains(name), name != "help" else { return nil }
        let nearest = Nearest.name(name, among: verbs).map { "; did you mean '\($0)'?" } ?? ""
        return "quarry: there is no verb '\(name)'\(nearest) (verbs: \(verbs.joined(separator: ", ")))"
    }
}
