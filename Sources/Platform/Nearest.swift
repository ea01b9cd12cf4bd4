/// The name that was probably meant.
public enum Nearest {
    /// The candidate that differs least from `name`, when it is near enough to be a slip.
    public static func name(_ name: String, among candidates: [String]) -> String? {
        guard let closest = closest(to: name, among: candidates) else { return nil }
        return distance(name, closest) <= max(2, name.count / 3) ? closest : nil
    }

    /// The candidate that differs least, however much that is; of several the first in the alphabet.
    package static func closest(to name: String, among candidates: [String]) -> String? {
        candidates.map { (distance(name, $0), $0) }.min { $0 < $1 }?.1
    }

    /// How many bytes have to be put in, taken out or changed (Levenshtein), of the first hundred.
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
