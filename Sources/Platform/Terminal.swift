/// Text for a terminal.
package enum Terminal {
    /// What pages contain must not move the cursor, colour the screen or turn what is read around: controls become U+FFFD,
    /// tabs blanks.
    package static func safe(_ text: String) -> String {
        var out = ""
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x09: out += "    "
            case 0x0A: out += "\n"
            default: out.unicodeScalars.append(isControl(scalar) ? "\u{FFFD}" : scalar)
            }
        }
        return out
    }

    /// What may go to a terminal whoever wrote it: line ends, tabs and colours (`ESC [ 90 m`, ours) stay; every other control
    /// becomes U+FFFD. The last door: what a verb forgot to make `safe` stops here.
    package static func shown(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: isControl) else { return text }
        let scalars = Array(text.unicodeScalars)
        var out = String.UnicodeScalarView()
        var at = 0
        while at < scalars.count {
            if scalars[at] == "\u{1B}", let end = endOfColour(scalars, at) {
                out.append(contentsOf: scalars[at...end])
                at = end + 1
                continue
            }
            let stays = !isControl(scalars[at]) || scalars[at] == "\n" || scalars[at] == "\t"
            out.append(stays ? scalars[at] : "\u{FFFD}")
            at += 1
        }
        return String(out)
    }

    /// The index of the `m` of an escape sequence that only sets colours and begins at `start`; nil for another.
    private static func endOfColour(_ scalars: [Unicode.Scalar], _ start: Int) -> Int? {
        guard start + 1 < scalars.count, scalars[start + 1] == "[" else { return nil }
        var at = start + 2
        while at < scalars.count, scalars[at] == ";" || ("0"..."9").contains(scalars[at]) { at += 1 }
        return at < scalars.count && scalars[at] == "m" ? at : nil
    }

    /// C0, DEL and C1 (Unicode's category Cc), and what overrides the direction of text (UAX #9, explicit formatting).
    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x20, 0x7F..<0xA0, 0x202A...0x202E, 0x2066...0x2069: true
        default: false
        }
    }

    /// Lines broken at blanks so that they are at most `width` wide where words allow it; what a line begins with, the
    /// indentation of code, stands in front of what is broken off it too.
    package static func wrapped(_ text: String, width: Int = 100, indent: String = "") -> String {
        safe(text).split(separator: "\n", omittingEmptySubsequences: false).map { line in
            let own = line.prefix { $0 == " " }
            let margin = indent + own
            let room = max(20, width - margin.count)
            var out = margin
            var column = 0
            for word in line.dropFirst(own.count).split(separator: " ", omittingEmptySubsequences: false) {
                let length = word.unicodeScalars.count
                if column > 0 && column + 1 + length > room {
                    out += "\n" + margin
                    column = 0
                } else if column > 0 {
                    out += " "
                    column += 1
                }
                out += word
                column += length
            }
            return out
        }.joined(separator: "\n")
    }

    /// A line; what of it does not fit stands below, behind an indent.
    package static func hanging(_ line: String, width: Int, indent: String) -> String {
        let text = wrapped(line.replacing("\n", with: " "), width: width, indent: indent)
        return String(text.replacing(" \n", with: "\n").dropFirst(indent.count))
    }

    /// Columns of a table, two blanks between: those named to the left, the others to the right.
    package static func table(_ rows: [[String]], left: Set<Int> = [0]) -> String {
        let widths = widths(rows)
        return rows.map { row in
            var line = ""
            for (column, cell) in row.enumerated() {
                let fill = String(repeating: " ", count: widths[column] - cell.unicodeScalars.count)
                line += (column > 0 ? "  " : "") + (left.contains(column) ? cell + fill : fill + cell)
            }
            while line.last == " " { line.removeLast() }
            return line
        }.joined(separator: "\n")
    }

    /// How wide each column of a table is, in characters.
    package static func widths(_ rows: [[String]]) -> [Int] {
        var widths: [Int] = []
        for row in rows {
            for (column, cell) in row.enumerated() {
                if column == widths.count { widths.append(0) }
                widths[column] = max(widths[column], cell.unicodeScalars.count)
            }
        }
        return widths
    }

    /// A text cut to `width` characters, `…` for the rest.
    package static func clipped(_ text: String, to width: Int) -> String {
        text.unicodeScalars.count <= width ? text : String(text.unicodeScalars.prefix(max(0, width - 1))) + "…"
    }

    /// `2023-01-31 08:15:22 UTC` of 14 digits; the text itself when it is not that.
    package static func date(_ captured: String) -> String {
        let digits = Array(captured)
        guard digits.count == 14, captured.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return captured }
        func part(_ range: Range<Int>) -> String { String(digits[range]) }
        return "\(part(0..<4))-\(part(4..<6))-\(part(6..<8)) \(part(8..<10)):\(part(10..<12)):\(part(12..<14)) UTC"
    }
}

/// What text is written on.
package struct Screen: Sendable, Equatable {
    /// Characters of a line.
    package var width: Int
    /// Whether grey can be shown.
    package var hasColours: Bool

    /// A screen; lines are never shorter than 40 characters.
    package init(width: Int = 100, hasColours: Bool = false) {
        self.width = max(40, width)
        self.hasColours = hasColours
    }

    /// A text that stands back; as it is where there are no colours. It must hold no control characters of others.
    package func grey(_ text: String) -> String {
        guard hasColours else { return text }
        return text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            line.isEmpty ? "" : "\u{1B}[90m\(line)\u{1B}[0m"
        }.joined(separator: "\n")
    }
}
