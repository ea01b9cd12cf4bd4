import Curation
import Platform

/// Texts and pictures that must not be in a corpus, as hashes: benchmarks can be told without being shared.
///
/// As a file: `# quarry hashes 2, ngram 13` (2: `WordSequence.version`), then a line an entry, tabs between its fields: `ngram`, 16 hexadecimal digits,
/// item; `sha256`, 64 digits, item; `phash`, 16 digits, item.
package struct HashList: Sendable, Equatable {
    /// Words in an n-gram.
    package let ngram: Int
    /// The items by their numbers.
    package private(set) var items: [String] = []
    /// Item of each n-gram; of several the first.
    package private(set) var ngrams: [UInt64: Int] = [:]
    /// Item of each picture's content, 64 lower-case digits.
    package private(set) var contents: [String: Int] = [:]
    /// Item of each picture's perceptual hash.
    package private(set) var looks: [(hash: UInt64, item: Int)] = []
    /// Items with fewer words than an n-gram, which cannot be looked for.
    package private(set) var shortItems = 0

    /// A list of nothing.
    package init(ngram: Int = 13) { self.ngram = ngram }

    /// Whether nothing is looked for.
    package var isEmpty: Bool { ngrams.isEmpty && contents.isEmpty && looks.isEmpty }

    /// Adds the n-grams of an item's texts.
    package mutating func add(_ texts: [String], item: String, _ words: inout TextWords) {
        let number = self.number(item)
        var isShort = true
        for text in texts {
            for ngram in words.ngrams(of: [text], width: ngram) {
                isShort = false
                if ngrams[ngram] == nil { ngrams[ngram] = number }
            }
        }
        if isShort { shortItems += 1 }
    }

    /// Adds a picture.
    package mutating func add(sha256: String, phash: UInt64?, item: String) {
        let number = self.number(item)
        if !sha256.isEmpty, contents[sha256] == nil { contents[sha256] = number }
        if let phash { looks.append((phash, number)) }
    }

    /// Adds what another list of the same n-grams has.
    package mutating func add(_ other: HashList) {
        let numbers = other.items.map { number($0) }
        for (ngram, item) in other.ngrams where ngrams[ngram].map({ $0 > numbers[item] }) ?? true {
            ngrams[ngram] = numbers[item]
        }
        for (content, item) in other.contents where contents[content] == nil { contents[content] = numbers[item] }
        looks += other.looks.map { ($0.hash, numbers[$0.item]) }
        shortItems += other.shortItems
    }

    private mutating func number(_ item: String) -> Int {
        if items.last != item { items.append(item) }
        return items.count - 1
    }

    package static func == (one: HashList, other: HashList) -> Bool { one.lines == other.lines }

    // MARK: As a file

    private static let head = "# quarry hashes \(WordSequence.version), ngram "

    /// The lines of its file, the same for the same entries.
    package var lines: [String] {
        func item(_ number: Int) -> String {
            String(String.UnicodeScalarView(items[number].unicodeScalars.map { $0.value < 0x20 ? " " : $0 }))
        }
        let ngrams = ngrams.map { "ngram\t\(Hex.encode($0.key))\t\(item($0.value))" }.sorted()
        let contents = contents.map { "sha256\t\($0.key)\t\(item($0.value))" }.sorted()
        let looks = looks.map { "phash\t\(Hex.encode($0.hash))\t\(item($0.item))" }.sorted()
        return ["\(Self.head)\(self.ngram)"] + ngrams + contents + looks
    }

    /// Whether bytes are such a file.
    package static func isList(_ bytes: [UInt8]) -> Bool { bytes.starts(with: "# quarry hashes".utf8) }

    /// Reads such a file.
    /// - Throws: `HashListError` naming the line that is none.
    package init(parsing bytes: [UInt8], path: String) throws(HashListError) {
        var lines = bytes.split(separator: 0x0A).enumerated().makeIterator()
        let first = lines.next().map { String(decoding: $0.element, as: UTF8.self) } ?? ""
        guard first.hasPrefix(Self.head), let ngram = Int(first.dropFirst(Self.head.count)), (1...100).contains(ngram)
        else { throw HashListError(path: path, line: 1, problem: "not '\(Self.head)13': make it again") }
        self.init(ngram: ngram)
        while let (index, line) = lines.next() {
            let fields = line.split(separator: 0x09, maxSplits: 2, omittingEmptySubsequences: false).map {
                String(decoding: $0, as: UTF8.self)
            }
            guard fields.count == 3, add(fields[0], fields[1], item: fields[2]) else {
                throw HashListError(path: path, line: index + 1, problem: "not ngram, sha256 or phash, a hash, an item")
            }
        }
    }

    private mutating func add(_ kind: String, _ hash: String, item: String) -> Bool {
        switch kind {
        case "ngram" where hash.utf8.count == 16:
            guard let ngram = UInt64(hash, radix: 16) else { return false }
            ngrams[ngram] = number(item)
        case "sha256" where hash.utf8.count == 64:
            contents[hash.lowercased()] = number(item)
        case "phash" where hash.utf8.count == 16:
            guard let look = UInt64(hash, radix: 16) else { return false }
            looks.append((look, number(item)))
        default: return false
        }
        return true
    }
}

/// Why a list of hashes or of texts cannot be used.
package struct HashListError: Error, Equatable, CustomStringConvertible {
    /// The file.
    package let path: String
    /// Number of the line, from 1.
    package let line: Int
    /// What is wrong with it.
    package let problem: String

    package init(path: String, line: Int, problem: String) {
        (self.path, self.line, self.problem) = (path, line, problem)
    }

    /// `list.txt line 3: …`.
    package var description: String { "\(path) line \(line): \(problem)" }
}
