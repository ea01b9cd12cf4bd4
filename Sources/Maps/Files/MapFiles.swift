package import CorpusFiles
package import JSON
package import Platform

/// A map beside a corpus: `map/map.json`, `points.bin`, `layout.bin`, `clusters.bin` (schemas/map.schema.json).
package struct MapFiles: Sendable {
    /// The folder's name in a corpus.
    package static let folderName = "map"
    private static let format = "1.0"
    /// What was dropped, while a map is made.
    static let newDropped = "new-" + DroppedDocuments.fileName

    /// The square.
    package let extent: MapExtent
    /// The tiles.
    package let tiles: [MapTiles.Tile]
    /// The groups by zoom.
    package let zooms: [[MapClusters.Cluster]]
    /// How it was made: `tsne` or `pacmap`, and of which vectors.
    package let method: String, vectors: String
    /// Documents of the corpus; their points come first.
    package let documents: Int
    /// What was dropped, in the order of the points behind them; nil when it is not on the map.
    package let dropped: DroppedDocuments?
    /// The index it belongs to: its SHA-256 as the corpus' manifest has it.
    package let index: String
    /// By point: its place.
    package let layout: [SIMD2<Float>]
    /// By zoom and point: its group, -1 for none.
    package let labels: [[Int32]]
    /// The tiles' points.
    package let points: [UInt8]

    /// Reads the map of a corpus; nil when there is none.
    /// - Throws: `StorageError.corrupt` for damaged files and for a map of another corpus.
    package static func read(_ corpus: Corpus) throws(StorageError) -> MapFiles? {
        let folder = corpus.folder + "/" + folderName
        guard Files.exists(folder + "/map.json") else { return nil }
        let map = try MapFiles(folder: folder)
        guard map.index == MapFiles.index(corpus) else {
            throw .corrupt(path: folder, detail: "this map is not of this corpus; make it anew with quarry map")
        }
        return map
    }

    static func index(_ corpus: Corpus) -> String {
        corpus.manifest.files(.index).first?.sha256 ?? ""
    }

    /// Reads the files of a folder.
    /// - Throws: `StorageError`.
    package init(folder: String) throws(StorageError) {
        let path = folder + "/map.json"
        let bytes = try wrapping { () throws(SystemError) in try Files.read(path) }
        guard let json = try? JSONValue(parsing: bytes), json["format"]?.string == Self.format,
            let documents = json["documents"]?.integer, let extent = json["extent"]?.array, extent.count == 3
        else { throw .corrupt(path: path, detail: "it is no map of this version") }
        self.documents = documents
        dropped =
            try json["dropped"] == nil ? nil : DroppedDocuments(path: folder + "/" + DroppedDocuments.fileName)
        let count = documents + (dropped?.count ?? 0)
        let sides = extent.map { Float($0.number ?? 0) }
        self.extent = MapExtent(left: sides[0], top: sides[1], side: sides[2])
        method = json["method"]?.string ?? ""
        vectors = json["vectors"]?.string ?? ""
        index = json["index"]?.string ?? ""
        tiles = (json["tiles"]?.array ?? []).compactMap { tile in
            let numbers = (tile.array ?? []).compactMap(\.integer)
            guard numbers.count == 5 else { return nil }
            return .init(
                zoom: numbers[0], column: numbers[1], row: numbers[2], first: numbers[3], count: numbers[4])
        }
        zooms = (json["clusters"]?.array ?? []).map { zoom in
            (zoom.array ?? []).map {
                .init(
                    name: $0["name"]?.string ?? "", size: $0["documents"]?.integer ?? 0,
                    medoid: $0["medoid"]?.integer ?? 0, shared: $0["shared"]?.number ?? 0)
            }
        }
        points = try wrapping { () throws(SystemError) in try Files.read(folder + "/points.bin") }
        let places = try wrapping { () throws(SystemError) in try Files.read(folder + "/layout.bin") }
        let groups = try wrapping { () throws(SystemError) in try Files.read(folder + "/clusters.bin") }
        guard points.count == count * MapTiles.pointBytes, places.count == count * 8,
            groups.count == count * zooms.count * 4, (json["dropped"]?.integer ?? 0) == dropped?.count ?? 0,
            tiles.reduce(0, { $0 + $1.count }) == count
        else { throw .corrupt(path: folder, detail: "its files do not belong together") }
        layout = (0..<count).map { document in
            SIMD2(
                Float(bitPattern: places.littleEndian(at: document * 8)),
                Float(bitPattern: places.littleEndian(at: document * 8 + 4)))
        }
        labels = zooms.indices.map { zoom in
            (0..<count).map { Int32(bitPattern: groups.littleEndian(at: (zoom * count + $0) * 4)) }
        }
    }

    /// What a map is made of.
    struct Parts {
        let points: [SIMD2<Float>]
        let clusters: MapClusters
        let method: String, vectors: String, index: String
        let dropped: Int
    }

    /// Writes a map; `map.json` last, so a folder without it holds none.
    static func write(_ parts: Parts, to folder: String) throws {
        try Files.remove(folder + "/map.json")
        try Files.makeFolder(folder)
        try Files.remove(folder + "/" + DroppedDocuments.fileName)
        if parts.dropped > 0 { try Files.move(folder + "/" + newDropped, to: folder + "/" + DroppedDocuments.fileName) }
        try Files.remove(folder + "/" + newDropped)
        let extent = MapExtent(parts.points)
        let tiles = MapTiles(parts.points, extent)
        try Files.write(tiles.bytes, to: folder + "/points.bin")
        var places: [UInt8] = []
        for point in parts.points {
            for value in [point.x, point.y] { places.append(littleEndian: value.bitPattern) }
        }
        try Files.write(places, to: folder + "/layout.bin")
        var groups: [UInt8] = []
        for labels in parts.clusters.labels {
            for label in labels { groups.append(littleEndian: UInt32(bitPattern: label)) }
        }
        try Files.write(groups, to: folder + "/clusters.bin")
        try Files.write(json(parts, extent, tiles.tiles), to: folder + "/map.json")
    }

    private static func json(_ parts: Parts, _ extent: MapExtent, _ tiles: [MapTiles.Tile]) -> [UInt8] {
        var json = JSONWriter()
        json.object { json in
            json.member("format", format)
            json.member("tool", "quarry \(Tool.version)")
            json.member("index", parts.index)
            json.member("method", parts.method)
            json.member("vectors", parts.vectors)
            json.member("documents", parts.points.count - parts.dropped)
            if parts.dropped > 0 { json.member("dropped", parts.dropped) }
            json.key("extent")
            json.array { json in for value in [extent.left, extent.top, extent.side] { json.value(Double(value)) } }
            json.key("tiles")
            json.array { json in
                for tile in tiles {
                    json.array { json in
                        for value in [tile.zoom, tile.column, tile.row, tile.first, tile.count] { json.value(value) }
                    }
                }
            }
            json.key("clusters")
            json.array { json in for zoom in parts.clusters.zooms { MapFiles.write(zoom, to: &json) } }
        }
        json.newline()
        return json.bytes
    }

    /// `[{"name", "documents", "medoid", "shared"}]`.
    package static func write(_ zoom: [MapClusters.Cluster], to json: inout JSONWriter) {
        json.array { json in
            for cluster in zoom {
                json.object { json in
                    json.member("name", cluster.name)
                    json.member("documents", cluster.size)
                    json.member("medoid", cluster.medoid)
                    json.member("shared", cluster.shared)
                }
            }
        }
    }
}
