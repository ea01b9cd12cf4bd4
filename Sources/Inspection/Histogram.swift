import CorpusFiles
import Platform

/// Bars for a terminal.
enum Histogram {
    /// A bar of `count` out of `most`, at most `width` columns, in eighths of a column; something is never nothing.
    static func bar(_ count: Int, of most: Int, width: Int) -> String {
        guard count > 0, most > 0 else { return "" }
        let eighths = max(1, Int((Double(count) / Double(most) * Double(width * 8)).rounded()))
        let rest = eighths % 8
        return String(repeating: "█", count: eighths / 8) + (rest == 0 ? "" : String(Array("▏▎▍▌▋▊▉")[rest - 1]))
    }

    /// The bins of some distributions: two beside each other where the terminal is wide enough.
    static func row(_ distributions: [Distribution], _ screen: Screen) -> String {
        let perRow = screen.width >= 96 ? 2 : 1
        let width = (screen.width - 4 * (perRow - 1)) / perRow
        let tables = distributions.filter { $0.count > 0 }.map { lines($0, width: width) }
        return stride(from: 0, to: tables.count, by: perRow).map { start in
            beside(Array(tables[start..<min(tables.count, start + perRow)]), width: width)
        }.joined(separator: "\n\n")
    }

    private static func lines(_ distribution: Distribution, width: Int) -> [String] {
        let bins = distribution.bins
        let most = bins.map(\.count).max() ?? 1
        let labels = bins.map { bin in
            bin.upper - bin.lower == 1 ? bin.lower.grouped : "\(bin.lower.grouped)–\((bin.upper - 1).grouped)"
        }
        let head = labels.map(\.count).max() ?? 0
        let tail = bins.map(\.count.grouped.count).max() ?? 0
        return [distribution.title]
            + zip(bins, labels).map { bin, label in
                let fill = String(repeating: " ", count: head - label.count)
                let count = String(repeating: " ", count: tail - bin.count.grouped.count) + bin.count.grouped
                return "  \(fill)\(label)  \(count)  "
                    + bar(bin.count, of: most, width: max(4, width - head - tail - 6))
            }
    }

    private static func beside(_ tables: [[String]], width: Int) -> String {
        let height = tables.map(\.count).max() ?? 0
        return (0..<height).map { line in
            var text = ""
            for (column, table) in tables.enumerated() {
                let cell = line < table.count ? table[line] : ""
                let isLast = column == tables.count - 1
                text += isLast ? cell : cell + String(repeating: " ", count: max(0, width - cell.count) + 4)
            }
            while text.last == " " { text.removeLast() }
            return text
        }.joined(separator: "\n")
    }
}
