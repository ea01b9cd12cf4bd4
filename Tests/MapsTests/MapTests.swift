import CorpusFiles
import CorpusKit
import Documents
import Platform
import Testing
import TestKit

@testable import Maps

@Suite struct MappedCorpora {
    private static let templates = [
        "cheap flights booking portal airline tickets discount", "recipe oven butter flour whisk bake",
        "mortgage broker refinance lender quote rates", "ringtone download handset wallpaper polyphonic",
        "horoscope zodiac capricorn weekly planets aries",
    ]

    /// Pages of templates, `each` a family, among others of random words.
    private static func texts(_ each: Int, _ others: Int) -> [String] {
        var random = SplitMix64(seed: 9)
        func pick(_ words: [String], _ count: Int) -> String {
            (0..<count).map { _ in words[Int(random.next() % UInt64(words.count))] }.joined(separator: " ")
        }
        let vocabulary = (0..<6000).map {
            "w" + String($0, radix: 26).map { String(UnicodeScalar(97 + UInt8($0.hexDigitValue ?? 20))) }.joined()
                + "x\($0 % 97)"
        }
        var texts: [String] = []
        for family in templates {
            let own = family.split(separator: " ").map(String.init)
            for _ in 0..<each { texts.append(family + " " + pick(own, 12) + " " + pick(vocabulary, 6)) }
        }
        for number in 0..<others {
            // Every other page speaks of one of 200 subjects with words of its own.
            let subject = number % 200 * 30
            texts.append(pick(Array(vocabulary[subject..<subject + 30]), 20) + " " + pick(vocabulary, 10))
        }
        return texts
    }

    @Test func plantedFamiliesAreGroupsWithTheirWordsAsNames() throws {
        let scratch = try Scratch()
        let corpus = try TinyCorpus.ofTexts(Self.texts(60, 4700), in: scratch.path)
        var run = MapRun(corpus)
        run.layout = MapLayout(.tsne, jobs: 2)
        _ = try run.run()
        let map = try #require(try MapFiles.read(corpus))
        let finest = try #require(map.labels.last)
        var families: Set<Int> = []
        for family in 0..<5 {
            let labels = finest[family * 60..<(family + 1) * 60]
            let groups = Dictionary(grouping: labels.filter { $0 >= 0 }, by: { $0 })
            let main = try #require(groups.max { $0.value.count < $1.value.count })
            #expect(main.value.count >= 57, "family \(family)")
            let size = finest.count { $0 == main.key }
            #expect(main.value.count * 10 >= size * 9, "family \(family) in a group of \(size)")
            let name = map.zooms[2][Int(main.key)].name
            // The template's 5 to 7 words, and 6 of its own.
            #expect(map.zooms[2][Int(main.key)].shared >= 0.4, "family \(family)")
            families.insert(Int(main.key))
            let words = Set(Self.templates[family].split(separator: " ").map(String.init))
            #expect(name.split(separator: " ").filter { words.contains(String($0)) }.count >= 2, "\(name)")
        }
        #expect(Set(map.zooms[2].map(\.name)).count == map.zooms[2].count)
        // Subjects have words in common too, but fewer of them.
        let others = map.zooms[2].indices.filter { !families.contains($0) }.map { map.zooms[2][$0].shared }.sorted()
        #expect(others[others.count / 2] < 0.4, "\(others)")
    }

