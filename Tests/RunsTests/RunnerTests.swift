import Documents
import Facts
import JSON
import Platform
import TestKit
import Testing

@testable import Configuration
@testable import Runs

/// What a run tells before it begins and when it has ended, without a worker.
@Suite struct RunnerTests {
    private func runner(_ toy: ToyRun) throws -> Runner {
        Runner(run: toy.run, plan: try Plan.read(toy.run, toy.phases))
    }

    private func name(_ text: String) -> PhaseName { PhaseName(rawValue: text) }

    @Test func aSummaryIsOfTheLastPhaseThatHandsOnDocuments() throws {
        let toy = try ToyRun(
            ToyPhase("first"), .counting("a", count: 2, born: 3, written: 2), ToyPhase("b"),
            .counting("c", born: 4, written: 1, from: "a"))
        for (phase, count) in [("first", 1), ("a", 2), ("b", 1), ("c", 1)] {
            for index in 0..<count { try toy.work(phase, index) }
            try toy.commit(phase)
        }
        let runner = try runner(toy)
        #expect(try runner.summary(until: name("first")) == "{}")
        let decided = try JSONValue(parsing: runner.summary(until: name("b")))
        #expect(decided["phase"]?.string == "b" && decided["documents"]?.integer == 4)
        #expect(decided["output"]?.string == toy.run.path)
        let ended = try JSONValue(parsing: runner.summary(until: name("c")))
        #expect(ended["documents"]?.integer == 1)
        #expect(ended["ledger"]?["document"]?["born"]?.integer == 6)
        #expect(ended["ledger"]?["document"]?["dropped"]?.text == #"{"document.nsfw":5}"#)
    }

    @Test func unitsAreKnownWhenThePhaseBeforeIsClosed() throws {
        var waiting = ToyPhase("w", count: 5)
        waiting.waitsFor = name("a")
        let toy = try ToyRun(ToyPhase("a", count: 2), waiting, pipeline: "name: toy\nfetch: {robots: false}\n")
        let before = try runner(toy)
        #expect(before.outline.contains("units:\n  a: 2\n  w: known after a\noutput: "))
        #expect(before.outline.contains("off: fetch.robots is off"))
        let told = try JSONValue(parsing: before.outlineJSON)
        #expect(told["units"]?.text == #"{"a":2,"w":-1}"# && told["off"]?.text == #"["fetch.robots is off"]"#)
        #expect(told["pipeline_sha256"]?.string == before.plan.pipeline.digest.hex)
        try toy.work("a", 0, 1)
        try toy.commit("a")
        #expect(try JSONValue(parsing: runner(toy).outlineJSON)["units"]?.text == #"{"a":2,"w":5}"#)
    }

    @Test func aPartIsWholeWhenItsFilesHaveTheirSizes() throws {
        let toy = try ToyRun(ToyPhase("a"))
        try toy.work("a", 0)
        let unit = toy.unit("a", 0)
        let part = try SealedPart.read(toy.run.seal(unit))
        #expect(part.files.map(\.name) == ["out"] && part.files[0].bytes == 6)
        #expect(part.isWhole(in: toy.run.part(unit)))
        try Files.write("unit 00", to: toy.run.part(unit) + "/out")
        #expect(!part.isWhole(in: toy.run.part(unit)))
        try Files.remove(toy.run.part(unit) + "/out")
        #expect(!part.isWhole(in: toy.run.part(unit)))
    }

    @Test func whatWasDroppedIsAddedUp() {
        var ledger = Ledger()
        ledger.dropped(.recordRevisit, 7)
        ledger.dropped(.documentNSFW, 1203)
        ledger.dropped(.imageBlank, 9)
        let sum = Dropped(ledger) + Dropped(records: 0, documents: 1)
        #expect(sum == Dropped(records: 7, documents: 1204) && sum.words == "dropped 7 records, 1,204 documents")
        #expect(Dropped.none.words == nil && Dropped(records: 0, documents: 2).words == "dropped 2 documents")
    }
}
