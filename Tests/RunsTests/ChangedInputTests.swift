import Configuration
import Foundation
import Platform
import TestKit
import Testing
import WebArchive

@testable import Runs

/// Inputs that become others between the plan and the seal, or between a seal and the command that resumes.
@Suite struct ChangedInputTests {
    private static let bytes = (0..<400_000).map { UInt8(truncatingIfNeeded: $0 / 7) }

    /// A unit that reads one file, to which something happens meanwhile.
    private func work(_ happens: @escaping @Sendable (String) throws -> Void) throws -> (ToyRun, words: String) {
        let scratch = try Scratch()
        let path = try scratch.write(Self.bytes, "input")
        var phase = ToyPhase("a")
        phase.inputs = [path, scratch.path]
        phase.work = { context, _ in
            try Files.write("half of it", to: context.file("out"))
            try happens(path)
        }
        let toy = try ToyRun(phase)
        return (toy, words { try toy.work("a", 0) }.replacing(scratch.path, with: ""))
    }

    @Test func aUnitOverAFileThatStaysIsSealed() throws {
        // Another file beside it, and another name for it, change nothing that the unit read.
        let (toy, words) = try work { path in
            try Files.write("x", to: path + ".other")
            #expect(link(path, path + ".link") == 0)
        }
        #expect(try words.isEmpty && toy.run.isSealed(toy.unit("a", 0)))
    }

    @Test(arguments: ["longer", "shorter", "other bytes", "another file", "gone"])
    func aUnitOverAFileThatChangesIsNotSealed(how: String) throws {
        let (toy, words) = try work { path in
            switch how {
            case "longer": try Files.append([0], to: path)
            case "shorter": #expect(truncate(path, 5) == 0)
            case "other bytes":
                let file = try #require(FileHandle(forWritingAtPath: path))
                try file.seek(toOffset: 7)
                file.write(Data([1]))
            case "another file":
                // With the same time and size: only its number tells.
                var status = stat()
                #expect(stat(path, &status) == 0)
                try Files.write(Self.bytes.reversed(), to: path + ".new")
                let times = [status.st_atim, status.st_mtim]
                #expect(utimensat(AT_FDCWD, path + ".new", times, 0) == 0 && rename(path + ".new", path) == 0)
            default: try Files.remove(path)
            }
        }
        #expect(words == "/input changed while it was read")
        #expect(try !toy.run.isSealed(toy.unit("a", 0)) && !Files.exists(toy.run.part(toy.unit("a", 0))))
        #expect(try Files.list(toy.run.temporary).isEmpty)
    }

    // MARK: what was read

    @Test func whatUnitsReadIsInTheirSealsAndSums() throws {
        var phase = ToyPhase("a", count: 2)
        phase.work = { context, part in part.read = ReadBytes(count: 5 + context.unit.index, digest: .max) }
        let toy = try ToyRun(phase, ToyPhase("b"))
        try toy.work("a", 0, 1)
        try toy.commit("a")
        let read = try SealedPart.read(toy.run.seal(toy.unit("a", 1))).read
        #expect(read == ReadBytes(count: 6, digest: .max))
        var sum = ReadBytes()
        sum.add(ReadBytes(count: 5, digest: .max))
        sum.add(ReadBytes(count: 6, digest: .max))
        #expect(try Committed.read(toy.run, PhaseName(rawValue: "a")).read == sum && sum.count == 11)
        try toy.work("b", 0)
        #expect(try SealedPart.read(toy.run.seal(toy.unit("b", 0))).read == nil)
    }

    /// A run of one file whose only unit is sealed.
    private final class Done {
        let scratch: Scratch
        let path: String
        let run: RunFolder
        let phases: PhaseList

        init() throws {
            scratch = try Scratch()
            path = try scratch.write(ChangedInputTests.bytes, "input")
            var phase = ToyPhase("a")
            phase.inputs = [path]
            phase.work = { context, part in
                var read = ReadBytes()
                for source in try context.plan.parts.sources(of: 0) { read.add(try WindowHash(source).finish()) }
                part.read = read
            }
            phases = PhaseList([phase])
            run = RunFolder(scratch.file("corpus"))
            try begin()
            try Worker.work(WorkUnit(phase: phase.name, index: 0), run: run, phases: phases)
        }

        /// The command that began the run, given again.
        func begin() throws {
            var parts = PlannedParts()
            let whole = 0..<ChangedInputTests.bytes.count
            parts.append([
                ArchiveSource(
                    path: path, name: "input", format: .warc, begin: 0, end: whole.upperBound, containerBegin: 0,
                    containerEnd: whole.upperBound)
            ])
            let pipeline = try Pipeline.parse("name: toy\n", file: "t.yaml", folder: scratch.path)
            let plan = Plan(
                pipeline: pipeline, folder: scratch.path, inputs: [], parts: parts, exchange: (1, nil), phases: phases)
            try Runner(run: run, plan: plan).begin()
        }

        func change(at place: Int, to byte: UInt8) throws {
            let file = try #require(FileHandle(forWritingAtPath: path))
            try file.seek(toOffset: UInt64(place))
            file.write(Data([byte]))
            #expect(utimensat(AT_FDCWD, path, [timespec(), timespec(tv_sec: 1_000, tv_nsec: 0)], 0) == 0)
        }
    }

    /// The sample of the plan does not have this byte.
    private static let between = 30_000

    @Test func aRunIsResumedOverTheSameBytes() throws {
        let done = try Done()
        try done.begin()
        try done.change(at: Self.between, to: Self.bytes[Self.between])
        try done.begin()
    }

    @Test func aRunWhoseSealedUnitsReadOtherBytesIsNotResumed() throws {
        let done = try Done()
        try done.change(at: Self.between, to: 255 - Self.bytes[Self.between])
        let said = words { try done.begin() }
        #expect(
            said
                == "\(done.path) changed since a/00000 read it: put it back as it was, or begin anew with another --output"
        )
        try done.change(at: Self.between, to: Self.bytes[Self.between])
        try done.begin()
    }

    @Test func unitsThatAreStillToBeDoneSayItThemselves() throws {
        let done = try Done()
        try Files.remove(done.run.seal(WorkUnit(phase: PhaseName(rawValue: "a"), index: 0)))
        try done.change(at: Self.between, to: 255 - Self.bytes[Self.between])
        try done.begin()
    }
}
