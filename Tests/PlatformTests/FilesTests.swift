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
        #expect(throws: SystemError.self) { try Files.read(folder + "/absent") }
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
