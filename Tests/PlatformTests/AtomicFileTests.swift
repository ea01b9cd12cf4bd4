import Glibc
import Platform
import TestKit
import Testing

/// Files that are there whole or not at all.
@Suite struct AtomicFileTests {
    private let scratch: Scratch
    private var path: String { scratch.file("file") }

    init() throws { scratch = try Scratch() }

    @Test func nothingIsSeenUnderTheNameBeforeTheCommit() throws {
        var file = try AtomicFile(path: path)
        try file.write(Array("new".utf8))
        #expect(!Files.exists(path))
        #expect(try Files.list(scratch.path).count == 1)
        try file.commit()
        #expect(try Files.readText(path) == "new")
        #expect(try Files.list(scratch.path) == ["file"])
    }

    @Test func theOldContentStaysUntilTheCommitAndAfterADrop() throws {
        try Files.write("old", to: path)
        do {
            var file = try AtomicFile(path: path)
            try file.write(Array("half".utf8))
            #expect(try Files.readText(path) == "old")
        }
        #expect(try Files.readText(path) == "old")
        #expect(try Files.list(scratch.path) == ["file"])
    }

    /// Writes below, at and above the size of the buffer (256 KiB), in every order: nothing is lost and nothing comes twice.
    @Test(arguments: [
        [0], [1], [262_143], [262_144], [262_145], [1, 262_144, 1], [200_000, 200_000, 200_000], [262_143, 1, 1],
        [600_000, 3],
        [3, 600_000, 3, 0, 262_144],
    ])
    func bytesArriveInOrderWhateverTheirSizes(sizes: [Int]) throws {
        var file = try AtomicFile(path: path)
        var expected: [UInt8] = []
        for (index, size) in sizes.enumerated() {
            let bytes = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ index) }
            try file.write(bytes)
            expected += bytes
            #expect(file.count == expected.count)
        }
        try file.commit()
        #expect(try Files.read(path) == expected)
        #expect(try Files.size(path) == sizes.reduce(0, +))
    }

    @Test func aFolderThatIsNotThereIsNamed() {
        let missing = scratch.file("absent/file")
        let error = #expect(throws: SystemError.self) { try Files.write("x", to: missing) }
        #expect(error?.code == ENOENT && error?.operation == "create" && error?.path.hasPrefix(missing) == true)
        #expect(error?.isPathFault == true && error?.isStorageFault == false)
    }

    /// A folder in the place of the file: the rename fails, and the temporary file goes.
    @Test func aFailedRenameLeavesNothing() throws {
        try Files.makeFolder(path + "/inside")
        let error = #expect(throws: SystemError.self) { try Files.write("x", to: path) }
        #expect(error?.operation == "rename" && error?.path == path)
        #expect(try Files.list(scratch.path) == ["file"])
    }

    /// A limit on the size of files stands for a full disk: writing says which file, and nothing stays behind.
    @Test(.enabled(if: Files.exists("/dev/full"), "needs /dev/full")) func aFullDiskIsAStorageFault() {
        let error = SystemError("write", path: "/dev/full", code: ENOSPC)
        #expect(error.isStorageFault && !error.isPathFault)
        #expect(error.description == "write /dev/full: No space left on device")
    }
}
