package import Documents
import Facts
package import Platform

/// A drop in the place of what left: why, where it stood, and what it was.
package enum DropLines {
    /// Several lines, grey where the screen can show it.
    package static func text(_ drop: Drop, on screen: Screen) -> String {
        let detail = drop.detail.isEmpty ? "" : " (\(flat(drop.detail)))"
        let url = drop.reason.unit == .image && !drop.url.isEmpty ? ": " + flat(drop.url) : ""
        var text =
            "  - " + Terminal.hanging("\(drop.reason.rawValue)\(detail)\(url)", width: screen.width, indent: "    ")
        if !drop.path.isEmpty { text += "\n" + path(drop.path, on: screen) }
        if !drop.text.isEmpty {
            text += "\n" + Terminal.wrapped(drop.text, width: screen.width, indent: "    ")
        }
        return screen.grey(text)
    }

    /// `at html > body > p`, in lines that fit the screen.
    package static func path(_ path: String, on screen: Screen) -> String {
        Terminal.wrapped("at " + flat(path), width: screen.width, indent: "    ")
    }

    private static func flat(_ text: String) -> String { Terminal.safe(text).replacing("\n", with: " ") }
}
