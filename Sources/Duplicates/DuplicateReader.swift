import Curation
import JSON
import Platform
import Synchronization

/// Reads all lines once, on several threads: every document goes to the store, its keys to their buckets.
final class DuplicateReader: Sendable {
    /// What has been gathered.
    struct Gathered: Sendable {
        var documents: DocumentStore
        /// One key a document, of its id.
        var ids: ScratchBuckets<KeyEntry>
        /// One key a document with words, of its text.
        var texts: ScratchBuckets<KeyEntry>
        /// One key a band of a document with words.
        var bands: ScratchBuckets<KeyEntry>
        /// Lines, and rests of files, that are no documents.
        var faults = LeastFew<InputFault>()
        /// Documents without a word.
        var withoutWords = 0
    }

    private let options: DuplicateOptions
    private let lines: Mutex<LineReader>
    /// By file: the group of its ids.
    private let groups: [Int]?
    private let gathered: Mutex<Gathered>

    init(paths: [String], groups: [Int]?, options: DuplicateOptions, buckets: Int) throws(SystemError) {
        self.options = options
        self.groups = groups
        gathered = Mutex(
            Gathered(
                documents: try DocumentStore(), ids: try ScratchBuckets(count: (buckets + 3) / 4, zero: .zero),
                texts: try ScratchBuckets(count: (buckets + 3) / 4, zero: .zero),
                bands: try ScratchBuckets(count: buckets, zero: .zero)))
        lines = Mutex(LineReader(paths: paths))
    }

    /// Reads everything.
    /// - Throws: `StorageError.system` when a file or the scratch space cannot be used.
    func run(jobs: Int) throws -> Gathered {
        try WorkCrew.run(jobs: jobs) { [self] in
            var batch = DocumentBatch(options, groups: groups)
            while let chunk = try lines.withLock({ try $0.next() }) {
                batch.reset()
                chunk.forEachLine { line, number in batch.add(line, file: chunk.file, number: number) }
                try gathered.withLock { try batch.store(in: &$0) }
            }
        }
        let unread = lines.withLock { $0.faults }
        return gathered.withLock { gathered in
            for fault in unread { gathered.faults.add(fault) }
            return gathered
        }
    }
}

/// The documents of a chunk on their way to the store.
struct DocumentBatch {
    private let options: DuplicateOptions
    private let groups: [Int]?
    private var sequence = WordSequence()
    private var minHash: MinHash
    private var shingles: [UInt64] = []

    private var records: [UInt8] = []
    private var ends: [Int] = []
    // Keys with the number of the document in this batch.
    private var ids: [KeyEntry] = []
    private var texts: [KeyEntry] = []
    private var bands: [KeyEntry] = []
    private var faults: [InputFault] = []

    init(_ options: DuplicateOptions, groups: [Int]?) {
        self.options = options
        self.groups = groups
        minHash = MinHash(options)
    }

    /// Forgets the last chunk.
    mutating func reset() {
        records.removeAll(keepingCapacity: true)
        ends.removeAll(keepingCapacity: true)
        ids.removeAll(keepingCapacity: true)
        texts.removeAll(keepingCapacity: true)
        bands.removeAll(keepingCapacity: true)
        faults.removeAll()
    }

    /// Takes a line.
    mutating func add(_ line: UnsafeRawBufferPointer, file: Int, number: Int) {
        do throws(TextRecord.Fault) {
            add(try TextRecord(parsing: line), group: groups?[file])
        } catch {
            faults.append(InputFault(file: file, line: number, problem: error.problem))
        }
    }

    private mutating func add(_ record: TextRecord, group: Int?) {
        takeTexts(of: record)
        let words = record.words ?? sequence.words
        let id = group.map(record.id.among) ?? record.id
        let document = UInt32(ends.count)
        let textKey = words.withUnsafeBytes { XXH3.hash($0) }
        if !words.isEmpty {
            words.withUnsafeBufferPointer { Shingles.fill(&shingles, words: $0, width: options.shingle) }
            minHash.sign(shingles)
            minHash.keys { bands.append(KeyEntry(key: $0, document: document)) }
            texts.append(KeyEntry(key: textKey, document: document))
        }
        ids.append(KeyEntry(key: id.key.withUnsafeBytes { XXH3.hash($0) }, document: document))
        var standing = record.standing
        if record.words == nil { standing.characters = sequence.characters }
        (options.verifies || words.isEmpty ? words : minHash.minima).withUnsafeBufferPointer {
            DocumentStore.write(id, standing, textKey: textKey, payload: $0, to: &records)
        }
        ends.append(records.count)
    }

    private mutating func takeTexts(of record: TextRecord) {
        sequence.begin()
        for text in record.texts { sequence.add(text) }
    }

    /// Puts everything where it belongs.
    func store(in gathered: inout DuplicateReader.Gathered) throws(SystemError) {
        let first = UInt32(try gathered.documents.append(records, ends: ends))
        try Self.put(ids, into: &gathered.ids, first)
        try Self.put(texts, into: &gathered.texts, first)
        try Self.put(bands, into: &gathered.bands, first)
        for fault in faults { gathered.faults.add(fault) }
        gathered.withoutWords += ends.count - texts.count
    }

    private static func put(
        _ entries: [KeyEntry], into buckets: inout ScratchBuckets<KeyEntry>, _ first: UInt32
    ) throws(SystemError) {
        let count = UInt64(buckets.count)
        for entry in entries {
            try buckets.append(
                KeyEntry(key: entry.key, document: first + entry.document), to: Int(entry.key % count))
        }
    }
}

/// Counts everything and keeps the least few, so that messages are the same whatever came first.
package struct LeastFew<Element: Comparable & Sendable>: Sendable {
    private static var kept: Int { 100 }
    /// How many there were.
    package private(set) var count = 0
    /// The least of them, rising.
    package private(set) var least: [Element] = []

    /// Adds one.
    mutating func add(_ element: Element) {
        count += 1
        if least.count >= Self.kept, let last = least.last, !(element < last) { return }
        let place = least.firstIndex { element < $0 } ?? least.count
        least.insert(element, at: place)
        if least.count > Self.kept { least.removeLast() }
    }
}
