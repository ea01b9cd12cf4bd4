import Runs
import Testing

@testable import Configuration
@testable import Phases

/// What each phase is to the engine: its place, and what its workers may do.
@Suite struct PhaseListTests {
    private let phases = PhaseList.standard

    private func names(_ isIncluded: (any Phase) -> Bool) -> [String] {
        phases.phases.filter(isIncluded).map(\.name.rawValue)
    }

    @Test func theOrderOfARun() {
        #expect(
            phases.names.map(\.rawValue) == [
                "extract", "deduplicate-links", "deduplicate-text", "match-text", "compare-text", "cluster-text",
                "fetch",
                "measure", "match-images", "deduplicate-images", "judge", "deduplicate-sets", "assemble", "index",
            ])
        #expect(phases.before(.extract) == nil && phases.before(.measure) == .fetch)
    }

    /// Pages and pictures of strangers are read by workers that can reach nobody.
    @Test func onlyFetchHasTheNetwork() {
        #expect(names(\.usesNetwork) == ["fetch"])
        #expect(names(\.runsModels).isEmpty)
        #expect(names(\.readsInputs) == ["extract"])
    }

    @Test func whoHandsOnDocuments() {
        #expect(names(\.handsOnDocuments) == ["extract", "judge", "assemble"])
        #expect(phases[.judge]?.documentsFrom == .extract && phases[.assemble]?.documentsFrom == .judge)
        #expect(names { $0.documentsFrom != nil } == ["judge", "assemble"])
        #expect(names(\.recordsArePages) == ["extract"], "elsewhere a record that kills a worker is an image")
    }

    @Test func whoWaitsForUnits() {
        #expect(names { $0.waitsFor != nil } == ["measure", "assemble", "index"])
        #expect(phases[.measure]?.waitsFor == .fetch && phases[.assemble]?.waitsFor == .judge)
        #expect(phases[.index]?.waitsFor == .assemble)
    }

    @Test func everyPhaseIsInEveryRun() throws {
        let config = try Pipeline.parse("name: t", file: "t", folder: "/p").config
        #expect(phases.asked(by: config, inputBytes: 1 << 40).names == phases.names)
    }
}
