import JSON
import Platform
import TestKit
import Testing

@testable import Curation

@Suite struct SentencePieceModelTests {
    /// `Goldens/sentencepiece/make.py` trained the models and noted the pieces the package cuts.
    @Test(arguments: ["identity", "rules", "bytes"])
    func piecesAreThoseOfThePackage(_ name: String) throws {
        let golden = try Goldens.committedJSON("sentencepiece/pieces.json")
        let model = try SentencePieceModel(path: Goldens.committed("sentencepiece/\(name).model"))
        let queries = try #require(golden["queries"]?.array)
        let expected = try #require(golden["pieces"]?[name]?.array)
        #expect(queries.count == expected.count && queries.count > 20)
        for (query, pieces) in zip(queries, expected) {
            let mine = model.pieces(of: query.string ?? "")
            #expect(mine == pieces.array?.compactMap(\.string), "\(name): \(query)")
        }
    }

    /// A model with the usual normalisation (nmt_nfkc), trained here on the texts of the goldens by the package, and its
    /// pieces of every paragraph.
    @Test(.needsShared("goldens/obelics"), Python.needs("sentencepiece")) func realTextAgreesWithThePackage() throws {
        let scratch = try Scratch()
        let path = scratch.file("model.model")
        var lines: [String] = []
        for page in Goldens.pages {
            let golden = Goldens.json("pages/\(page).extracted.json")
            for text in (golden?["texts"]?.array ?? []).compactMap(\.string) {
                lines += text.split(separator: "\n").map(String.init).filter { $0.utf8.count < 2000 }
            }
        }
        let json = try Python.run(Self.trainer, arguments: [path], input: lines.joined(separator: "\n"))
        let expected = try #require(try JSONValue(parsing: json).array)
        let model = try SentencePieceModel(path: path)
        #expect(expected.count > 1000)
        for (line, pieces) in zip(lines, expected) {
            #expect(model.pieces(of: line) == pieces.array?.compactMap(\.string), "\(line)")
        }
    }

    private static let trainer = """
        import io, json, sys
        import sentencepiece as spm
        lines = sys.stdin.read().split("\\n")
        with open(sys.argv[1], "wb") as out:
            spm.SentencePieceTrainer.train(sentence_iterator=iter(lines), model_writer=out, vocab_size=1500,
                                           hard_vocab_limit=False, character_coverage=0.99, minloglevel=2)
        model = spm.SentencePieceProcessor(model_file=sys.argv[1])
        print(json.dumps([model.encode(l, out_type=str) for l in lines]))
        """

    @Test func damagedFilesAreRefused() throws {
        let scratch = try Scratch()
        let path = scratch.file("model")
        #expect(throws: ModelError.self) { try SentencePieceModel(path: path) }
        let whole = try Files.read(Goldens.committed("sentencepiece/rules.model"))
        for count in [0, 1, 5, whole.count - 1] {
            try Files.write(Array(whole.prefix(count)), to: path)
            #expect(throws: ModelError.self, "\(count) bytes") { try SentencePieceModel(path: path) }
        }
        var random = SeededRandom(seed: 5)
        for _ in 0..<60 {
            var bytes = whole
            for _ in 0..<5 {
                bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
            }
            try Files.write(bytes, to: path)
            guard let model = try? SentencePieceModel(path: path) else { continue }
            _ = model.pieces(of: "the old market  ﬁne ①② 日本 \u{200B}")
        }
    }
}
