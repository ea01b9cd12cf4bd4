/// What changed from one text to another, word by word.
///
/// Source: Myers, "An O(ND) difference algorithm and its variations" (1986). Texts that have little in common are not
/// compared to the end: beyond `most` changes what is between the equal beginning and end counts as replaced.
package struct WordDiff: Sendable, Equatable {
    /// A stretch of words.
    package enum Piece: Sendable, Equatable {
        /// In both texts.
        case same(String)
        /// Only in the first.
        case removed(String)
        /// Only in the second.
        case added(String)
    }

    /// Changes looked for at most; the work grows with its square.
    private static let most = 1500

    /// The stretches, in order.
    package private(set) var pieces: [Piece] = []

    /// Compares two texts.
    package init(_ old: String, _ new: String) {
        let (one, two) = (WordDiff.words(old), WordDiff.words(new))
        let head = zip(one, two).prefix { $0 == $1 }.count
        let tail = zip(one.dropFirst(head).reversed(), two.dropFirst(head).reversed()).prefix { $0 == $1 }.count
        for word in one.prefix(head) { append(.same(String(word))) }
        middle(Array(one[head..<one.count - tail]), Array(two[head..<two.count - tail]))
        for word in one.suffix(tail) { append(.same(String(word))) }
    }

    /// Whether nothing changed.
    package var isEmpty: Bool { pieces.allSatisfy { if case .same = $0 { true } else { false } } }

    /// Words with the white space behind them.
    private static func words(_ text: String) -> [Substring] {
        var words: [Substring] = []
        var start = text.startIndex
        var isInSpace = false
        for index in text.indices {
            let isSpace = text[index].isWhitespace
            if isInSpace && !isSpace {
                words.append(text[start..<index])
                start = index
            }
            isInSpace = isSpace
        }
        if start < text.endIndex { words.append(text[start...]) }
        return words
    }

    private mutating func middle(_ one: [Substring], _ two: [Substring]) {
        guard !one.isEmpty, !two.isEmpty, let trace = WordDiff.trace(one, two) else {
            for word in one { append(.removed(String(word))) }
            for word in two { append(.added(String(word))) }
            return
        }
        var steps: [Piece] = []
        var (x, y) = (one.count, two.count)
        for d in stride(from: trace.count - 1, through: 0, by: -1) {
            let furthest = trace[d]
            let k = x - y
            let isDown = k == -d || (k != d && furthest[d + k] < furthest[d + k + 2])
            let before = isDown ? k + 1 : k - 1
            let (fromX, fromY) = d == 0 ? (0, 0) : (furthest[d + before + 1], furthest[d + before + 1] - before)
            while x > fromX, y > fromY, x > 0, y > 0, one[x - 1] == two[y - 1] {
                steps.append(.same(String(one[x - 1])))
                (x, y) = (x - 1, y - 1)
            }
            guard d > 0 else { break }
            if isDown {
                steps.append(.added(String(two[y - 1])))
                y -= 1
            } else {
                steps.append(.removed(String(one[x - 1])))
                x -= 1
            }
        }
        for step in steps.reversed() { append(step) }
    }

    /// By number of changes: the furthest x on each diagonal before that step; entry `d + k + 1` is diagonal k. Nil when
    /// there are too many changes.
    private static func trace(_ one: [Substring], _ two: [Substring]) -> [[Int]]? {
        var trace: [[Int]] = []
        var furthest = [0, 0, 0]
        for d in 0...most {
            // Room for the diagonals -d-1 to d+1.
            trace.append(furthest)
            var next = [Int](repeating: 0, count: 2 * d + 5)
            for k in stride(from: -d, through: d, by: 2) {
                let (left, right) = (furthest[d + k], furthest[d + k + 2])
                var x = k == -d || (k != d && left < right) ? right : left + 1
                if d == 0 { x = 0 }
                var y = x - k
                while x < one.count, y < two.count, one[x] == two[y] { (x, y) = (x + 1, y + 1) }
                next[d + 1 + k + 1] = x
                if x >= one.count, y >= two.count { return trace }
            }
            furthest = next
        }
        return nil
    }

    private mutating func append(_ piece: Piece) {
        switch (pieces.last, piece) {
        case (.same(let text)?, .same(let more)): pieces[pieces.count - 1] = .same(text + more)
        case (.removed(let text)?, .removed(let more)): pieces[pieces.count - 1] = .removed(text + more)
        case (.added(let text)?, .added(let more)): pieces[pieces.count - 1] = .added(text + more)
        default: pieces.append(piece)
        }
    }
}
