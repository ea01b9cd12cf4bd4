import Glibc
import Platform
import TestKit
import Testing

/// Reading parts, listing, moving and removing.
@Suite struct PathTests {
    private let scratch: Scratch

    init() throws { scratch = try Scratch() }

    private func fault(_ body: () throws -> Void) -> SystemError? { #expect(throws: SystemError.self) { try body() } }

    // MARK: reading

    @Test func partsOfAFile() throws {
        let path = try scratch.write(Array(0..<100), "file")
        let parts: [(Int, Int, [UInt8])] = [
            (0, 3, [0, 1, 2]), (97, 3, [97, 98, 99]), (98, 10, [98, 99]), (100, 5, []), (1000, 5, []), (50, 0, []),
        ]
        for (offset, count, bytes) in parts { #expect(try Files.read(path, offset: offset, count: count) == bytes) }
        #expect(fault { _ = try Files.read(scratch.file("no"), offset: 0, count: 1) }?.code == ENOENT)
    }

    @Test(arguments: [0, 1, 1 << 20, 1 << 20 + 1, 3 << 20 - 7]) func piecesAreTheWholeFileInOrder(size: Int) throws {
        let bytes = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 13 &+ $0 >> 16) }
        let path = try scratch.write(bytes, "file")
        var (seen, largest): ([UInt8], Int) = ([], 0)
        try Files.readPieces(path) { piece in
            seen += piece
            largest = max(largest, piece.count)
        }
        #expect(seen == bytes && largest <= 1 << 20)
    }

    @Test func textIsMendedAndCutByBytes() throws {
        let path = try scratch.write([0x61, 0xFF, 0x62, 0xC3, 0xA9], "file")
        #expect(try Files.readText(path) == "a\u{FFFD}bé")
        #expect(try Files.readText(path, limit: 1) == "a")
        #expect(try Files.readText(path, limit: 4) == "a\u{FFFD}b\u{FFFD}")
        #expect(try Files.readText(path, limit: 99) == "a\u{FFFD}bé")
        // A file of /proc says that it has no bytes, and has some.
        #expect(try Files.readText("/proc/self/stat", limit: 1000).hasPrefix("\(getpid()) "))
    }

    // MARK: folders

    @Test func foldersAreMadeWithThoseAboveThem() throws {
        let path = scratch.file("a/b/c")
        try Files.makeFolder(path)
        try Files.makeFolder(path)
        #expect(Files.isFolder(path) && Files.isFolder(scratch.file("a")))
        try Files.write("x", to: scratch.file("file"))
        #expect(fault { try Files.makeFolder(scratch.file("file/below")) }?.isPathFault == true)
        #expect(try Files.isThere(scratch.file("file")) && !Files.isThere(scratch.file("file/below")))
        #expect(try !Files.isThere(scratch.file("none")))
    }

    @Test func namesAreSortedByBytesWithoutTheFolderItself() throws {
        for name in ["b", "a", "B", "é", ".hidden", "a.b", "10", "9"] { _ = try scratch.write([], name) }
        #expect(try Files.list(scratch.path) == [".hidden", "10", "9", "B", "a", "a.b", "b", "é"])
        #expect(fault { _ = try Files.list(scratch.file("no")) }?.operation == "open")
    }

    @Test func kindsAreToldApart() throws {
        let (file, folder) = (try scratch.write([1, 2], "file"), scratch.file("folder"))
        try Files.makeFolder(folder)
        #expect(symlink(file, scratch.file("link")) == 0 && symlink("nowhere", scratch.file("broken")) == 0)
        #expect(Files.exists(file) && Files.isFile(file) && !Files.isFolder(file))
        #expect(Files.exists(folder) && !Files.isFile(folder) && Files.isFolder(folder))
        #expect(Files.isFile(scratch.file("link")) && !Files.exists(scratch.file("broken")))
        #expect(Files.exists("/dev/null") && !Files.isFile("/dev/null"))
        #expect(try Files.size(file) == 2 && Files.size(scratch.file("link")) == 2)
        #expect(fault { _ = try Files.size(scratch.file("broken")) }?.code == ENOENT)
    }

    // MARK: moving and removing

    @Test func movingReplacesWhatIsThere() throws {
        let (from, to) = (try scratch.write([1], "from"), try scratch.write([2], "to"))
        try Files.move(from, to: to)
        #expect(try Files.read(to) == [1] && !Files.exists(from))
        let error = fault { try Files.move(from, to: to) }
        #expect(error?.operation == "rename" && error?.path == to && error?.code == ENOENT)
    }

    @Test func aLinkIsTheSameFile() throws {
        let (from, to) = (try scratch.write([1, 2, 3], "from"), scratch.file("to"))
        try Files.linkOrCopy(from, to: to)
        #expect(try Files.read(to) == [1, 2, 3] && Files.exists(from))
        #expect(fault { try Files.linkOrCopy(from, to: to) }?.code == EEXIST)
        #expect(fault { try Files.linkOrCopy(scratch.file("no"), to: scratch.file("x")) }?.code == ENOENT)
    }

    @Test func removingWhatIsNotThereIsNoError() throws {
        try Files.remove(scratch.file("no"))
        try Files.remove(try scratch.write([], "file"))
        #expect(!Files.exists(scratch.file("file")))
    }

    /// A link is removed, never what it leads to.
    @Test func linksAreNotFollowed() throws {
        try Files.makeFolder(scratch.file("kept"))
        _ = try scratch.write([1], "kept/file")
        #expect(symlink(scratch.file("kept"), scratch.file("link")) == 0)
        try Files.remove(scratch.file("link"))
        #expect(try Files.list(scratch.file("kept")) == ["file"] && Files.list(scratch.path) == ["kept"])
    }

    @Test func temporaryFoldersAreForOneUser() throws {
        let folder = try Files.makeTemporaryFolder("x", in: scratch.path)
        var status = stat()
        #expect(stat(folder, &status) == 0 && status.st_mode & 0o777 == 0o700)
        #expect(try Files.list(folder) == [])
    }

    // MARK: errors

    @Test func faultsAreOfThePathOrOfTheStorageOrOfNeither() {
        let kinds: [(Int32, path: Bool, storage: Bool)] = [
            (ENOENT, true, false), (ENOTDIR, true, false), (EISDIR, true, false), (ENODEV, true, false),
            (EACCES, true, false),
            (ELOOP, true, false), (ENAMETOOLONG, true, false), (ENOSPC, false, true), (EDQUOT, false, true),
            (EROFS, false, true),
            (EIO, false, true), (EFBIG, false, true), (EINTR, false, false), (ENOMEM, false, false),
            (EMFILE, false, false),
        ]
        for (code, path, storage) in kinds {
            let error = SystemError("open", path: "/x", code: code)
            #expect(error.isPathFault == path && error.isStorageFault == storage, "\(error)")
        }
        #expect(SystemError("open", path: "/x", code: ENOENT).description == "open /x: No such file or directory")
        errno = EACCES
        #expect(SystemError("open", path: "/x").code == EACCES)
    }
}
