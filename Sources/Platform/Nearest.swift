/// The name that was probably meant.
public enum Nearest {
    /// The candidate with the smallest edit distance to `name`, when it is near enough to be a slip.
    public static func name(_ name: String, among candidates: [String]) -> String? {
        let scored = candidates.map { (distance(name, $0), $0) }.min { $0.0 != $1.0 ? $0.0 < $1.0 : $0.1 < $1.1 }
        guard let scored, scored.0 <= max(2, name.count / 3) else { return nil }
        return scored.1
    }

    /// Levenshtein's distance.
    package static func distance(_ a: String, _ b: String) -> Int {
        let (a, b) = (Array(a.utf8.prefix(100)), Array(b.utf8.prefix(100)))
        var row = Array(0...b.count)
        for (i, x) in a.enumerated() {
            var diagonal = row[0]
            row[0] = i + 1
            for (j, y) in b.enumerated() {
                let above = row[j + 1]
                row[j + 1] = min(above + 1, row[j] + 1, diagonal + (x == y ? 0 : 1))
                diagonal = above
            }
        }
        return row[b.count]
    }
}