    @Test func groupsAreCalledByZoomAndNumber() throws {
        let scratch = try Scratch()
        // Every page of a family has the same eight words, and two of its own.
        let texts = (0..<60).map { number in
            let family = [
                "harbour lantern copper violin meadow granite saddle thunder",
                "alpha beta gamma delta epsilon zeta eta theta",
            ]
            return family[number % 2] + " own\(number) word\(number * 7)"
        }
        let corpus = try TinyCorpus.ofTexts(texts, in: scratch.path)
        let summary = try MapRun(corpus).run()
        let map = try #require(try MapFiles.read(corpus))
        #expect(MapGroups(map.zooms).zooms[2].map(\.id) == ["2.0", "2.1"])
        #expect(map.zooms[2].map(\.shared) == [0.8, 0.8] && map.zooms[2].map(\.size) == [30, 30])
        let even = try #require(map.numbers(ofGroup: "2.\(map.labels[2][0])"))
        #expect(even == Array(stride(from: 0, to: 60, by: 2)))
        for id in ["2.2", "3.0", "2", "2.-1", "", "2.0.1", "a.b"] { #expect(map.numbers(ofGroup: id) == nil, "\(id)") }
        #expect(MapGroups(map.zooms).text.contains("fine\n  2.0  30  80 %  "))
        #expect(summary.text.contains("--not-group 2.0 --output selected"))
        #expect(try Schema.problems(summary.json, inspection: "map") == [])
        #expect(try Schema.problems(MapGroups(map.zooms).json, inspection: "groups") == [])
        #expect(summary.json.contains("\"alike\":[{\"group\":\"2.0\"") && summary.json.contains("\"shared\":0.8"))
    }

    @Test func everyDocumentIsInOneTileAtItsPlace() throws {
        var random = SplitMix64(seed: 2)
        let points = (0..<150_000).map { _ in SIMD2(Float(random.next() % 1000), Float(random.next() % 10)) }
        let extent = MapExtent(points)
        let tiles = MapTiles(points, extent)
        #expect(tiles.numbers.count == points.count && Set(tiles.numbers).count == points.count)
        #expect(tiles.tiles.allSatisfy { $0.count <= MapTiles.capacity } && tiles.tiles.count > 2)
        let tile = try #require(tiles.tiles.last)
        let at = tile.first * MapTiles.pointBytes
        let x = Float(Int(tiles.bytes[at]) | Int(tiles.bytes[at + 1]) << 8) / 65536
        let unit = (x + Float(tile.column)) / Float(1 << tile.zoom)
        let point = points[Int(tiles.numbers[tile.first])]
        #expect(abs(extent.unit(point).x - unit) < 1e-4)
    }

    @Test func documentsOfAnOlderMapStayWhereTheyAre() throws {
        let scratch = try Scratch()
        let texts = Self.texts(20, 300)
        let old = try TinyCorpus.ofTexts(Array(texts.prefix(380)), in: scratch.file("old"))
        _ = try MapRun(old).run()
        let new = try TinyCorpus.ofTexts(texts, in: scratch.file("new"))
        var run = MapRun(new)
        run.older = old
        _ = try run.run()
        let (before, after) = (try #require(try MapFiles.read(old)), try #require(try MapFiles.read(new)))
        #expect(Array(after.layout.prefix(380)) == before.layout)
        #expect(after.layout.allSatisfy { $0.x.isFinite && $0.y.isFinite })
    }

    @Test func whatWasDroppedLiesAmongItsOwnKind() throws {
        let scratch = try Scratch()
        let texts = Self.texts(40, 300)
        // Twelve more pages of the first template left the corpus.
        let dropped = Array(Self.texts(52, 0)[40..<52])
        let corpus = try TinyCorpus.ofTexts(texts, dropping: dropped, in: scratch.path)
        var run = MapRun(corpus)
        run.withDropped = true
        let summary = try run.run()
        #expect(summary.documents == 500 && summary.dropped == 12)
        let map = try #require(try MapFiles.read(corpus))
        let gone = try #require(map.dropped)
        #expect(map.documents == 500 && map.layout.count == 512 && gone.count == 12)
        #expect(gone.reasons == ["document.too-few-words", "document.no-image"] && gone.totals == [8, 4])
        #expect(try gone.drop(3).url == "http://gone.example/3")
        let coarse = map.labels[0]
        let family = Dictionary(grouping: coarse[..<40], by: { $0 }).max { $0.value.count < $1.value.count }
        #expect(coarse[500...].count { $0 == family?.key } >= 10)
        // A map without them again has none.
        run.withDropped = false
        #expect(try run.run().dropped == 0)
        #expect(try MapFiles.read(corpus)?.dropped == nil)
        #expect(try !Files.list(scratch.file("map")).contains { $0.contains("dropped") })
        // Logs without a document's text give a map without dropped documents.
        run.corpus = try TinyCorpus.ofTexts(texts, dropping: [""], in: scratch.file("none"))
        run.withDropped = true
        #expect(try run.run().dropped == 0)
        #expect(try !Files.list(scratch.file("none/map")).contains { $0.contains("dropped") })
    }

    @Test func withoutLogsNothingDroppedCanBeShown() throws {
        let scratch = try Scratch()
        var run = MapRun(try TinyCorpus.ofTexts(Self.texts(3, 30), in: scratch.path))
        run.withDropped = true
        #expect(throws: MapError.self) { try run.run() }
    }

    @Test func aMapOfAnotherCorpusIsRefused() throws {
        let scratch = try Scratch()
        let one = try TinyCorpus.ofTexts(Self.texts(3, 30), in: scratch.file("one"))
        let two = try TinyCorpus.ofTexts(Self.texts(3, 31), in: scratch.file("two"))
        _ = try MapRun(one).run()
        #expect(try MapFiles.read(two) == nil)
        try Files.move(one.folder + "/map", to: two.folder + "/map")
        #expect(throws: StorageError.self) { try MapFiles.read(two) }
    }

    @Test func yourOwnVectorsMustHaveARowADocument() throws {
        let scratch = try Scratch()
        let corpus = try TinyCorpus.ofTexts(Self.texts(3, 30), in: scratch.path)
        try NPYFile.write(points: (0..<44).map { SIMD2(Float($0), 0) }, to: scratch.file("v.npy"))
        var run = MapRun(corpus)
        run.vectors = scratch.file("v.npy")
        #expect(throws: MapError.self) { try run.run() }
        try NPYFile.write(points: (0..<45).map { SIMD2(Float($0), 0) }, to: scratch.file("v.npy"))
        #expect(try run.run().documents == 45)
    }
}
