/// How wide a terminal is and whether it has colours; of a file, plain text 100 columns wide.
package struct TerminalStyle: Sendable, Equatable {
    /// Columns.
    package let width: Int
    /// Whether escape sequences may be written.
    package let hasColors: Bool

    /// A style; widths below 40 are taken for 40.
    package init(width: Int = 100, hasColors: Bool = false) {
        self.width = max(40, width)
        self.hasColors = hasColors
    }

    /// What is read first.
    func strong(_ text: String) -> String { hasColors ? "\u{1B}[1m\(text)\u{1B}[0m" : text }
    /// What is read last.
    func soft(_ text: String) -> String { hasColors ? "\u{1B}[2m\(text)\u{1B}[0m" : text }
    /// What has left.
    func gone(_ text: String) -> String { hasColors ? "\u{1B}[90m\(text)\u{1B}[0m" : text }
    /// What came.
    func added(_ text: String) -> String { hasColors ? "\u{1B}[32m\(text)\u{1B}[0m" : "{+\(text)+}" }
    /// What went.
    func removed(_ text: String) -> String { hasColors ? "\u{1B}[31m\(text)\u{1B}[0m" : "[-\(text)-]" }
    /// Around a word that was looked for.
    var markOpen: String { hasColors ? "\u{1B}[1;33m" : "«" }
    /// After it.
    var markClose: String { hasColors ? "\u{1B}[0m" : "»" }
}
