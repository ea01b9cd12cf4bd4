package import Platform
import Synchronization

/// The index of a corpus, opened read-only: find a document or an image, count, and ask in SQL.
///
/// It is one file, `index.sqlite`. Of a large corpus that is a catalogue: it has what concerns the whole, and names files in
/// `index/`, each with the documents of a range and with the images and occurrences in them. A question is then asked of
/// each file, or of those whose documents it can concern, and the answers are joined; they are opened when first asked.
package struct CorpusIndex: Sendable {
    /// The file's name in a corpus, and the folder of its ranges.
    package static let fileName = "index.sqlite", folderName = "index"

    /// The path it was opened by.
    package let path: String
    let catalogue: IndexFile
    /// The ranges, in the order of the corpus; of an index of one file that file alone.
    package let ranges: [IndexRange]

    /// Opens the index.
    /// - Parameter locate: gives the path of a file on this machine by its path in the corpus; nil when they are beside `path`.
    /// - Throws: `StorageError.system` when it is not there; `.corrupt` for an empty file (SQLite would take it for an
    ///   empty database), for anything that is not an index of Quarry, and for ranges that do not follow one another;
    ///   `.version` for another version; `.database` when another program holds it locked.
    package init(
        path: String, locate: (@Sendable (_ name: String) throws(StorageError) -> String)? = nil
    ) throws(StorageError) {
        self.path = path
        let file = try IndexFile(path: path, versions: [CorpusSchema.version, CorpusSchema.catalogueVersion])
        catalogue = file
        guard file.version == CorpusSchema.catalogueVersion else {
            let count = try file.documentCount()
            ranges = [IndexRange(first: 0, count: count) { () throws(StorageError) in file }]
            return
        }
        let folder = path.dropLast(path.lastPathComponent.utf8.count)
        var ranges: [IndexRange] = []
        for place in try file.rangePlaces() {
            let first = ranges.last?.numbers.upperBound ?? 0
            guard place.first == first, place.documents > 0, CorpusManifest.isName(place.name) else {
                throw .corrupt(path: path, detail: "its ranges do not follow one another")
            }
            let name = CorpusIndex.folderName + "/" + place.name
            ranges.append(
                IndexRange(first: first, count: place.documents) { () throws(StorageError) in
                    let path = try locate.map { locate throws(StorageError) in try locate(name) } ?? folder + name
                    let file = try IndexFile(path: path)
                    let (least, last) = try file.numbers()
                    guard (least, last) == (first, first + place.documents - 1) else {
                        throw .corrupt(path: path, detail: "it has documents \(least) to \(last), not its range's")
                    }
                    return file
                })
        }
        self.ranges = ranges
    }

    /// Whether `index.sqlite` is a catalogue.
    package var isCatalogue: Bool { catalogue.version == CorpusSchema.catalogueVersion }

    /// What each file answers, in the order of the corpus.
    func each<T>(_ question: (IndexFile) throws(StorageError) -> T) throws(StorageError) -> [T] {
        try ranges.each(question)
    }

    /// The sum of what each file answers.
    func sum(_ question: (IndexFile) throws(StorageError) -> Int) throws(StorageError) -> Int {
        try each(question).reduce(0, +)
    }

    /// The file that has a document; nil when there is no such number.
    func file(of number: Int) throws(StorageError) -> IndexFile? {
        var (low, high) = (0, ranges.count)
        while low < high {
            let middle = (low + high) / 2
            if ranges[middle].numbers.upperBound <= number { low = middle + 1 } else { high = middle }
        }
        return low < ranges.count && number >= 0 ? try ranges[low].file() : nil
    }

    /// Refuses a question within a question where the inner one would see the documents of one file alone.
    /// - Throws: `StorageError.query`.
    package func check(_ predicate: String) throws(StorageError) {
        let words = predicate.lowercased().split { !($0.isLetter || $0.isNumber || $0 == "_") }
        guard ranges.count > 1, words.contains("select") else { return }
        throw .query(
            detail: "the index of this corpus is in \(ranges.count) files, each asked on its own: "
                + "a predicate with a SELECT in it would not see all documents (output.index-documents makes one file)")
    }
}

/// A file of an index and the numbers of its documents; opened once, when it is first asked.
package final class IndexRange: Sendable {
    /// Numbers of its documents in the corpus.
    package let numbers: Range<Int>
    private let open: @Sendable () throws(StorageError) -> IndexFile
    private let opened = Mutex<IndexFile?>(nil)

    init(first: Int, count: Int, open: @escaping @Sendable () throws(StorageError) -> IndexFile) {
        numbers = first..<first + max(0, count)
        self.open = open
    }

    func file() throws(StorageError) -> IndexFile {
        if let file = opened.withLock({ $0 }) { return file }
        let file = try open()
        opened.withLock { $0 = file }
        return file
    }

    /// The path of its file.
    /// - Throws: as `CorpusIndex.init(path:locate:)`.
    package func path() throws(StorageError) -> String { try file().path }
}

extension [IndexRange] {
    /// What each file answers, in the order of the corpus.
    func each<T>(_ question: (IndexFile) throws(StorageError) -> T) throws(StorageError) -> [T] {
        try QuestionLimit.asOne { () throws(StorageError) in
            var answers: [T] = []
            for range in self { answers.append(try question(range.file())) }
            return answers
        }
    }

    /// The images whose SHA-256 begins with a byte, each once.
    func distinctImages(firstByte: UInt8) throws(StorageError) -> [ImageRow] {
        let found = try each { file throws(StorageError) in try file.images(firstByte: firstByte) }
        return ImageRow.distinct(found.flatMap(\.self))
    }
}
