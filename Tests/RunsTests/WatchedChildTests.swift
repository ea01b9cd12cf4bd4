import Glibc
import Platform
import TestKit
import Testing

@testable import Runs

/// A child that is watched: however it ends, it is said on which record.
@Suite struct WatchedChildTests {
    private func watch(_ script: String, record: Int?, seconds: Double = 60) throws -> WatchedChild.Ending {
        let shared = try ScratchFile()
        let beacon = try Beacon(shared)
        if let record { beacon.begin(record, done: 0) }
        let child = try ChildProcess(
            program: "/bin/sh", arguments: ["-c", script], sharing: shared)
        return WatchedChild(child, beacon, recordSeconds: seconds).wait()
    }

    @Test func anExitHasItsCodeAndLastWords() throws {
        #expect(try watch("echo bad luck >&2; exit 65", record: 7) == .exited(65, message: "bad luck"))
        #expect(try watch("exit 0", record: nil) == .exited(0, message: ""))
    }

    @Test func aDeathNamesTheRecord() throws {
        #expect(try watch("kill -SEGV $$", record: 7) == .died(signal: SIGSEGV, record: 7, message: ""))
        #expect(try watch("kill -KILL $$", record: nil) == .died(signal: SIGKILL, record: nil, message: ""))
    }

    /// A stop that this process was not told of is a death from outside.
    @Test func aStopOfTheChildAloneIsADeath() throws {
        #expect(try watch("exit 143", record: 7) == .died(signal: SIGTERM, record: nil, message: ""))
    }

    @Test func aRecordMayTakeSoMuchProcessorTime() throws {
        #expect(try watch("while :; do :; done", record: 3, seconds: 0.2) == .overran(record: 3))
    }

    /// Between records nothing is overrun.
    @Test func timeBetweenRecordsDoesNotCount() throws {
        #expect(
            try watch("i=0; while [ $i -lt 200000 ]; do i=$((i+1)); done", record: nil, seconds: 0.05)
                == .exited(0, message: ""))
    }
}
