import Configuration
import Documents
import Facts
import Platform
import TestKit
import Testing

@testable import Runs

/// Phases that are closed, and what is told of runs that are not finished.
@Suite struct CommitTests {
    private static let a = PhaseName(rawValue: "a")
    private static let b = PhaseName(rawValue: "b")

    @Test func aPhaseIsClosedWhenEveryUnitIsSealed() throws {
        let toy = try ToyRun(.counting("a", count: 3, born: 2, written: 1), ToyPhase("b"))
        try toy.work("a", 0, 2)
        #expect(words { try toy.commit("a") } == "1 of 3 units of 'a' are not sealed: a/00001")
        #expect(words { try toy.commit("b") } == "phase 'a' must be committed before 'b'")
        try toy.work("a", 1)
        try toy.commit("a")
        let sum = try Committed.read(toy.run, Self.a)
        #expect(sum.units == 3 && sum.quarantined == [] && sum.counts == ["seen": 6])
        #expect(sum.ledger[.document].born == 6 && sum.ledger[.document].dropped == [.documentNSFW: 3])
        #expect(sum.total == sum.ledger)
    }

    /// A person may go on without units that cannot be done, as many as were said.
    @Test func unitsThatCannotBeDoneAreCounted() throws {
        let toy = try ToyRun(ToyPhase("a", count: 3))
        try toy.work("a", 1)
        try toy.quarantine("a", 0, "no gzip\nmore words")
        try toy.quarantine("a", 2, "cut off")
        let refusal = words { try toy.commit("a", allowQuarantined: 1) }
        #expect(refusal.contains("2 units of 'a' are quarantined (--allow-quarantined 2 goes on without them)"))
        #expect(refusal.hasSuffix("a/00000: no gzip\na/00002: cut off"))
        #expect(try !toy.run.isCommitted(Self.a))
        try toy.commit("a", allowQuarantined: 2)
        let sum = try Committed.read(toy.run, Self.a)
        #expect(sum.units == 1 && sum.quarantined == [0, 2])
    }

    @Test func aPhaseThatIsClosedStaysAsItIs() throws {
        let toy = try ToyRun(ToyPhase("a"))
        try toy.work("a", 0)
        try toy.commit("a")
        let before = try Files.readText(toy.run.committed(Self.a))
        try Files.remove(toy.run.seal(toy.unit("a", 0)))
        try toy.commit("a")
        #expect(try Files.readText(toy.run.committed(Self.a)) == before)
    }

    /// Attempts that died are swept away, those at units of other phases not.
    @Test func whatKilledAttemptsLeftGoesWithTheirPhase() throws {
        let toy = try ToyRun(ToyPhase("a"))
        try toy.work("a", 0)
        for name in ["a-00000.xyz", "a-text-00000.xyz", "ab-00000.xyz"] {
            try Files.makeFolder(toy.run.temporary + "/" + name)
        }
        try toy.commit("a")
        #expect(try Files.list(toy.run.temporary) == ["a-text-00000.xyz", "ab-00000.xyz"])
    }

    // MARK: The account of the run

    @Test func aPhaseGoesOnFromTheOneItsDocumentsAreOf() throws {
        let toy = try ToyRun(
            .counting("a", born: 10, written: 8), ToyPhase("decide"),
            .counting("b", count: 2, born: 4, written: 3, from: "a"))
        try toy.work("a", 0)
        try toy.commit("a")
        try toy.work("decide", 0)
        try toy.commit("decide")
        try toy.work("b", 0, 1)
        try toy.commit("b")
        let sum = try Committed.read(toy.run, Self.b)
        #expect(sum.ledger[.document].born == 8 && sum.ledger[.document].written == 6)
        #expect(sum.total[.document].born == 10 && sum.total[.document].written == 6)
        #expect(sum.total[.document].dropped == [.documentNSFW: 4])
        try sum.total.close()
    }

