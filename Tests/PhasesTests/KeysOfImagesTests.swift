import Curation
import Documents
import Facts
import Platform
import TestKit
import Testing

@testable import Exchange
@testable import Phases

/// By what things meet, and what is told of images by their keys.
@Suite struct KeysOfImagesTests {
    @Test("A location is a number that sorts as it does, and comes back") func locations() {
        let places = [(0, 0), (0, 1), (0, 0xFFFF_FFFF), (1, 0), (1, 5), (70_000, 3)].map {
            Location(part: $0.0, document: $0.1)
        }
        #expect(places.map(\.key) == [0, 1, 0xFFFF_FFFF, 1 << 32, 1 << 32 | 5, 70_000 << 32 | 3])
        for (index, place) in places.enumerated() {
            #expect(Location(key: place.key) == place)
            for (other, later) in places.enumerated() { #expect((place < later) == (index < other)) }
        }
    }

    @Test("All URLs of a host meet, whatever their scheme, path, query and fragment")
    func hosts() {
        let host = HostKey.hash(of: "http://a.example/")
        for url in [
            "https://a.example/x/y.png", "http://a.example", "http://a.example?x=://b.example", "https://a.example#f",
            "a.example/x", "http://a.example/http://b.example/x",
        ] {
            #expect(HostKey.hash(of: url) == host, "\(url)")
        }
        for url in ["http://b.example/", "http://a.example:8080/", "http://www.a.example/", ""] {
            #expect(HostKey.hash(of: url) != host, "\(url)")
        }
    }

    @Test("A short domain is the upper half of a key") func shortDomains() {
        #expect(ShortDomain.of(0x1234_5678_9ABC_DEF0) == 0x1234_5678 && ShortDomain.of(0xFFFF_FFFF) == 0)
    }

    // MARK: looks

    /// 64 bits in three parts: 21, 21 and 22 of them, the lowest first.
    @Test("A hash has a key for each of its parts, told apart by their highest bits") func looks() {
        let hash: UInt64 = 5 | 6 << 21 | 7 << 42
        let keys = LooksKey.keys(of: hash, within: 2)
        let parts: [UInt64] = [5, 0x0400_0000_0000_0006, 0x0800_0000_0000_0007]
        #expect(keys.map(\.key) == parts && keys.allSatisfy { $0.hash == hash })
        let full: [UInt64] = [0x1F_FFFF, 0x0400_0000_001F_FFFF, 0x0800_0000_003F_FFFF]
        #expect(LooksKey.keys(of: .max, within: 2).map(\.key) == full)
        #expect(LooksKey.keys(of: .max, within: 0).map(\.key) == [.max])
    }

    @Test("Of the keys that two hashes share only the first tells of them") func firstKeys() {
        let one: UInt64 = 5 | 6 << 21 | 7 << 42
        let other: UInt64 = 4 | 6 << 21 | 7 << 42
        #expect(LooksKey.isFirst(1 << 58 ^ 6, one, other, within: 2))
        #expect(!LooksKey.isFirst(2 << 58 ^ 7, one, other, within: 2))
        #expect(LooksKey.isFirst(5, one, one, within: 2) && !LooksKey.isFirst(1 << 58 ^ 6, one, one, within: 2))
        // With no distance there is one part, whatever its highest bits.
        #expect(LooksKey.isFirst(.max, .max, .max, within: 0))
    }

    @Test("Two hashes are a pair in either order") func pairs() {
        #expect(NearLooks(9, 3) == NearLooks(3, 9) && NearLooks(9, 3).key == 3 && NearLooks(9, 3).other == 9)
        let (early, late) = (Location(part: 0, document: 9), Location(part: 1, document: 0))
        #expect(NearPair(late, early) == NearPair(early, late))
        #expect(NearPair(late, early).one == early && NearPair(late, early).other == late)
        #expect(NearPair(late, early).key == 9)
    }

    // MARK: how many there are

    private func frequent(_ counts: [UInt64: Int], above maximum: Int, _ name: String, _ scratch: Scratch) throws
        -> FrequentKeys
    {
        var table = FrequentKeys.Table()
        for (key, count) in counts { table.add(key, count) }
        #expect(table.count == counts.count)
        try table.write(to: scratch.file(name))
        return try FrequentKeys([scratch.file(name)], above: maximum)
    }

    @Test("Keys are counted bucket by bucket, and those above the limit are told with their number") func counted()
        throws
    {
        let scratch = try Scratch()
        var writer = EntryWriter<BandKey>(path: scratch.file("bands"), buckets: 1)
        for (key, count) in [(3, 2), (7, 3), (9, 4)] {
            for document in 0..<count {
                try writer.append(BandKey(key: UInt64(key), location: Location(part: 0, document: document)), bucket: 0)
            }
        }
        try writer.commit()
        func find(above maximum: Int, each: Int = 1) throws -> FrequentKeys.Found {
            var reader = try EntryReader<BandKey>(paths: [scratch.file("bands")], bucket: 0)
            return try FrequentKeys.find(in: &reader, above: maximum, to: scratch.file("found")) { _ in each }
        }
        #expect(try find(above: 3) == .init(keys: 3, frequent: 1))
        let found = try FrequentKeys([scratch.file("found")], above: 3)
        #expect(found.contains(9) && !found.contains(7) && !found.contains(3))
        #expect(found.excess(of: 9) == "4 > 3" && found.excess(of: 7) == nil)
        #expect(try find(above: 2) == .init(keys: 3, frequent: 2))
        #expect(try find(above: 0) == .init(keys: 3, frequent: 0), "0 is no limit")
        #expect(try find(above: 5, each: 2) == .init(keys: 3, frequent: 2), "4, 6 and 8")
        #expect(!FrequentKeys().contains(9) && FrequentKeys().excess(of: 9) == nil)
    }

    @Test("The tables of several buckets are read as one") func tables() throws {
        let scratch = try Scratch()
        _ = try frequent([1: 10], above: 5, "a", scratch)
        _ = try frequent([2: 300], above: 5, "b", scratch)
        let both = try FrequentKeys([scratch.file("a"), scratch.file("b")], above: 5)
        #expect(both.excess(of: 1) == "10 > 5" && both.excess(of: 2) == "300 > 5")
    }

    @Test("An image is too frequent in the corpus before it is in a domain") func objections() throws {
        let scratch = try Scratch()
        let images = FrequentImages(
            everywhere: try frequent([1: 10], above: 9, "e", scratch),
            inDomains: try frequent([1 ^ 50: 4, 2 ^ 50: 6], above: 3, "d", scratch))
        #expect(images.objection(1, domain: 50)?.0 == .imageFrequentURL)
        #expect(images.objection(1, domain: 50)?.detail == "10 > 9 in the corpus")
        #expect(images.objection(2, domain: 50)?.0 == .imageRepeatedInDomain)
        #expect(images.objection(2, domain: 50)?.detail == "6 > 3 in the domain")
        #expect(images.objection(2, domain: 51) == nil && images.objection(3, domain: 50) == nil)
        #expect(images.contains(1, domain: 99) && images.contains(2, domain: 50) && !images.contains(2, domain: 51))
        #expect(FrequentImages().objection(1, domain: 50) == nil)
    }

    @Test("In the corpus links are counted, in a domain pages: copies of a page count once") func links() throws {
        let scratch = try Scratch()
        // Of "u": three pages of domain 1, of which two are copies of each other, and one of domain 2.
        let shown: [(String, UInt64, UInt64)] = [
            ("u", 1, 100), ("u", 1, 100), ("u", 1, 101), ("u", 2, 100), ("v", 1, 100),
        ]
        var writer = EntryWriter<ImageLink>(path: scratch.file("links"), buckets: 1)
        for (number, (url, domain, page)) in shown.enumerated() {
            let place = Location(part: 0, document: number)
            try writer.append(ImageLink(url: url, location: place, domain: domain, page: page), bucket: 0)
        }
        try writer.commit()
        func find(_ maximum: Int, _ inDomain: Int) throws -> (found: FrequentKeys.Found, inDomains: Int) {
            var reader = try EntryReader<ImageLink>(paths: [scratch.file("links")], bucket: 0)
            let found = try FrequentImages.find(
                in: &reader, above: maximum, inDomain: inDomain, to: (scratch.file("e"), scratch.file("d")))
            return (found.urls, found.inDomains)
        }
        let key = URLKey.hash(of: "u")
        var found = try find(0, 1)
        #expect(found.found == .init(keys: 2, frequent: 0) && found.inDomains == 1)
        // Two pages, but three documents are told.
        #expect(try FrequentKeys([scratch.file("d")], above: 1).excess(of: key ^ 1) == "3 > 1")
        #expect(try find(0, 2).inDomains == 0)
        found = try find(3, 1)
        #expect(
            found.found == .init(keys: 2, frequent: 1) && found.inDomains == 0, "what leaves everywhere has no domains")
        #expect(try FrequentKeys([scratch.file("e")], above: 3).excess(of: key) == "4 > 3")
        #expect(try find(4, 0).found == .init(keys: 2, frequent: 0))
    }

