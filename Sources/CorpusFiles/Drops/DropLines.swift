package import Documents
import Facts
package import Platform

/// A drop in the place of what left: why, where it stood, and what it was.
package enum DropLines {
    /// Several lines, grey where the screen can show it.
    package static func text(_ drop: Drop, on screen: Screen) -> String {
        let detail = drop.detail.isEmpty ? "" : " (\(flat(drop.detail)))"
        var text = "  - \(drop.reason.rawValue)\(detail)"
        if drop.reason.unit == .image, !drop.url.isEmpty { text += ": " + flat(drop.url) }
        if !drop.path.isEmpty { text += "\n    at " + flat(drop.path) }
        if !drop.text.isEmpty {
            text += "\n" + Terminal.wrapped(drop.text, width: screen.width, indent: "    ")
        }
        return screen.grey(text)
    }

    private static func flat(_ text: String) -> String { Terminal.safe(text).replacing("\n", with: " ") }
}
