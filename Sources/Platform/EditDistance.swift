/// How many letters differ (Levenshtein).
package enum EditDistance {
    package static func between(_ left: String, _ right: String) -> Int {
        let (left, right) = (Array(left.utf8), Array(right.utf8))
        var row = Array(0...right.count)
        for (i, letter) in left.enumerated() {
            var diagonal = row[0]
            row[0] = i + 1
            for (j, other) in right.enumerated() {
                let next = min(row[j], row[j + 1]) + 1
                (diagonal, row[j + 1]) = (row[j + 1], min(next, diagonal + (letter == other ? 0 : 1)))
            }
        }
        return row[right.count]
    }

    /// The name that differs least; the first of several.
    package static func nearest(to name: String, among names: [String]) -> String? {
        names.min { between($0, name) < between($1, name) }
    }
}
