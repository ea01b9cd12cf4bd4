package import CorpusFiles
import JSON
import Platform

/// `quarry map`: a two-dimensional map of a corpus, as files beside it.
package struct MapRun: Sendable {
    /// The corpus.
    package var corpus: Corpus
    /// How documents are laid out, and on how many threads.
    package var layout = MapLayout()
    /// Somebody's own vectors, a `.npy` file with a row a document in the order of the corpus; nil for the words.
    package var vectors: String?
    /// Vectors that a model has made, a row a document; nil for the words.
    package var modelVectors: VectorTable?
    /// Whether documents that were dropped lie on the map too.
    package var withDropped = false
    /// Another corpus whose map gives the documents that it has too their places; they stay there.
    package var older: Corpus?
    /// Called with what is being done.
    package var progress: @Sendable (String) -> Void = { _ in }

    /// A map of a corpus.
    package init(_ corpus: Corpus) { self.corpus = corpus }

    /// What came of it.
    package struct Summary: Sendable {
        /// Documents on the map, and what was dropped on it.
        package let documents: Int, dropped: Int
        /// Groups by zoom.
        package let clusters: [Int]
        /// The folder.
        package let folder: String
        /// The largest groups of the middle zoom, and those of the finest whose documents are most alike.
        package let largest: [MapGroups.Group], alike: [MapGroups.Group]

        /// For `--json`.
        package var json: String {
            var json = JSONWriter()
            json.object { json in
                json.member("documents", documents)
                json.member("dropped", dropped)
                json.member("folder", folder)
                json.key("clusters")
                json.array { json in for count in clusters { json.value(count) } }
                for (name, groups) in [("largest", largest), ("alike", alike)] {
                    json.key(name)
                    MapGroups.write(groups, to: &json)
                }
            }
            return json.text
        }

        /// For people.
        package var text: String {
            let also = dropped > 0 ? " and \(dropped.grouped) that were dropped" : ""
            let corpus = String(folder.dropLast(4))
            var lines = [
                "\(documents.grouped) documents\(also) in \(clusters.map(\.description).joined(separator: ", ")) groups "
                    + "(coarse to fine); the largest, and which share of a page's words most pages of the group have:",
                MapGroups.table(largest),
            ]
            if let most = alike.first {
                lines += [
                    "the most alike (one template, boilerplate, a farm?):", MapGroups.table(alike),
                    "look at one: quarry sample \(corpus) --group \(most.id)",
                    "without it:  quarry select \(corpus) --not-group \(most.id) --output selected",
                ]
            }
            return (lines + ["all groups:  quarry map \(corpus) --groups", "the map:     quarry serve \(corpus)"])
                .joined(separator: "\n")
        }
    }

    /// Makes the map.
    /// - Throws: `MapError`.
    package func run() throws(MapError) -> Summary {
        let parallel = Parallel(jobs: layout.jobs)
        let folder = corpus.folder + "/" + MapFiles.folderName
        let dropped = try dropped(folder)
        progress("words")
        let counts = try WordCounts(corpus, dropped: dropped, parallel)
        guard counts.numbers.count > 0 else { throw .unusable("the corpus has no documents") }
        let points = try points(table(counts, dropped, parallel), parallel)
        progress("groups")
        let languages = try mapping { try corpus.index.languages() }
        let clusters = MapClusters(points, MapExtent(points), counts) { $0 < languages.count ? languages[$0] : "" }
        try mapping {
            try MapFiles.write(
                .init(
                    points: points, clusters: clusters, method: layout.method.rawValue,
                    vectors: modelVectors != nil ? "model" : vectors == nil ? "words" : "given",
                    index: MapFiles.index(corpus),
                    dropped: dropped?.count ?? 0), to: folder)
        }
        let groups = MapGroups(clusters.zooms)
        return Summary(
            documents: languages.count, dropped: dropped?.count ?? 0, clusters: clusters.zooms.map(\.count),
            folder: folder,
            largest: Array((groups.zooms.dropFirst().first ?? []).prefix(12)), alike: Array(groups.alike.prefix(6)))
    }

    /// Collected under another name: the map that is there stays whole until this one is done.
    private func dropped(_ folder: String) throws(MapError) -> DroppedDocuments? {
        guard withDropped else { return nil }
        guard vectors == nil, modelVectors == nil else {
            throw .unusable("of what was dropped only words are known: a map of other vectors cannot show it")
        }
        guard !corpus.dropLogs.isEmpty else { throw .unusable("\(corpus.folder) was made without drop logs") }
        return try mapping {
            try Files.makeFolder(folder)
            return try DroppedDocuments.collect(corpus, to: folder + "/" + MapFiles.newDropped)
        }
    }

    private func points(_ table: consuming VectorTable, _ parallel: Parallel) throws(MapError) -> [SIMD2<Float>] {
        guard let older else { return layout.run(consume table, progress: progress) }
        return try OlderMap(older, corpus).place(table, parallel)
    }

    private func table(
        _ counts: WordCounts, _ dropped: DroppedDocuments?, _ parallel: Parallel
    ) throws(MapError) -> VectorTable {
        if let modelVectors { return modelVectors }
        guard let vectors else { return try WordVectors.make(corpus, dropped: dropped, counts, parallel) }
        let table = try NPYFile.read(vectors)
        let total = try mapping { try corpus.index.documentCount() }
        guard table.rows == total else {
            throw .unusable("\(vectors) has \(table.rows) rows, the corpus \(total) documents")
        }
        return table
    }
}

/// The map of a corpus that shares documents with a new one.
struct OlderMap {
    private let places: [Int: SIMD2<Float>]

    /// Finds the documents of `corpus` that have a place on the map of `older`.
    init(_ older: Corpus, _ corpus: Corpus) throws(MapError) {
        guard let map = try mapping({ try MapFiles.read(older) }) else {
            throw .unusable("\(older.folder) has no map: quarry map \(older.folder)")
        }
        places = try mapping {
            let numbers = Dictionary(try older.index.ids().enumerated().map { ($1, $0) }, uniquingKeysWith: { $1 })
            var places: [Int: SIMD2<Float>] = [:]
            for (number, id) in try corpus.index.ids().enumerated() {
                if let old = numbers[id] { places[number] = map.layout[old] }
            }
            return places
        }
        guard places.count >= 5 else {
            throw .unusable(
                "\(older.folder) shares \(places.count) documents with this corpus: too few to place others")
        }
    }

    /// Old documents where they were, each other among its five nearest old ones, the nearer the more.
    func place(_ table: VectorTable, _ parallel: Parallel) throws(MapError) -> [SIMD2<Float>] {
        let found = NeighbourSearch(table, parallel: parallel).search()
        return (0..<table.rows).map { row in
            if let place = places[row] { return place }
            var sum = SIMD2<Float>.zero
            var weights: Float = 0
            var count = 0
            for place in row * NeighbourSearch.kept..<(row + 1) * NeighbourSearch.kept where count < 5 {
                guard found.ids[place] >= 0, let old = places[Int(found.ids[place])] else { continue }
                let weight = 1 / (found.distances[place] + 1e-6)
                sum += old * weight
                weights += weight
                count += 1
            }
            // Nothing old is near: in the middle of what is there, where a person will see that it is new.
            return weights > 0 ? sum / weights : middle
        }
    }

    private var middle: SIMD2<Float> {
        places.sorted { $0.key < $1.key }.reduce(SIMD2<Float>.zero) { $0 + $1.value } / Float(max(1, places.count))
    }
}