    // MARK: documents by their pictures

    @Test("A document has each of its pictures once, and those that were measured alone") func judged() {
        func image(_ ordinal: Int, _ sha256: String?, _ looks: String = "") -> Node {
            var node = ImageNode(ordinal: ordinal, url: "u\(ordinal)")
            if let sha256 {
                node.signals = ImageSignals(sha256: sha256, phash: looks, width: 1, height: 1, format: "png")
            }
            return .image(node)
        }
        let (a, b) = (
            "00000000000000aa" + String(repeating: "0", count: 48),
            "00000000000000bb" + String(repeating: "1", count: 48)
        )
        var document = Document(
            id: "i", url: "http://a/",
            nodes: [image(0, b, "00000000000000f0"), image(1, nil), image(2, a, "00000000000000f1"), image(3, b)])
        document.captured = "20240102030405"
        document.profile.characters = 17
        let judged = JudgedPictures(document, at: Location(part: 4, document: 5))
        #expect(judged.location == Location(part: 4, document: 5) && judged.id == "i")
        #expect(judged.captured == "20240102030405" && judged.characters == 17)
        #expect(judged.images.map(\.content) == [0xBB, 0xAA] && judged.images.map(\.looks) == [0xF0, 0xF1])
    }

    @Test("Who has more pictures stays, then who is newer, then longer, then of the least id") func standing() {
        let order: [JudgedPictures] = [
            .shown([(1, 0), (2, 0)], id: "z", captured: "2020"), .shown([(1, 0)], id: "y", captured: "2024"),
            .shown([(1, 0)], id: "x", captured: "2023", characters: 9),
            .shown([(1, 0)], id: "v", captured: "2023", characters: 8),
            .shown([(1, 0)], id: "w", captured: "2023", characters: 8), .shown([(1, 0)], id: "a", characters: 99),
        ]
        for (place, one) in order.enumerated() {
            for (other, two) in order.enumerated() where place != other {
                #expect(one.stays(before: two) == (place < other), "\(place) \(other)")
            }
        }
    }

