/// Reads a language model in the ARPA format (as SRILM and KenLM write it), plain or gzip.
struct ARPAReader {
    private let path: String
    private let lines: TextLines
    private var number = 0

    /// The model of a file.
    static func read(path: String) throws(ModelError) -> HashedNGrams {
        var reader = ARPAReader(path: path, lines: try TextLines(path: path))
        return try reader.model()
    }

    private init(path: String, lines: TextLines) {
        self.path = path
        self.lines = lines
    }

    private mutating func line() throws(ModelError) -> ArraySlice<UInt8>? {
        number += 1
        guard var line = try lines.next() else { return nil }
        while let last = line.last, last == 0x0D || last == 0x20 { line.removeLast() }
        return line
    }

    private func fault(_ problem: String) -> ModelError {
        .malformed(path: path, problem: "line \(number): \(problem)")
    }

    private mutating func model() throws(ModelError) -> HashedNGrams {
        let counts = try readCounts()
        var model = HashedNGrams(order: counts.count)
        for length in 1...counts.count {
            model.reserve(min(counts[length - 1], 1 << 28), length: length)
            try readSection(length, count: counts[length - 1], into: &model)
        }
        while let line = try line() {
            if line.elementsEqual("\\end\\".utf8) { return model }
            if !line.isEmpty { throw fault("'\\end\\' expected") }
        }
        throw fault("the file ends before '\\end\\'")
    }

    /// `\data\` and `ngram N=COUNT` for N = 1, 2, …
    private mutating func readCounts() throws(ModelError) -> [Int] {
        repeat {
            guard let line = try line() else { throw fault("no '\\data\\'") }
            if line.elementsEqual("\\data\\".utf8) { break }
        } while true
        var counts: [Int] = []
        while let line = try line(), !line.isEmpty {
            let text = String(decoding: line, as: UTF8.self)
            guard text.hasPrefix("ngram \(counts.count + 1)="), let count = Int(text.drop { $0 != "=" }.dropFirst()),
                count >= 0
            else { throw fault("'ngram \(counts.count + 1)=' and a count expected") }
            counts.append(count)
        }
        guard !counts.isEmpty else { throw fault("no n-gram counts") }
        return counts
    }

    private mutating func readSection(_ length: Int, count: Int, into model: inout HashedNGrams) throws(ModelError) {
        repeat {
            guard let line = try line() else { throw fault("the file ends before '\\\(length)-grams:'") }
            if line.elementsEqual("\\\(length)-grams:".utf8) { break }
            if !line.isEmpty { throw fault("'\\\(length)-grams:' expected") }
        } while true
        for _ in 0..<count {
            guard let line = try line() else { throw fault("the file ends among the \(length)-grams") }
            try add(line, length: length, to: &model)
        }
    }

    /// `probability TAB word … [TAB backoff]`
    private func add(_ line: ArraySlice<UInt8>, length: Int, to model: inout HashedNGrams) throws(ModelError) {
        let fields = line.split { $0 == 0x09 || $0 == 0x20 }
        guard fields.count == length + 1 || fields.count == length + 2, let probability = ARPAReader.number(fields[0])
        else {
            throw fault("a probability and \(length) words expected")
        }
        var entry = NGramEntry(probability: min(0, probability))
        if fields.count == length + 2 {
            guard let backoff = ARPAReader.number(fields[length + 1]) else { throw fault("the backoff is no number") }
            entry.backoff = backoff
        }
        if length == 1 {
            fields[1].withUnsafeBytes { model.add(word: $0, entry) }
        } else {
            let words = fields[1...length].map { $0.withUnsafeBytes { model.index(of: $0) } }
            model.add(words, entry)
        }
    }

    private static func number(_ field: ArraySlice<UInt8>) -> Float? {
        Float(String(decoding: field, as: UTF8.self)).flatMap { $0.isNaN ? nil : $0 }
    }
}
