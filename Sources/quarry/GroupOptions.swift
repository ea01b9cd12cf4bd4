import ArgumentParser
import CorpusFiles
import Inspection
import Maps

/// Groups of the map, wherever documents are chosen.
struct GroupOptions: ParsableArguments {
    @Option(
        help: """
            Only documents of this group of the map, by its number in 'quarry map --groups': 2.17. May be given several \
            times.
            """)
    var group: [String] = []

    @Option(help: "Only documents outside this group of the map. May be given several times.")
    var notGroup: [String] = []

    var isEmpty: Bool { group.isEmpty && notGroup.isEmpty }

    /// All of them as one SQL expression, nil for none.
    func predicate(in corpus: Corpus) throws(InspectionError) -> String? {
        if isEmpty { return nil }
        let map = try GroupOptions.map(of: corpus)
        var parts: [String] = []
        for (ids, prefix) in [(group, ""), (notGroup, "NOT ")] where !ids.isEmpty {
            var numbers: Set<Int> = []
            for id in ids {
                guard let found = map.numbers(ofGroup: id) else {
                    throw .unanswerable("the map has no group '\(id)'; quarry map \(corpus.folder) --groups lists them")
                }
                numbers.formUnion(found)
            }
            parts.append("\(prefix)number IN (\(numbers.sorted().map(String.init).joined(separator: ", ")))")
        }
        return parts.joined(separator: " AND ")
    }

    /// The map beside a corpus.
    static func map(of corpus: Corpus) throws(InspectionError) -> MapFiles {
        let map: MapFiles?
        do {
            try Corpus.refuseAddress(corpus.folder)  // a map is beside its corpus
            map = try MapFiles.read(corpus)
        } catch { throw .storage(error) }
        guard let map else {
            throw .unanswerable("\(corpus.folder) has no map; quarry map \(corpus.folder) makes one")
        }
        return map
    }
}