    @Test("Half of the pictures of the one that has fewer must be among the other's") func halves() {
        func shown(_ contents: UInt64...) -> JudgedPictures { .shown(contents.map { ($0, 0) }) }
        #expect(shown(1, 2).showsHalf(of: shown(2, 3, 4)) && shown(2, 3, 4).showsHalf(of: shown(1, 2)))
        #expect(!shown(1, 2, 3).showsHalf(of: shown(3, 4, 5)) && shown(1, 2, 3).showsHalf(of: shown(2, 3, 4)))
        #expect(!shown().showsHalf(of: shown(1)) && !shown(1).showsHalf(of: shown()) && !shown().showsHalf(of: shown()))
        // Pictures of one colour are the same by their bytes alone; the first bit says nothing of a picture.
        #expect(!JudgedPictures.shown([(1, 1 << 63)]).showsHalf(of: .shown([(2, 1 << 63)])))
        #expect(JudgedPictures.shown([(1, 3)]).showsHalf(of: .shown([(2, 3)])))
    }

    // MARK: near texts

    private func member(_ keys: [UInt64], _ urls: [String] = []) -> NearMember {
        var member = NearMember(location: Location(part: 0, document: 0))
        member.domain = "a.example"
        member.images = keys.map { .init(key: $0, bucket: 0) }
        member.urls = urls
        return member
    }

    @Test("Near texts show the same images when half of the fewer are shared, each counted once") func sameImages() {
        #expect(member([1, 2]).showsSameImages(as: member([2, 3, 4])))
        #expect(!member([1, 2, 3]).showsSameImages(as: member([3, 4, 5])))
        #expect(member([1, 1, 1, 2]).showsSameImages(as: member([1, 5])))
        #expect(member([]).showsSameImages(as: member([1])) && member([]).showsSameImages(as: member([])))
        #expect(!member([1]).showsSameImages(as: member([2])))
    }

    @Test("Images that stand too often leave with their URLs, and the others keep theirs") func without() throws {
        let scratch = try Scratch()
        let domain = DomainKey.hash("a.example")
        let frequent = FrequentImages(
            everywhere: try frequent([1: 10], above: 9, "e", scratch),
            inDomains: try frequent([3 ^ domain: 4], above: 3, "d", scratch))
        let left = member([1, 2, 3, 4], ["a", "b", "c", "d"]).without(frequent)
        #expect(left.images.map(\.key) == [2, 4] && left.urls == ["b", "d"])
        #expect(member([1, 2]).without(frequent).urls == [] && member([1, 2]).without(frequent).images.count == 1)
        #expect(member([2, 4], ["b", "d"]).without(frequent) == member([2, 4], ["b", "d"]))
        var elsewhere = member([3], ["c"])
        elsewhere.domain = "b.example"
        #expect(elsewhere.without(frequent) == elsewhere)
    }

    @Test("Clusters name the ten least of their domains and count the others") func clusters() {
        func cluster(_ range: Range<Int>) -> NearCluster {
            range.reduce(NearCluster()) {
                $0.joined(with: NearCluster(captured: "20\(10 + $1)", domain: "d\(10 + $1)"))
            }
        }
        let ten = cluster(0..<10)
        #expect(ten.size == 10 && ten.domainCount == 10 && ten.domains.count == 10)
        #expect(ten.first == "2010" && ten.last == "2019")
        let more = cluster(5..<12).joined(with: cluster(0..<7))
        #expect(more.size == 14 && more.domainCount == 12 && more.domains == (10..<20).map { "d\($0)" })
        #expect(more.first == "2010" && more.last == "2021")
        let undated = NearCluster(captured: "", domain: "x").joined(with: NearCluster(captured: "", domain: "x"))
        #expect(undated == NearCluster(size: 2, first: "", last: "", domainCount: 1, domains: ["x"]))
    }
}
