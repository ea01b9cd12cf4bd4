import JSON
import Testing

@testable import Maps

/// Groups as people name them, and what a run says of itself.
@Suite struct MapGroupsTests {
    private static func cluster(_ name: String, _ size: Int, _ shared: Double) -> MapClusters.Cluster {
        .init(name: name, size: size, medoid: 0, shared: shared)
    }

    private let groups = MapGroups([
        [cluster("all", 1200, 0.1)], [],
        [cluster("rain", 30, 0.25), cluster("river", 20, 0.875), cluster("sea", 9, 0.5)],
        [cluster("deep", 8, 0.505)],
    ])

    @Test func aGroupIsCalledByZoomAndPlace() {
        #expect(groups.zooms.map { $0.map(\.id) } == [["0.0"], [], ["2.0", "2.1", "2.2"], ["3.0"]])
        #expect(groups.zooms[2].map(\.share) == ["25 %", "88 %", "50 %"] && groups.zooms[3][0].share == "51 %")
    }

    @Test func theFinestAreThoseMostAlikeFirst() {
        let three = MapGroups(Array(groups.zooms.prefix(3).map { $0.map(\.cluster) }))
        #expect(three.finest.map(\.id) == ["2.1", "2.2", "2.0"])
        #expect(three.alike.map(\.id) == ["2.1", "2.2"], "a half of the words is enough")
        #expect(MapGroups([]).finest.isEmpty && MapGroups([]).alike.isEmpty && MapGroups([]).text == "")
    }

    @Test func textIsATableAZoom() {
        #expect(
            groups.text == """
                coarse
                  0.0  1,200  10 %  all

                middle


                fine
                  2.1  20  88 %  river
                  2.2   9  50 %  sea
                  2.0  30  25 %  rain

                zoom 3
                  3.0  8  51 %  deep
                """)
    }

    /// A name is made of words of strangers.
    @Test func namesAreMadeFitForATerminal() {
        let evil = MapGroups([[Self.cluster("a\u{1B}[31m", 1, 0)]])
        #expect(!MapGroups.table(evil.zooms[0]).contains("\u{1B}"))
    }

    @Test func jsonHasEveryGroup() throws {
        let json = try JSONValue(parsing: Array(groups.json.utf8))["groups"]?.array ?? []
        #expect(json.map { $0["group"]?.string } == ["0.0", "2.0", "2.1", "2.2", "3.0"])
        #expect(
            json.first.map { $0.members?.map(\.key) } == ["group", "name", "documents", "shared"])
        #expect(
            json[2]["name"]?.string == "river" && json[2]["documents"]?.integer == 20
                && json[2]["shared"]?.number == 0.875)
    }

    // MARK: Summaries

    private func summary(dropped: Int, alike: [MapGroups.Group]) -> MapRun.Summary {
        .init(
            documents: 12_345, dropped: dropped, clusters: [1, 0, 3], folder: "some/corpus/map",
            largest: Array(groups.zooms[2].prefix(2)), alike: alike)
    }

    @Test func aSummarySaysWhatToLookAt() {
        #expect(
            summary(dropped: 1000, alike: [groups.zooms[2][1]]).text == """
                12,345 documents and 1,000 that were dropped in 1, 0, 3 groups (coarse to fine); the largest, and which \
                share of a page's words most pages of the group have:
                  2.0  30  25 %  rain
                  2.1  20  88 %  river
                the most alike (one template, boilerplate, a farm?):
                  2.1  20  88 %  river
                look at one: quarry sample some/corpus --group 2.1
                without it:  quarry select some/corpus --not-group 2.1 --output selected
                all groups:  quarry map some/corpus --groups
                the map:     quarry serve some/corpus
                """)
    }

    @Test func whereNothingIsAlikeNothingIsSaid() {
        let text = summary(dropped: 0, alike: []).text
        #expect(
            text.hasPrefix("12,345 documents in 1, 0, 3 groups") && !text.contains("alike")
                && !text.contains("--not-group"))
        #expect(text.hasSuffix("all groups:  quarry map some/corpus --groups\nthe map:     quarry serve some/corpus"))
    }

    @Test func aSummaryInJSON() throws {
        let json = try JSONValue(parsing: Array(summary(dropped: 7, alike: [groups.zooms[2][1]]).json.utf8))
        #expect(json.members?.map(\.key) == ["documents", "dropped", "folder", "clusters", "largest", "alike"])
        #expect(json["documents"]?.integer == 12_345 && json["dropped"]?.integer == 7)
        #expect(
            json["folder"]?.string == "some/corpus/map" && json["clusters"]?.array?.compactMap(\.integer) == [1, 0, 3])
        #expect(json["largest"]?.array?.map { $0["group"]?.string } == ["2.0", "2.1"])
        #expect(json["alike"]?.array?.map { $0["group"]?.string } == ["2.1"])
    }
}
