package import CorpusFiles
import Curation
import Glibc
import JSON
import Platform

/// The words of some documents, hashed: a sparse matrix with a row a document.
///
/// A corpus of more than `sampled` documents is represented by as many, chosen by the hash of their place: what words are
/// rare, and which ones go together, needs no more.
package final class WordCounts: Sendable {
    /// Words are told apart by so many buckets.
    static let buckets = 1 << 17
    /// Documents at most.
    package static let sampled = 100_000

    /// Numbers of the documents, rising.
    let numbers: [Int]
    /// (M + 1) where the entries of a document begin.
    let starts: [Int]
    /// Buckets of a document's words, rising.
    let columns: [UInt32]
    /// How often each is in it.
    let counts: [Float]
    /// By bucket: how many documents have it, and the word that most of them mean by it.
    let documents: [Int32]
    let words: [String]

    /// Reads a corpus, and behind it what it dropped.
    /// - Throws: `MapError`.
    package init(_ corpus: Corpus, dropped: DroppedDocuments? = nil, _ parallel: Parallel) throws(MapError) {
        let kept = try mapping { try corpus.index.documentCount() }
        let total = kept + (dropped?.count ?? 0)
        let share = total <= Self.sampled ? UInt64.max : UInt64.max / UInt64(total) * UInt64(Self.sampled)
        var rows = Collector()
        try DocumentTexts(corpus).forEachFrame(parallel, where: { Self.mix($0) <= share }) { frame in
            for row in frame { rows.take(row) }
        }
        try dropped?.forEachWords(first: kept, spelling: true) { row in
            if Self.mix(row.number) <= share { rows.take(row) }
        }
        (numbers, starts, columns, counts) = (rows.numbers, rows.starts, rows.columns, rows.counts)
        (documents, words) = (rows.documents, rows.words)
    }

    /// What was read so far.
    private struct Collector {
        var numbers: [Int] = [], starts = [0], columns: [UInt32] = [], counts: [Float] = []
        var documents = [Int32](repeating: 0, count: WordCounts.buckets)
        var words = [String](repeating: "", count: WordCounts.buckets)
        private var votes = [Int32](repeating: 0, count: WordCounts.buckets)

        mutating func take(_ row: DocumentWords) {
            numbers.append(row.number)
            for (bucket, count) in row.words {
                columns.append(bucket)
                counts.append(count)
                documents[Int(bucket)] += 1
            }
            starts.append(columns.count)
            for (bucket, word) in row.spelt { WordCounts.vote(word, &words[Int(bucket)], &votes[Int(bucket)]) }
        }
    }

    /// How rare a bucket is; 0 for one that only one document has, which brings nothing together.
    func weight(_ bucket: Int) -> Float {
        let documents = documents[bucket]
        return documents < 2 ? 0 : log(Float(1 + numbers.count) / Float(1 + documents)) + 1
    }

    /// The word that most votes are for, as far as one pass can tell (Boyer and Moore's majority vote).
    private static func vote(_ word: String, _ best: inout String, _ votes: inout Int32) {
        if word == best {
            votes += 1
        } else if votes == 0 {
            (best, votes) = (word, 1)
        } else {
            votes -= 1
        }
    }

    private static func mix(_ number: Int) -> UInt64 {
        var random = SplitMix64(seed: UInt64(number))
        return random.next()
    }
}

/// The words of one document.
struct DocumentWords: Sendable {
    let number: Int
    /// Buckets rising, with how often.
    var words: [(bucket: UInt32, count: Float)] = []
    /// The words themselves.
    var spelt: [(bucket: UInt32, word: String)] = []

    /// Words at most: a book is told by its beginning.
    private static let most = 20_000

    init(number: Int, texts: [String], spelling: Bool) {
        self.number = number
        var found: [UInt32: (count: Float, word: String)] = [:]
        var seen = 0
        for text in texts where seen < Self.most {
            SearchWords.shared.forEach(in: text) { _, word in
                seen += 1
                // What is longer is no word; a digit alone says nothing.
                guard word.count <= 40, word.count > 1 || word[0] >= 0x80 else { return }
                let bucket =
                    UInt32(truncatingIfNeeded: XXH3.hash(UnsafeRawBufferPointer(word)))
                    & UInt32(WordCounts.buckets - 1)
                if found[bucket] == nil {
                    found[bucket] = (1, spelling ? String(decoding: word, as: UTF8.self) : "")
                } else {
                    found[bucket]?.count += 1
                }
            }
        }
        let sorted = found.sorted { $0.key < $1.key }
        words = sorted.map { ($0.key, $0.value.count) }
        if spelling { spelt = sorted.map { ($0.key, $0.value.word) } }
    }
}

/// Goes through the texts of a corpus, frame by frame, several at once.
struct DocumentTexts {
    private let corpus: Corpus
    private let shards: [(path: String, first: Int)]

    init(_ corpus: Corpus) throws(MapError) {
        self.corpus = corpus
        shards = try mapping {
            try corpus.index.shards().map { (corpus.folder + "/shards/" + $0.name, $0.first) }
        }
    }

    /// Gives the words of the documents whose number is `wanted` to `body`, frame by frame in the order of the corpus.
    func forEachFrame(
        _ parallel: Parallel, spelling: Bool = true, where wanted: @escaping @Sendable (Int) -> Bool,
        _ body: ([DocumentWords]) throws -> Void
    ) throws(MapError) {
        try mapping {
            for shard in shards {
                let reader = try FramedReader(path: shard.path)
                var next = shard.first
                let batch = parallel.jobs * 8
                for start in stride(from: 0, to: reader.frames.count, by: batch) {
                    let frames = Array(start..<min(reader.frames.count, start + batch))
                    let texts = try frames.map { try reader.text(ofFrame: $0) }
                    let firsts = texts.map { text in
                        defer { next += text.count { $0 == 0x0A } }
                        return next
                    }
                    let results = Results(count: texts.count)
                    parallel.forEach(texts.count, grain: 1) { range in
                        for index in range {
                            results.set(
                                index, Self.words(texts[index], first: firsts[index], spelling, wanted))
                        }
                    }
                    for result in results.values {
                        guard let result else {
                            throw StorageError.corrupt(path: shard.path, detail: "a line is not a document")
                        }
                        try body(result)
                    }
                }
            }
        }
    }

    private static func words(
        _ text: [UInt8], first: Int, _ spelling: Bool, _ wanted: (Int) -> Bool
    ) -> [DocumentWords]? {
        var rows: [DocumentWords] = []
        for (line, bytes) in text.split(separator: 0x0A).enumerated() where wanted(first + line) {
            guard let json = try? JSONValue(parsing: Array(bytes)), let segments = json["segments"]?.array else {
                return nil
            }
            var texts = segments.flatMap { segment in
                ["text", "alt", "caption"].compactMap { segment[$0]?.string }.filter { !$0.isEmpty }
            }
            if let title = json["title"]?.string { texts.append(title) }
            rows.append(DocumentWords(number: first + line, texts: texts, spelling: spelling))
        }
        return rows
    }

    /// `@unchecked Sendable`: every thread sets places of its own.
    private final class Results: @unchecked Sendable {
        private let places: UnsafeMutableBufferPointer<[DocumentWords]?>

        init(count: Int) {
            places = .allocate(capacity: count)
            places.initialize(repeating: nil)
        }

        deinit {
            places.deinitialize()
            places.deallocate()
        }

        func set(_ index: Int, _ value: [DocumentWords]?) { places[index] = value }
        var values: [[DocumentWords]?] { Array(places) }
    }
}
