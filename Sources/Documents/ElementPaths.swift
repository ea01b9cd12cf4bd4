/// Where the pieces of a document stood in their page: the path of elements of each (`html > body > div.author-box > p`),
/// by ordinal.
///
/// One text, a line a piece in reading order: its ordinal, how many steps it shares with the line before, the steps that
/// follow. Neighbours share nearly all of them, and nobody reads the text until something leaves.
package struct ElementPaths: Sendable, Equatable {
    /// Bytes of a path at most; of a longer one the end is kept, behind `…`.
    package static let longest = 240

    /// The lines.
    package private(set) var text: String

    /// Paths that were written before; none.
    package init(text: String = "") { self.text = text }

    /// The paths of the pieces with those ordinals, as far as they are known.
    package func find(_ ordinals: Set<Int>) -> [Int: String] {
        var found: [Int: String] = [:]
        guard !ordinals.isEmpty else { return found }
        var steps: [[UInt8]] = []
        for line in Array(text.utf8).split(separator: 0x0A) {
            let words = line.split(separator: 0x20)
            guard words.count >= 2, let ordinal = ElementPaths.number(words[0]),
                let shared = ElementPaths.number(words[1]), (0...steps.count).contains(shared)
            else { return found }
            steps.removeLast(steps.count - shared)
            for word in words[2...] { steps.append(Array(word)) }
            if ordinals.contains(ordinal) { found[ordinal] = ElementPaths.joined(steps) }
            if found.count == ordinals.count { break }
        }
        return found
    }

    private static func number(_ digits: ArraySlice<UInt8>) -> Int? { Int(String(decoding: digits, as: UTF8.self)) }

    /// Steps from the page's root on as one path.
    package static func joined(_ steps: [[UInt8]]) -> String {
        var length = 0
        var first = steps.count
        while first > 0 {
            length += steps[first - 1].count + 3
            guard length <= longest else { break }
            first -= 1
        }
        var path: [UInt8] = first > 0 ? Array("…".utf8) : []
        path.reserveCapacity(length + 3)
        for step in steps[first...] {
            if !path.isEmpty { path += [0x20, 0x3E, 0x20] }
            path += step
        }
        return String(decoding: path, as: UTF8.self)
    }
}
