import Configuration
import Glibc
import Platform
import TestKit
import Testing

@testable import Runs

/// A lock in a folder that somebody else may have prepared writes in no file but itself.
@Suite struct RunLockTests {
    @Test func whatALinkLeadsToIsLeftAlone() throws {
        let scratch = try Scratch()
        try Files.write("mine", to: scratch.file("victim"))
        #expect(symlink(scratch.file("victim"), scratch.file("soft")) == 0)
        #expect(link(scratch.file("victim"), scratch.file("hard")) == 0)
        #expect(mkfifo(scratch.file("pipe"), 0o600) == 0)
        for name in ["soft", "hard", "pipe"] {
            #expect(throws: PipelineError.self, "\(name)") { _ = try RunLock(path: scratch.file(name)) }
        }
        #expect(try Files.readText(scratch.file("victim")) == "mine")
    }

    @Test func oneAtATime() throws {
        let scratch = try Scratch()
        let lock = try RunLock(path: scratch.file("lock"))
        #expect(throws: PipelineError.self) { _ = try RunLock(path: scratch.file("lock")) }
        lock.release()
        try RunLock(path: scratch.file("lock")).release()
    }
}
