/// Some of the documents of a corpus: a bit a document.
struct Selection: Sendable {
    private var words: [UInt64]
    /// Documents of the corpus.
    let total: Int
    /// How many are selected.
    private(set) var count: Int

    /// All documents.
    init(allOf total: Int) {
        self.total = total
        words = [UInt64](repeating: .max, count: (total + 63) / 64)
        if total % 64 != 0 { words[words.count - 1] = 1 << UInt64(total % 64) - 1 }
        count = total
    }

    /// The documents of some numbers.
    init(_ numbers: some Sequence<Int>, of total: Int) {
        self.total = total
        words = [UInt64](repeating: 0, count: (total + 63) / 64)
        for number in numbers where number >= 0 && number < total { words[number / 64] |= 1 << UInt64(number % 64) }
        count = words.reduce(0) { $0 + $1.nonzeroBitCount }
    }

    func contains(_ number: Int) -> Bool { words[number / 64] >> UInt64(number % 64) & 1 == 1 }

    /// Those of both.
    mutating func formIntersection(_ other: Selection) {
        for index in words.indices { words[index] &= other.words[index] }
        count = words.reduce(0) { $0 + $1.nonzeroBitCount }
    }

    /// Only those for which `isKept` is true.
    mutating func filter(_ isKept: (Int) -> Bool) {
        for index in words.indices where words[index] != 0 {
            var (rest, kept) = (words[index], UInt64(0))
            while rest != 0 {
                let bit = rest.trailingZeroBitCount
                if isKept(index * 64 + bit) { kept |= 1 << UInt64(bit) }
                rest &= rest - 1
            }
            words[index] = kept
        }
        count = words.reduce(0) { $0 + $1.nonzeroBitCount }
    }

    /// Gives every number to `body`, rising, until it says no.
    func forEach(_ body: (Int) -> Bool) {
        for index in words.indices {
            var rest = words[index]
            while rest != 0 {
                guard body(index * 64 + rest.trailingZeroBitCount) else { return }
                rest &= rest - 1
            }
        }
    }

    /// The first numbers, rising.
    func first(_ limit: Int) -> [Int] {
        var numbers: [Int] = []
        forEach { number in
            numbers.append(number)
            return numbers.count < limit
        }
        return numbers
    }
}
