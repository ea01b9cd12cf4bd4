import Platform

/// What a model wrote, for standard output.
enum TerminalText {
    /// The text; on a terminal without control characters, which could move the cursor or worse: U+FFFD stands for them.
    static func shown(_ text: String) -> String { Output.isTerminal ? Terminal.safe(text) : text }
}
