import Glibc
import Platform
import TestKit
import Testing

@Suite struct FilesTests {
    @Test func atomicFilesAreThereWholeOrNotAtAll() throws {
        let scratch = try Scratch()
        let folder = scratch.path
        try Files.makeFolder(folder + "/a/b")
        do {
            var dropped = try AtomicFile(path: folder + "/dropped")
            try dropped.write([1, 2, 3])
        }
        try Files.write("hello", to: folder + "/kept")
        #expect(try Files.list(folder) == ["a", "kept"])
        #expect(try Files.readText(folder + "/kept") == "hello")
        #expect(try Files.read(folder + "/kept", offset: 3, count: 10) == Array("lo".utf8))
        let pieces = try Files.read(folder + "/kept", pieces: [(3, 10), (0, 2), (9, 1)])
        #expect(pieces == Array("lohe".utf8))
        #expect(throws: SystemError.self) { try Files.read(folder + "/absent") }
    }

    /// Offset and count may come from somebody else's index: no memory is taken that the file has no bytes for.
    @Test(arguments: [(0, Int.max), (Int.max, 1), (-1, 1), (0, -1), (Int.min, Int.max), (3, 1 << 60)])
    func aReadIsBoundedByTheFile(offset: Int, count: Int) throws {
        let scratch = try Scratch()
        try Files.write("hello", to: scratch.file("a"))
        let expected = offset >= 0 && offset <= 5 && count >= 0 ? Array("hello".utf8.dropFirst(offset)) : []
        #expect(try Files.read(scratch.file("a"), offset: offset, count: count) == expected)
    }

    @Test func aPipeOrADeviceIsNotRead() throws {
        let scratch = try Scratch()
        #expect(mkfifo(scratch.file("pipe"), 0o600) == 0)
        for path in [scratch.file("pipe"), "/dev/zero"] {
            #expect(throws: SystemError.self) { try Files.read(path, offset: 0, count: 16) }
            #expect(throws: SystemError.self) { try Files.read(path, pieces: [(0, 16)]) }
            #expect(throws: SystemError.self) { try Files.readPieces(path) { _ in } }
        }
    }

    /// A name that somebody could foresee leads nowhere: a link there is not followed.
    @Test func aTemporaryFileIsNotWrittenThroughALink() throws {
        let scratch = try Scratch()
        try Files.write("mine", to: scratch.file("victim"))
        for name in ["a.tmp.0", "a.tmp.\(getpid())"] {
            #expect(symlink(scratch.file("victim"), scratch.file(name)) == 0)
        }
        try Files.write("words", to: scratch.file("a"))
        #expect(try Files.readText(scratch.file("victim")) == "mine")
        #expect(try Files.readText(scratch.file("a")) == "words")
        #expect(try Files.list(scratch.path) == ["a", "a.tmp.\(getpid())", "victim"])
    }

    @Test func whatAKilledWriterLeftGoesWithTheNextFileOfThatName() throws {
        let scratch = try Scratch()
        try Files.write("half", to: scratch.file("other"))
        #expect(rename(scratch.file("other"), scratch.file("a.tmp.0")) == 0)
        try Files.write("whole", to: scratch.file("a"))
        #expect(try Files.list(scratch.path) == ["a"])
        #expect(try Files.readText(scratch.file("a")) == "whole")
    }

    /// Two that write one file at a time: neither takes the other's for abandoned, and the last one's is there.
    @Test func twoWritersOfOneFileDoNotMeet() throws {
        let scratch = try Scratch()
        var one = try AtomicFile(path: scratch.file("a"))
        try one.write([1])
        var two = try AtomicFile(path: scratch.file("a"))
        try two.write([2, 2])
        try two.commit()
        #expect(try Files.read(scratch.file("a")) == [2, 2])
        try one.commit()
        #expect(try Files.read(scratch.file("a")) == [1])
        #expect(try Files.list(scratch.path) == ["a"])
    }

    @Test func errorsHaveTheCodeOfTheirKind() {
        func code(_ error: Int32) -> Int32 { SystemError("write", path: "x", code: error).exitCode }
        #expect([ENOSPC, EDQUOT, EIO, EFBIG, EROFS].map(code) == [74, 74, 74, 74, 74])
        #expect([EMFILE, ENFILE, ENOMEM].map(code) == [75, 75, 75])
        #expect(code(ENOENT) == 3)
    }

    @Test func temporaryFoldersAreEachOnesOwnAndGoWithAllThatIsInThem() throws {
        let scratch = try Scratch()
        let folder = try Files.makeTemporaryFolder("one", in: scratch.path)
        let other = try Files.makeTemporaryFolder("one", in: scratch.path)
        #expect(folder != other && folder.hasPrefix(scratch.path + "/one."))
        try Files.makeFolder(folder + "/a/b")
        try Files.write("x", to: folder + "/a/b/c")
        // A name that is not UTF-8.
        let latin = Array((folder + "/a/caf").utf8CString.dropLast()) + [CChar(bitPattern: 0xE9), 0]
        let descriptor = open(latin, O_CREAT | O_WRONLY, 0o644)
        #expect(descriptor >= 0 && close(descriptor) == 0)
        #expect(symlink(other, folder + "/a/link") == 0)
        try Files.write("y", to: other + "/kept")
        try Files.remove(folder)
        #expect(try Files.list(scratch.path).count == 1)
        #expect(try Files.list(other) == ["kept"])
        #expect(throws: SystemError.self) { try Files.makeTemporaryFolder("one", in: scratch.file("absent")) }
    }
}
