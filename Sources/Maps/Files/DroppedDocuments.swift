import CorpusFiles
package import Documents
import Facts
import JSON
package import Platform

/// Documents that were dropped, for a map that shows them too: `map/dropped.jsonl.zst`, lines of the drop logs in the order
/// of the points behind those of the corpus. What is known of one is the beginning of its text.
package struct DroppedDocuments: Sendable {
    /// The file's name in the map's folder.
    static let fileName = "dropped.jsonl.zst"
    /// Documents at most; of more, some are chosen by the hash of their lines.
    private static let most = 1_000_000

    /// Names of the reasons, the one with most documents first.
    package let reasons: [String]
    /// By document: which reason.
    package let codes: [UInt8]
    private let reader: FramedReader
    private let places: [LineLocation]

    /// Collects the documents of a corpus' drop logs in a file.
    static func collect(_ corpus: Corpus, to path: String) throws(StorageError) -> DroppedDocuments {
        let dropped = corpus.manifest.ledger[.document].dropped.values.reduce(0, +)
        let share = dropped <= most ? UInt64.max : UInt64.max / UInt64(dropped) * UInt64(most)
        var writer = try FramedWriter(path: path)
        for log in corpus.dropLogs {
            let reader = try FramedReader(path: log)
            for frame in reader.frames.indices {
                for line in try reader.text(ofFrame: frame).split(separator: 0x0A) where isChosen(line, share) {
                    try writer.append(line: Array(line))
                }
            }
        }
        _ = try writer.commit()
        return try DroppedDocuments(path: path)
    }

    private static func isChosen(_ line: ArraySlice<UInt8>, _ share: UInt64) -> Bool {
        let isDocument = line.withUnsafeBytes { line in
            (DropLog.reason(ofLine: line)?.hasPrefix("document.") ?? false) && XXH3.hash(line) <= share
        }
        guard isDocument, let json = try? JSONValue(parsing: Array(line)) else { return false }
        return !(json["text"]?.string ?? "").isEmpty
    }

    /// Reads the reasons of a file that `collect` made.
    /// - Throws: `StorageError`.
    init(path: String) throws(StorageError) {
        reader = try FramedReader(path: path)
        var names: [String] = []
        var places: [LineLocation] = []
        do {
            try reader.forEachPlacedLine { line, place in
                guard let name = line.withUnsafeBytes({ DropLog.reason(ofLine: $0) }) else {
                    throw StorageError.corrupt(path: path, detail: "a line is not a drop")
                }
                names.append(name)
                places.append(place)
            }
        } catch { throw StorageError(error, path: path) }
        self.places = places
        let counts = Dictionary(names.map { ($0, 1) }, uniquingKeysWith: +)
        let sorted = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map(\.key)
        let codes = Dictionary(uniqueKeysWithValues: sorted.enumerated().map { ($1, UInt8(min(255, $0))) })
        reasons = sorted
        self.codes = names.map { codes[$0] ?? 255 }
    }

    /// How many there are.
    package var count: Int { codes.count }

    /// By reason, in the order of `reasons`: how many.
    package var totals: [Int] {
        codes.reduce(into: reasons.map { _ in 0 }) { $0[Int($1)] += 1 }
    }

    /// A drop by its place.
    /// - Throws: `StorageError.corrupt` for a damaged file.
    package func drop(_ index: Int) throws(StorageError) -> Drop {
        let line = try reader.line(at: places[index])
        guard let json = try? JSONValue(parsing: line), let drop = Drop(json) else {
            throw .corrupt(path: reader.path, detail: "line \(index + 1) is not a drop")
        }
        return drop
    }

    /// Gives the words of each to `body`, in order.
    /// - Parameter first: the number of the first.
    func forEachWords(first: Int, spelling: Bool, _ body: (DocumentWords) -> Void) throws(MapError) {
        try mapping {
            var number = first
            try reader.lines { line in
                let text = (try? JSONValue(parsing: Array(line)))?["text"]?.string ?? ""
                body(DocumentWords(number: number, texts: [text], spelling: spelling))
                number += 1
            }
        }
    }
}
