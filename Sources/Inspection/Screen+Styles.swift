import Platform

extension Screen {
    /// What is read first.
    func strong(_ text: String) -> String { hasColours ? "\u{1B}[1m\(text)\u{1B}[0m" : text }
    /// What is read last.
    func soft(_ text: String) -> String { hasColours ? "\u{1B}[2m\(text)\u{1B}[0m" : text }
    /// Words that one text has and the other has not.
    func added(_ text: String) -> String { hasColours ? "\u{1B}[32m\(text)\u{1B}[0m" : "{+\(text)+}" }
    /// Words that the other text has.
    func removed(_ text: String) -> String { hasColours ? "\u{1B}[31m\(text)\u{1B}[0m" : "[-\(text)-]" }
    /// Around a word that was looked for.
    var markOpen: String { hasColours ? "\u{1B}[1;33m" : "«" }
    /// After it.
    var markClose: String { hasColours ? "\u{1B}[0m" : "»" }
}
