import Glibc
import Inspection

extension Output {
    /// How standard output looks: colours on a terminal only, and not where `NO_COLOR` or a dumb terminal says no.
    static var style: TerminalStyle {
        guard isTerminal else { return TerminalStyle() }
        let isPlain = getenv("NO_COLOR") != nil || getenv("TERM").map { String(cString: $0) == "dumb" } ?? false
        var size = winsize()
        let isKnown = ioctl(1, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0
        return TerminalStyle(width: isKnown ? Int(size.ws_col) : 100, hasColors: !isPlain)
    }
}
