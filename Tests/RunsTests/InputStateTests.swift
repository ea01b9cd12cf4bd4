import Configuration
import Platform
import Testing
import WebArchive

@testable import Runs

/// An input that is not what it was when the run was planned.
struct InputStateTests {
    /// A folder with a file of 100,000 bytes, and the state of the file.
    private static func withFile(_ body: (String, InputState) throws -> Void) throws {
        let folder = try Files.makeTemporaryFolder("quarry-state")
        defer { try? Files.remove(folder) }
        let path = folder + "/input"
        try Files.write((0..<100_000).map { UInt8(truncatingIfNeeded: $0 / 7) }, to: path)
        try body(path, try InputState(path: path))
    }

    @Test("the same file passes")
    func same() throws {
        try Self.withFile { path, state in
            #expect(state.bytes == 100_000)
            try state.check(path: path, isMoved: false)
        }
    }

    @Test("a file that is not there is unseen, which another machine may mend")
    func unseen() throws {
        try Self.withFile { path, state in
            try Files.remove(path)
            #expect {
                try state.check(path: path, isMoved: false)
            } throws: { if case PipelineError.unseen = $0 { true } else { false } }
        }
    }

    @Test("every file of a unit is looked at, not the first alone")
    func second() throws {
        try Self.withFile { path, _ in
            try Files.write([1, 2, 3], to: path + ".second")
            var parts = PlannedParts()
            parts.append(
                [(path, 100_000), (path + ".second", 3)].map { path, bytes in
                    ArchiveSource(
                        path: path, name: "input", format: .warc, begin: 0, end: bytes, containerBegin: 0,
                        containerEnd: bytes)
                })
            #expect(try parts.sources(of: 0).count == 2)
            try Files.write([1, 2], to: path + ".second")
            #expect {
                try parts.sources(of: 0)
            } throws: { "\($0)" == "\(path).second changed since the plan: it had 3 bytes and has 2" }
        }
    }

    @Test("another size is named")
    func cut() throws {
        try Self.withFile { path, state in
            try Files.write([1, 2, 3], to: path)
            #expect {
                try state.check(path: path, isMoved: true)
            } throws: { "\($0)" == "\(path) changed since the plan: it had 100000 bytes and has 3" }
        }
    }

    @Test("the same bytes written again are another file, unless it was moved")
    func writtenAgain() throws {
        try Self.withFile { path, state in
            let older = InputState(bytes: state.bytes, modified: state.modified - 1, sample: state.sample)
            #expect {
                try older.check(path: path, isMoved: false)
            } throws: { if case PipelineError.unusable = $0 { true } else { false } }
            try older.check(path: path, isMoved: true)
        }
    }

    @Test("a moved file with other bytes at its beginning or end is noticed", arguments: [0, 99_999])
    func otherBytes(place: Int) throws {
        try Self.withFile { path, state in
            var bytes = try Files.read(path)
            bytes[place] ^= 1
            try Files.write(bytes, to: path)
            #expect {
                try state.check(path: path, isMoved: true)
            } throws: { if case PipelineError.unusable = $0 { true } else { false } }
        }
    }
}
