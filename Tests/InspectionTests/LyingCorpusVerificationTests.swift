import Annotations
import CorpusFiles
import CorpusKit
import Curation
import Documents
import Facts
import Inspection
import Platform
import TestKit
import Testing

/// Corpora that lie and are signed again: what a reader would refuse, or believe though it is not so, `verify` says.
@Suite struct LyingCorpusVerificationTests {
    /// Changes the index, and the manifest so that it fits.
    private func lie(_ statement: String) throws -> Scratch {
        let scratch = try Scratch()
        var manifest = try TinyCorpus(in: scratch.path).manifest
        let changing = try Command.tool("sqlite3", [scratch.file("index.sqlite"), statement])
        #expect(changing.code == 0, "\(statement): \(changing.errors)")
        manifest.files.removeAll { $0.kind == .index }
        manifest.files.append(try .init(measuring: "index.sqlite", .index, in: scratch.path))
        try manifest.write(to: scratch.path)
        return scratch
    }

    @Test(
        .needsProgram("sqlite3"),
        arguments: [
            "UPDATE images SET phash = 'wide'", "UPDATE images SET phash = x'00'", "UPDATE images SET pack = -1",
            "UPDATE images SET pack = -2", "UPDATE images SET pack = 7 WHERE format = 'png'",
            "INSERT INTO images (sha256, pack, offset, length, format, width, height, phash) "
                + "VALUES (zeroblob(32), -1, 0, 0, 'gif', 1, 1, 'text')",
            "INSERT INTO images (sha256, pack, offset, length, format, width, height, phash) "
                + "VALUES (zeroblob(32), -1, 0, 0, 'gif', 1, 1, x'')",
            "UPDATE documents SET domain = 'other.example' WHERE number = 3",
            "UPDATE documents SET domain = x'00' WHERE number = 3",
            "UPDATE distributions SET value = x'ff' WHERE name = 'words' AND value = 9",
            "UPDATE distributions SET value = x'ff' WHERE name = 'language' AND value = 'en'",
            "UPDATE distributions SET count = 'many' WHERE name = 'format'",
            "UPDATE distributions SET count = count + 1 WHERE name = 'domain'",
            "DELETE FROM distributions WHERE name = 'height'",
            "INSERT INTO distributions VALUES ('words', 'many', 1)",
            "UPDATE meta SET value = '9' WHERE key = 'distinct_domains'",
            "INSERT INTO clusters SELECT zeroblob(10), 2, '', '', 1, 'a.example'",
            "INSERT INTO clusters SELECT id, 'many', '', '', 1, 'a.example' FROM documents WHERE number = 0",
            "UPDATE documents_text_data SET block = x'ffffffffffffffffffffffff'",
            "DELETE FROM documents_text_docsize WHERE id = 4",
        ])
    func anIndexThatLiesIsNamed(statement: String) throws {
        let scratch = try lie(statement)
        let result = Verification.verify(folder: scratch.path)
        #expect(!result.isSound && result.text.contains("index.sqlite"), "\(result.text)")
    }

    // MARK: what lies beside the corpus

    private func withScores(_ body: (Scratch, TinyCorpus, ScoreFolder, ScoreModel) throws -> Void) throws {
        let scratch = try Scratch()
        let tiny = try TinyCorpus(in: scratch.path)
        let model = ScoreModel(name: "one", checkpoint: "a", dtype: "f32")
        let scores = ScoreFolder(corpus: scratch.path, model: "one")
        try body(scratch, tiny, scores, model)
    }

    private func annotations(_ tiny: TinyCorpus, _ change: (inout [Annotation]) -> Void = { _ in }) -> [Annotation] {
        var found = tiny.documents.prefix(8).map { Annotation(document: $0.id) }
        change(&found)
        return found
    }

    @Test func annotationsOfTheCorpusAreSound() throws {
        try withScores { scratch, tiny, scores, model in
            let shard = try #require(tiny.manifest.files(.shard).first)
            try scores.write(annotations(tiny), shard: 0, model: model, of: shard)
            _ = try ScoreIndexBuilder.refresh(scratch.path, tiny.manifest)
            let result = Verification.verify(folder: scratch.path)
            #expect(result.isSound, "\(result.text)")
        }
    }

    @Test(arguments: ["another corpus", "another order", "twice", "not an annotation"])
    func annotationsOfOtherDocumentsAreNamed(how: String) throws {
        try withScores { scratch, tiny, scores, model in
            let shard = try #require(tiny.manifest.files(.shard).first)
            let lying = annotations(tiny) { list in
                switch how {
                case "another corpus": list[3] = Annotation(document: "0000000000000000beef")
                case "another order": list.reverse()
                case "twice": list.insert(list[2], at: 2)
                default: list[0] = Annotation(document: "x")
                }
            }
            try scores.write(lying, shard: 0, model: model, of: shard)
            let problems = Verification.verify(folder: scratch.path).problems
            #expect(Set(problems.map(\.file)) == ["scores/one/shard-00000.jsonl.zst"], "\(problems)")
        }
    }

    @Test(
        .needsProgram("sqlite3"),
        arguments: [
            "UPDATE documents SET tokens = 77", "DELETE FROM documents WHERE rowid = 1",
            "UPDATE models SET name = 'two'",
            "CREATE VIEW v AS SELECT 1", "CREATE TRIGGER t AFTER INSERT ON models BEGIN DELETE FROM models; END",
        ])
    func anIndexOfAnnotationsThatLiesIsNamed(statement: String) throws {
        try withScores { scratch, tiny, scores, model in
            let shard = try #require(tiny.manifest.files(.shard).first)
            try scores.write(annotations(tiny), shard: 0, model: model, of: shard)
            let index = try #require(try ScoreIndexBuilder.refresh(scratch.path, tiny.manifest))
            #expect(try Command.tool("sqlite3", [index, statement]).code == 0)
            let problems = Verification.verify(folder: scratch.path).problems
            #expect(problems.contains { $0.file.hasPrefix("scores") }, "\(problems)")
        }
    }

    @Test func signaturesAreThoseOfTheDocuments() throws {
        let scratch = try Scratch()
        let tiny = try TinyCorpus(in: scratch.path)
        let digest = try SHA256.hash(file: scratch.file("corpus.json"))
        let path = scratch.file(SignatureLines.file(of: digest))
        try Files.makeFolder(scratch.file(SignatureLines.folder))
        func write(_ documents: some Sequence<Document>, more: [UInt8]? = nil) throws -> Verification {
            var file = try FramedWriter(path: path)
            var lines = SignatureLines()
            for document in documents { try file.append(line: lines.line(document)) }
            if let more { try file.append(line: more) }
            _ = try file.commit()
            return Verification.verify(folder: scratch.path)
        }
        #expect(try write(tiny.documents).problems.isEmpty)
        let name = SignatureLines.file(of: digest)
        for lying in [
            try write(tiny.documents.dropLast()), try write(tiny.documents.reversed()),
            try write(tiny.documents, more: [0x7B]),
            try write(tiny.documents.dropLast() + tiny.documents.prefix(1)),
        ] {
            #expect(lying.problems.map(\.file) == [name], "\(lying.text)")
        }
        try Files.write("no frames", to: path)
        #expect(Verification.verify(folder: scratch.path).problems.map(\.file) == [name])
    }
}
