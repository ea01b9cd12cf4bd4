import Configuration
import Documents
import Facts
import Platform
import TestKit
import Testing

@testable import Runs

/// One unit in this process: what is visible of it, and when.
@Suite struct WorkerTests {
    @Test func aUnitsFilesAppearWithTheirSeal() throws {
        var phase = ToyPhase("a", count: 2)
        phase.work = { context, part in
            try Files.write("hello", to: context.file("x"))
            part.ledger.born(.image, 2)
            part.ledger.written(.image, 2)
            part.counts = ["b": 2, "a": 1]
        }
        let toy = try ToyRun(phase)
        try toy.work("a", 1)
        let unit = toy.unit("a", 1)
        #expect(try toy.run.isSealed(unit) && !toy.run.isSealed(toy.unit("a", 0)))
        #expect(try Files.list(toy.run.part(unit)) == ["x"])
        let part = try SealedPart.read(toy.run.seal(unit))
        #expect(part.unit == "a/00001" && part.files == [.init(name: "x", bytes: 5, sha256: SHA256.hash("hello").hex)])
        #expect(part.ledger[.image].born == 2 && part.counts == ["a": 1, "b": 2])
        #expect(try Files.list(toy.run.temporary) == [])
        #expect(try Files.readText(toy.run.seal(unit)).contains("\"counts\":{\"a\":1,\"b\":2}"))
    }

    /// What does not balance leaves nothing that anyone could take for a part.
    @Test func aUnitThatDoesNotBalanceLeavesNothing() throws {
        var phase = ToyPhase("a")
        phase.work = { context, part in
            try Files.write("hello", to: context.file("x"))
            part.ledger.born(.image, 2)
            part.ledger.written(.image)
        }
        let toy = try ToyRun(phase)
        let error = #expect(throws: PipelineError.self) { try toy.work("a", 0) }
        guard case .imbalance(let words)? = error else {
            Issue.record("\(error.map { "\($0)" } ?? "")")
            return
        }
        #expect(words == "a/00000: the ledger of image does not balance: 2 born, 1 accounted for")
        #expect(try !toy.run.isSealed(toy.unit("a", 0)) && !Files.exists(toy.run.part(toy.unit("a", 0))))
        #expect(try Files.list(toy.run.temporary) == [])
    }

    @Test func aSealedUnitIsNotDoneAgain() throws {
        let toy = try ToyRun(ToyPhase("a"))
        try toy.work("a", 0)
        let out = toy.run.part(toy.unit("a", 0)) + "/out"
        try Files.write("mark", to: out)
        try toy.work("a", 0)
        #expect(try Files.readText(out) == "mark")
        try Files.remove(toy.run.seal(toy.unit("a", 0)))
        try toy.work("a", 0)
        #expect(try Files.readText(out) == "unit 0", "what lies there without a seal is no part")
    }

    @Test func aUnitWaitsForThePhaseBefore() throws {
        let toy = try ToyRun(ToyPhase("a"), ToyPhase("b"))
        try toy.work("a", 0)
        #expect(words { try toy.work("b", 0) } == "b/00000 cannot begin: phase 'a' is not committed")
        try toy.commit("a")
        try toy.work("b", 0)
        #expect(try toy.run.isSealed(toy.unit("b", 0)))
    }

