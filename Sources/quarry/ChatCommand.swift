import ArgumentParser
import Glibc
import Idefics
import Synchronization

/// Raised by Ctrl-C while an answer is written.
private let stopRequested = Atomic<Bool>(false)

/// `quarry chat`.
struct ChatCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "chat", abstract: "Talk with an instruct checkpoint about pictures.",
        discussion: """
            /image PATH shows a picture with the next message, /reset begins anew, /quit (or end of input) ends. \
            Ctrl-C stops an answer; at the prompt it ends the conversation.

            EXAMPLE:
              quarry chat --model models/idefics-9b-instruct
            """)

    @OptionGroup var options: ModelOptions

    @Option(help: "Tokens of an answer at most.")
    var maxNewTokens = 256

    func run() throws {
        try answeringModel { () throws(IdeficsError) in
            let model = try options.open()
            var dialogue = try Dialogue(model, options: GenerationOptions(maximumTokens: maxNewTokens))
            let pictures = PictureLoader(relativeTo: ".", fetch: options.fetch)
            var lines = TerminalLines()
            listen()
            Failure.say("/image PATH shows a picture, Ctrl-C stops an answer, /quit ends", onlyOnTerminal: true)
            while let line = ask(&lines) {
                do throws(IdeficsError) {
                    guard try answer(line, &dialogue, pictures, model) else { return 0 }
                } catch {
                    // A wrong path or a text that cannot be used does not end the conversation.
                    guard Failure.code(error) == 2 else { throw error }
                    Failure.say(error.description)
                }
            }
            return 0
        }
    }

    private func ask(_ lines: inout TerminalLines) -> String? {
        if isatty(0) == 1 { emit("> ") }
        return lines.next()
    }

    /// Obeys one line; false ends the conversation.
    private func answer(
        _ line: String, _ dialogue: inout Dialogue, _ pictures: PictureLoader, _ model: IdeficsModel
    ) throws(IdeficsError) -> Bool {
        let words = line.split(separator: " ", maxSplits: 1)
        switch words.first ?? "" {
        case "": break
        case "/quit": return false
        case "/reset": dialogue.reset()
        case "/image" where words.count == 2: dialogue.add(try pictures.load(Self.trimmed(words[1]), for: model))
        case let word where word.hasPrefix("/"): Failure.say("commands are /image PATH, /reset and /quit")
        default:
            stopRequested.store(false, ordering: .relaxed)
            _ = try dialogue.send(line) { text in
                emit(TerminalText.shown(text))
                return !stopRequested.load(ordering: .relaxed)
            }
            emit("\n")
        }
        return true
    }

    /// Without spaces at both ends.
    private static func trimmed(_ text: Substring) -> String {
        String(text.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }

    private func emit(_ text: String) { Output.write(text, now: true) }

    /// Without SA_RESTART, so that Ctrl-C at the prompt ends the waiting for a line; and let through, whatever mask the
    /// process that started this one left.
    private func listen() {
        var action = sigaction()
        action.__sigaction_handler.sa_handler = { _ in stopRequested.store(true, ordering: .relaxed) }
        sigaction(SIGINT, &action, nil)
        var signals = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, SIGINT)
        pthread_sigmask(SIG_UNBLOCK, &signals, nil)
    }
}
