import CorpusFiles
import CorpusKit
import Documents
import Facts
import JSON
import Platform
import TestKit

@testable import Maps

/// The files of a map written by hand beside a small corpus.
struct HandMap {
    let corpus: Corpus
    /// Members of `map.json`, as they are written.
    var members: [(String, String)]
    var points: [UInt8]
    var places: [Float]
    var groups: [Int32]

    /// A map of three documents at (0, 0), (1, 2) and (3, 4) with two zooms.
    init(_ corpus: Corpus) {
        self.corpus = corpus
        members = [
            ("format", "\"1.0\""), ("index", "\"\(MapFiles.index(corpus))\""), ("method", "\"pacmap\""),
            ("vectors", "\"given\""), ("documents", "3"), ("extent", "[-1, -2, 8]"),
            ("tiles", "[[0, 0, 0, 0, 2], [1, 1, 0, 2, 1]]"),
            (
                "clusters",
                "[[{\"name\": \"a\", \"documents\": 2, \"medoid\": 1, \"shared\": 0.5}], [{\"name\": \"b\", "
                    + "\"documents\": 1, \"medoid\": 2, \"shared\": 0.25}, {}]]"
            ),
        ]
        points = (0..<24).map { UInt8($0) }
        places = [0, 0, 1, 2, 3, 4]
        groups = [0, 0, -1, 1, -1, 0]
    }

    mutating func set(_ name: String, _ value: String?) {
        members.removeAll { $0.0 == name }
        if let value { members.append((name, value)) }
    }

    func write() throws {
        let folder = corpus.folder + "/map"
        try Files.makeFolder(folder)
        try Files.write(points, to: folder + "/points.bin")
        try Files.write(places.flatMap { Self.little($0.bitPattern) }, to: folder + "/layout.bin")
        try Files.write(groups.flatMap { Self.little(UInt32(bitPattern: $0)) }, to: folder + "/clusters.bin")
        try Files.write(
            "{" + members.map { "\"\($0)\": \($1)" }.joined(separator: ", ") + "}", to: folder + "/map.json")
    }

    static func little(_ value: UInt32) -> [UInt8] { (0..<4).map { UInt8(value >> (8 * $0) & 255) } }
}
