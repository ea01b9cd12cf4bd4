import CorpusFiles
import CorpusKit
import Documents
import Facts
import JSON
import Maps
import Platform
import TestKit

@testable import Browsing

/// A map of six documents and two that were dropped, written by hand: document n lies at x = n/10 + 1/20, the even ones
/// in the upper half, the odd ones in the lower one. 6 was dropped for too few words, 7 since it had no image.
final class MadeMap {
    private let scratch: Scratch
    let corpus: Corpus
    let site: Site

    /// The numbers in the order of the points: two tiles, of five points and of three.
    static let order = [7, 0, 2, 4, 6, 1, 3, 5]

    init(withDropped: Bool = true, titles: [String] = []) throws {
        scratch = try Scratch()
        let documents = (0..<6).map { number in
            var document = Document.made(
                number, "A river flows.", title: number < titles.count ? titles[number] : "T\(number)")
            document.language = number % 4 == 0 ? "" : "en"
            return document
        }
        corpus = try TinyCorpus.of(documents, in: scratch.path)
        let folder = scratch.path + "/map"
        try Files.makeFolder(folder)
        let count = withDropped ? 8 : 6
        if withDropped {
            var log = try DropLog.Writer(path: folder + "/dropped.jsonl.zst")
            for (number, reason) in [Reason.documentTooFewWords, .documentNoImage].enumerated() {
                var drop = Drop(reason, document: "gone\(number)", url: "http://gone.example/\(number)")
                drop.text = "What was \(number)"
                try log.append(drop)
            }
            _ = try log.commit()
        }
        let order = Self.order.filter { $0 < count }
        try Files.write(order.flatMap { Self.point($0) }, to: folder + "/points.bin")
        let places = (0..<count).flatMap { number -> [Float] in
            [Float(number) / 10 + 0.05, number % 2 == 0 ? 0.25 : 0.75]
        }
        try Files.write(places.flatMap { Self.little($0.bitPattern) }, to: folder + "/layout.bin")
        let labels: [[Int32]] = [[0, 0, 0, 0, 0, 0, 0, 0], [0, 1, -1, 25, 24, 2, 0, 1], [1, 0, 0, 0, 1, -1, -1, -1]]
        let groups = labels.flatMap { $0.prefix(count) }.map { UInt32(bitPattern: $0) }
        try Files.write(groups.flatMap { Self.little($0) }, to: folder + "/clusters.bin")
        let first = withDropped ? 5 : 3
        try Files.write(
            """
            {"format": "1.0", "index": "\(corpus.manifest.files(.index)[0].sha256)", "method": "tsne",
            "vectors": "words", "documents": 6, \(withDropped ? "\"dropped\": 2, " : "")"extent": [0, 0, 1],
            "tiles": [[0, 0, 0, 0, \(first)], [1, 1, 0, \(first), 3]], "clusters": [
            [{"name": "all", "documents": 6, "medoid": 3, "shared": 0.1}],
            [{"name": "one <b>", "documents": 1200, "medoid": 0, "shared": 0.2}],
            [{"name": "rain", "documents": 3, "medoid": 1, "shared": 0.25},
            {"name": "river", "documents": 2, "medoid": 4, "shared": 0.875}]]}
            """, to: folder + "/map.json")
        site = try Site(corpus)
    }

    /// The eight bytes of a point: here its place within its tile is its number.
    static func point(_ number: Int) -> [UInt8] { [UInt8(number), 0, UInt8(100 + number), 0, UInt8(number), 0, 0, 0] }

    private static func little(_ value: UInt32) -> [UInt8] { (0..<4).map { UInt8(value >> (8 * $0) & 255) } }

    func answer(_ target: String) -> SiteResponse { site.respond(to: SiteRequest(target)) }

    func text(_ target: String) -> String { String(decoding: answer(target).body, as: UTF8.self) }

    func json(_ target: String) throws -> JSONValue { try JSONValue(parsing: answer(target).body) }
}