    /// A phase that was not given all that the one before handed on has lost something.
    @Test func aPhaseThatLostSomethingIsNotClosed() throws {
        let toy = try ToyRun(.counting("a", born: 10, written: 8), .counting("b", born: 7, written: 7, from: "a"))
        try toy.work("a", 0)
        try toy.commit("a")
        try toy.work("b", 0)
        #expect(
            words { try toy.commit("b") } == "b: the ledger of document does not balance: 7 born, 8 accounted for")
        #expect(try !toy.run.isCommitted(Self.b))
    }

    @Test func documentsThatWereCutAreAccountedFor() throws {
        var second = ToyPhase.counting("b", born: 10, written: 10, from: "a")
        second.work = { _, part in
            part.ledger.born(.document, 10)
            part.ledger.written(.document, 10)
            part.counts["split"] = 2
        }
        let toy = try ToyRun(.counting("a", born: 8, written: 8), second)
        try toy.work("a", 0)
        try toy.commit("a")
        try toy.work("b", 0)
        try toy.commit("b")
        #expect(try Committed.read(toy.run, Self.b).total[.document].born == 10)
    }

    @Test func aDamagedSumSaysWhatToDo() throws {
        let toy = try ToyRun(ToyPhase("a"))
        try Files.write("{}", to: toy.run.committed(Self.a))
        #expect(words { _ = try Committed.read(toy.run, Self.a) }.hasSuffix("delete it and commit the phase again"))
    }

    // MARK: What an engine is told

    @Test func openUnitsComeTheLargestFirst() throws {
        var phase = ToyPhase("a", count: 5)
        phase.costs = [5, 9, 1, 9, 7]
        let toy = try ToyRun(phase, ToyPhase("b"))
        try toy.work("a", 4)
        try toy.quarantine("a", 2, "x")
        let lines = try UnitList.open(of: Self.a, run: toy.run, phases: toy.phases)
        #expect(
            lines == [
                #"{"unit":"a/00001","phase":"a","index":1,"cost":9}"#,
                #"{"unit":"a/00003","phase":"a","index":3,"cost":9}"#,
                #"{"unit":"a/00000","phase":"a","index":0,"cost":5}"#,
            ])
        #expect(
            words { _ = try UnitList.open(of: Self.b, run: toy.run, phases: toy.phases) }
                == "phase 'b' waits for 'a' to be committed")
    }

    @Test func aUnitIsReleasedWhileItsPhaseIsOpen() throws {
        let toy = try ToyRun(ToyPhase("a", count: 2))
        func release(_ index: Int) -> String {
            words { try UnitList.release(toy.unit("a", index), run: toy.run, phases: toy.phases) }
        }
        #expect(release(0) == "the unit 'a/00000' is not quarantined")
        try toy.quarantine("a", 0, "x")
        #expect(release(0) == "")
        #expect(try UnitList.open(of: Self.a, run: toy.run, phases: toy.phases).count == 2)
        try toy.quarantine("a", 0, "x")
        try toy.work("a", 1)
        try toy.commit("a", allowQuarantined: 1)
        #expect(release(0).contains("was committed without it"))
    }

    @Test func aRunThatIsNotFinishedTellsHowFarItIs() throws {
        let toy = try ToyRun(
            .counting("a", count: 2, born: 5, written: 4), .counting("b", born: 8, written: 8, from: "a"))
        #expect(BegunRun(toy.run.path, phases: toy.phases)?.state.contains("0 of 2 units of a") == true)
        try toy.work("a", 1)
        let half = try #require(BegunRun(toy.run.path, phases: toy.phases))
        #expect(half.state == "the run is not finished; this is the account of 1 of 2 units of a")
        #expect(half.ledger[.document].born == 5)
        try toy.work("a", 0)
        try toy.commit("a")
        let whole = try #require(BegunRun(toy.run.path, phases: toy.phases))
        #expect(whole.state == "the run is not finished; this is its account up to a")
        #expect(whole.ledger[.document].born == 10)
        try Files.write("{}", to: toy.run.path + "/corpus.json")
        #expect(BegunRun(toy.run.path, phases: toy.phases) == nil)
        #expect(BegunRun(toy.scratch.path, phases: toy.phases) == nil)
    }

    @Test func theSumOfWhatIsDoneCountsThePhaseThatHandsOn() throws {
        let toy = try ToyRun(.counting("a", born: 5, written: 4), ToyPhase("decide"))
        try toy.work("a", 0)
        try toy.commit("a")
        let runner = Runner(run: toy.run, plan: try Plan.read(toy.run, toy.phases))
        let summary = try runner.summary(until: PhaseName(rawValue: "decide"))
        #expect(summary.contains("\"phase\":\"decide\",\"documents\":4,"))
    }
}
