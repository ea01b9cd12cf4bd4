import Testing

@testable import Curation

@Suite struct CorpusStepsTests {
    private func page(_ archive: String, _ captured: String = "", url: String = "") -> PageCandidate {
        PageCandidate(archive: archive, captured: captured, url: url)
    }

    @Test func theNewestCaptureStays() {
        let group = [page("b", "20200101000000"), page("a", "20230101000000"), page("c", "20210101000000")]
        #expect(CorpusSteps.keepNewest(group) == [1])
        #expect(CorpusSteps.keepNewest(group, published: true) == [2])
        #expect(CorpusSteps.keepNewest([]).isEmpty)
    }

    @Test func ofEqualsTheLastStaysOrAllAsPublished() {
        let group = [page("a"), page("b"), page("b")]
        #expect(CorpusSteps.keepNewest(group) == [2])
        #expect(CorpusSteps.keepNewest(group, published: true) == [1, 2])
    }

    @Test func orderDecidesNotThePlaceInTheGroup() {
        let group = [page("a"), page("a"), page("a")]
        #expect(CorpusSteps.newest(group, order: [(1, 5), (2, 0), (0, 9)]) == 1)
        #expect(CorpusSteps.outdated(group, order: [(1, 5), (2, 0), (0, 9)]) == [0, 2])
    }

    @Test func publishedTwinsLeaveTogether() {
        let twins = [page("a", url: "u"), page("a", url: "u"), page("0", url: "v")]
        let order = [(0, 0), (0, 1), (0, 2)]
        #expect(CorpusSteps.outdated(twins, order: order, published: true) == [0, 1, 2])
        #expect(CorpusSteps.outdated(twins, order: order) == [0, 2])
        #expect(CorpusSteps.outdated([twins[0]], order: [(0, 0)], published: true).isEmpty)
    }

    @Test func aSetHasNoOrderAndNoRepeats() {
        let key = CorpusSteps.imageSetKey(["b", "a", "b"])
        #expect(key == CorpusSteps.imageSetKey(["a", "b"]))
        #expect(key != CorpusSteps.imageSetKey(["ab"]))
    }
}