    @Test func unitsAndPhasesThatThereAreNot() throws {
        let toy = try ToyRun(ToyPhase("extract", count: 2))
        #expect(words { try toy.work("extract", 2) } == "there is no unit 'extract/00002' in this run")
        #expect(
            words { try toy.work("extrakt", 0) }
                == "there is no phase 'extrakt'; did you mean 'extract'? (phases: extract)")
    }

    @Test func quarantinedUnitsAreNotRead() throws {
        nonisolated(unsafe) var seen: [Int] = []
        var second = ToyPhase("b")
        second.work = { context, _ in seen = try context.units(of: PhaseName(rawValue: "a")) }
        let toy = try ToyRun(ToyPhase("a", count: 3), second)
        try toy.work("a", 0, 2)
        try toy.quarantine("a", 1, "no page")
        try toy.commit("a", allowQuarantined: 1)
        try toy.work("b", 0)
        #expect(seen == [0, 2])
    }

    /// What a worker left beside, less than, or other than what it sealed is no part.
    @Test func whatAWorkerLeftIsHeldToItsSeal() throws {
        let toy = try ToyRun(ToyPhase("a"))
        let unit = toy.unit("a", 0)
        func publish(_ sealed: [String: Int]) -> String {
            let folder = toy.run.newAttempt(unit)
            return words {
                try Files.makeFolder(folder)
                try Files.write("hello", to: folder + "/x")
                var part = SealedPart(unit: unit)
                part.files = sealed.map { .init(name: $0.key, bytes: $0.value, sha256: "") }
                try part.write(to: folder + "/unit.sealed")
                try Worker.publish(folder, as: unit, toy.run)
            }
        }
        for sealed in [["x": 5, "y": 1], [:], ["x": 4], ["y": 5]] {
            #expect(publish(sealed) == "a/00000: the worker's files are not those of its seal")
            #expect(try !toy.run.isSealed(unit))
        }
        #expect(try publish(["x": 5]) == "" && toy.run.isSealed(unit))
        #expect(try Files.readText(toy.run.part(unit) + "/x") == "hello")
    }

    // MARK: Records that are gone around

    @Test func recordsToSkipAreKeptSorted() throws {
        let scratch = try Scratch()
        var skips = try Skips.read(scratch.file("none"))
        #expect(skips.reasons.isEmpty)
        try skips.add(10, .pageCrashed, path: scratch.file("s"))
        try skips.add(9, .imageDeadline, path: scratch.file("s"))
        #expect(
            try Files.readText(scratch.file("s"))
                == "{\"record\":9,\"reason\":\"image.deadline\"}\n{\"record\":10,\"reason\":\"page.crashed\"}\n")
        let read = try Skips.read(scratch.file("s"))
        #expect(read == skips && read[10] == .pageCrashed && read[6] == nil)
        try Files.write(
            "{\"record\":1}\nhalf a li\n{\"record\":2,\"reason\":\"page.crashed\"}\n", to: scratch.file("s"))
        #expect(try Skips.read(scratch.file("s")).reasons == [2: .pageCrashed])
    }

    @Test func aBeaconTellsTheRecordAndWhatIsDone() {
        let beacon = Beacon()
        #expect(beacon.record == nil && beacon.sequence == 0)
        beacon.begin(0, done: 7)
        #expect(beacon.record == 0 && beacon.done == 7 && beacon.sequence == 1)
        beacon.begin(0, done: 8)
        #expect(beacon.sequence == 2, "the same record again is another one")
        beacon.end()
        #expect(beacon.record == nil && beacon.done == 8)
        beacon.dropped = Dropped(records: 3, documents: 4)
        #expect(beacon.dropped == Dropped(records: 3, documents: 4) && beacon.done == 8)
    }

    @Test func whatIsDroppedIsSaidInWords() {
        #expect(Dropped.none.words == nil)
        #expect(Dropped(records: 0, documents: 1204).words == "dropped 1,204 documents")
        #expect(
            (Dropped(records: 3, documents: 1) + Dropped(records: 4, documents: 0)).words
                == "dropped 7 records, 1 documents")
        var ledger = Ledger()
        ledger.dropped(.pageEmpty, 2)
        ledger.dropped(.recordRevisit)
        ledger.dropped(.imageBlank, 9)
        #expect(Dropped(ledger) == Dropped(records: 1, documents: 2))
    }

    @Test(arguments: ["{}", "", #"{"unit":"a/00001","files":[{"name":"x"}],"ledger":{}}"#, "nothing"])
    func whatIsNoSealIsDamaged(text: String) throws {
        let scratch = try Scratch()
        try Files.write(text, to: scratch.file("s"))
        #expect(words { _ = try SealedPart.read(scratch.file("s")) }.hasSuffix("delete it and the unit is done again"))
    }

    // MARK: Names

    @Test(arguments: [
        ("extract/00012", "extract", 12), ("a/123456", "a", 123_456), ("deduplicate-text/00000", "deduplicate-text", 0),
    ])
    func unitsAreReadAsTheyAreWritten(text: String, phase: String, index: Int) throws {
        let unit = try #require(WorkUnit(text))
        #expect(unit.phase.rawValue == phase && unit.index == index && unit.description == text)
    }

    @Test(arguments: ["", "extract", "extract/1", "extract/-0001", "/00001", "extract/00001/2", "extract/0000x"])
    func whatIsNoUnit(text: String) { #expect(WorkUnit(text) == nil) }

    @Test func placesOfARun() {
        let run = RunFolder("/c/")
        let unit = WorkUnit(phase: PhaseName(rawValue: "a"), index: 3)
        #expect(run.part(unit) == "/c/work/a/00003" && run.seal(unit) == "/c/work/a/00003.sealed")
        #expect(run.quarantine(unit) == "/c/work/a/00003.quarantine" && run.skips(unit) == "/c/work/a/00003.skips")
        #expect(RunFolder("").path == "." && RunFolder("/").path == "/")
        #expect(run.newAttempt(unit).hasPrefix("/c/work/tmp/a-00003.") && run.newAttempt(unit) != run.newAttempt(unit))
        let name = PhaseName(rawValue: "near")
        #expect(RunFolder.isAttempt("near-00003.abc", at: name))
        #expect(!RunFolder.isAttempt("near-text-00003.abc", at: name) && !RunFolder.isAttempt("nearer-0", at: name))
    }
}
