import Glibc
import Platform
import TestKit
import Testing

/// What a person names after `--output` is never replaced when it is no file of theirs.
@Suite struct OutputFileTests {
    @Test func aFileAppearsWholeAndTakesThePlaceOfAnother() throws {
        let scratch = try Scratch()
        try OutputFile.write("one", to: scratch.file("a"))
        try OutputFile.write("two", to: scratch.file("a"))
        #expect(try Files.readText(scratch.file("a")) == "two")
        #expect(try Files.list(scratch.path) == ["a"])
    }

    @Test func aPipeIsWrittenAndStaysAPipe() throws {
        let scratch = try Scratch()
        let path = scratch.file("pipe")
        #expect(mkfifo(path, 0o600) == 0)
        let reader = open(path, O_RDONLY | O_NONBLOCK)
        defer { close(reader) }
        try OutputFile.write("words", to: path)
        var bytes = [UInt8](repeating: 0, count: 16)
        #expect(read(reader, &bytes, bytes.count) == 5 && bytes.starts(with: "words".utf8))
        #expect(Files.exists(path) && !Files.isFile(path))
    }

    /// A device that has no room, behind a link: its error comes through, and both are what they were.
    @Test func aDeviceIsOpenedAndNotReplaced() throws {
        let scratch = try Scratch()
        let path = scratch.file("full")
        #expect(symlink("/dev/full", path) == 0)
        #expect(throws: StorageError.system(SystemError("write", path: path, code: ENOSPC))) {
            try OutputFile.write("words", to: path)
        }
        var status = stat()
        #expect(lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFLNK)
        #expect(stat("/dev/full", &status) == 0 && status.st_mode & S_IFMT == S_IFCHR)
    }

    @Test func aLinkStaysALinkToWhatIsWritten() throws {
        let scratch = try Scratch()
        try Files.write("old", to: scratch.file("there"))
        #expect(symlink(scratch.file("there"), scratch.file("link")) == 0)
        try OutputFile.write("new", to: scratch.file("link"))
        #expect(!Files.isOwnFile(scratch.file("link")))
        #expect(try Files.readText(scratch.file("there")) == "new")
    }

    @Test(arguments: [
        "corpus.json", "index.sqlite", "README.md", "shards/shard-00000.jsonl.zst", "images/new.tar", "scores/m/x",
    ])
    func whatBelongsToACorpusIsRefused(name: String) throws {
        let scratch = try Scratch()
        for folder in ["shards", "images", "scores/m"] { try Files.makeFolder(scratch.file(folder)) }
        for file in ["corpus.json", "index.sqlite", "README.md", "shards/shard-00000.jsonl.zst"] {
            try Files.write("mine", to: scratch.file(file))
        }
        let link = scratch.path + ".link"
        defer { unlink(link) }
        #expect(symlink(scratch.file(name), link) == 0)
        for path in [scratch.file(name)] + (Files.exists(link) ? [link] : []) {
            #expect(throws: StorageError.self) { try OutputFile.write("other", to: path) }
        }
        #expect(try !Files.exists(scratch.file(name)) || Files.readText(scratch.file(name)) == "mine")
        try OutputFile.write("notes", to: scratch.file("notes.html"))
    }

    @Test func aFolderIsRefused() throws {
        let scratch = try Scratch()
        #expect(throws: StorageError.self) { try OutputFile.check(scratch.path) }
    }
}
