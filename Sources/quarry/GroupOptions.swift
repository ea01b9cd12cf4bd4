import ArgumentParser
import CorpusFiles
import Inspection
import Maps

/// A group of the map, wherever documents are chosen.
struct GroupOptions: ParsableArguments {
    @Option(help: "Only documents of this group of the map, by its number in 'quarry map --groups': 2.17.")
    var group: String?

    @Option(help: "Only documents outside this group of the map.")
    var notGroup: String?

    /// Both as one SQL expression, nil for neither.
    func predicate(in corpus: Corpus) throws(InspectionError) -> String? {
        var parts: [String] = []
        for (id, prefix) in [(group, ""), (notGroup, "NOT ")] {
            guard let id else { continue }
            guard let numbers = try GroupOptions.map(of: corpus).numbers(ofGroup: id) else {
                throw .unanswerable("the map has no group '\(id)'; quarry map \(corpus.folder) --groups lists them")
            }
            parts.append("\(prefix)number IN (\(numbers.map(String.init).joined(separator: ", ")))")
        }
        return parts.isEmpty ? nil : parts.joined(separator: " AND ")
    }

    /// The map beside a corpus.
    static func map(of corpus: Corpus) throws(InspectionError) -> MapFiles {
        let map: MapFiles?
        do { map = try MapFiles.read(corpus) } catch { throw .storage(error) }
        guard let map else {
            throw .unanswerable("\(corpus.folder) has no map; quarry map \(corpus.folder) makes one")
        }
        return map
    }
}
