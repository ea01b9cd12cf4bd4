import CorpusFiles
import Documents
import Facts
import Inspection
import Platform
import TestKit
import Testing

/// A corpus of every released format stays readable: `Released/FORMAT` was written by the release that brought the format
/// (three pages of a made-up town; 1.1 is a selection of 1.0) and is never written again.
@Suite struct ReleasedCorporaTests {
    static let folder = Repository.root + "/Tests/InspectionTests/Released"

    @Test(arguments: ["1.0", "1.1"]) func itsDocumentsAndImagesAreAsTheyWere(format: String) throws {
        let corpus = try Corpus(folder: Self.folder + "/" + format)
        #expect(corpus.manifest.counts.documents == 3 && corpus.manifest.counts.words == 106)
        let row = try #require(try corpus.index.document(number: 1))
        #expect(row.url == "http://town.example/1" && row.title == "Page 1" && row.profile.words == 37)
        let document = try corpus.document(of: row)
        #expect(
            document.text.hasPrefix(
                "Behind the old market a narrow street leads up the hill to the church, from which one can see the islands"
            ))
        let image = try #require(document.images.first)
        #expect(image.alt == "A view" && image.url == "http://town.example/view-1.png")
        let signals = try #require(image.signals)
        #expect((signals.width, signals.height, signals.format) == (161, 120, "png"))
        let stored = try #require(try corpus.index.images(sha256Prefix: signals.sha256).first)
        #expect(try SHA256.hash(corpus.bytes(of: stored)).hex == signals.sha256)
        #expect(stored.signals.details?.mode == "RGB" && stored.signals.details?.frames == 1)
    }

    @Test(arguments: ["1.0", "1.1"]) func everyFileOfItIsSound(format: String) {
        let found = Verification.verify(folder: Self.folder + "/" + format)
        #expect(found.isSound, "\(found.text)")
        #expect(found.checked.documents == 3 && found.checked.images == 3)
    }

    /// An index from before some numbers were measured: they are not known, and nothing else is lost.
    @Test(.needsProgram("sqlite3")) func anIndexWithoutLaterColumnsIsRead() throws {
        let scratch = try Scratch()
        let path = scratch.file("index.sqlite")
        try Files.write(try Files.read(Self.folder + "/1.0/index.sqlite"), to: path)
        let sql = """
            ALTER TABLE images RENAME COLUMN nsfw TO other; ALTER TABLE images RENAME COLUMN sharpness TO another;
            ALTER TABLE documents RENAME COLUMN spam_word_ratio TO other;
            """
        #expect(try Command.tool("sqlite3", [path, sql]).code == 0)
        let index = try CorpusIndex(path: path)
        let row = try #require(try index.document(number: 0))
        #expect(row.profile.spamWords == 0 && row.profile.words == 36 && row.profile.stopWords > 0)
        var images = 0
        try index.forEachImage { image in
            images += 1
            #expect(image.signals.details?.mode == "RGB" && image.signals.details?.sharpness == 0)
            #expect(image.signals.nsfw == nil && image.signals.width >= 160)
        }
        #expect(images == 3)
    }

    @Test(.needsProgram("sqlite3")) func anIndexOfALaterVersionSaysWhatToDo() throws {
        let scratch = try Scratch()
        let path = scratch.file("index.sqlite")
        try Files.write(try Files.read(Self.folder + "/1.0/index.sqlite"), to: path)
        #expect(try Command.tool("sqlite3", [path, "PRAGMA user_version = 99"]).code == 0)
        #expect(throws: StorageError.version(path: path, found: "99", expected: "1")) { try CorpusIndex(path: path) }
    }
}
