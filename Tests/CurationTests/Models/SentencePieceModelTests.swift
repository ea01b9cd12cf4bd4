import Platform
import Records
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

    @Test func damagedFilesAreRefused() throws {
        let path = "/tmp/quarry-sp-\(UInt64.random(in: 0 ..< .max))"
        defer { try? Files.remove(path) }
        #expect(throws: ModelError.self) { try SentencePieceModel(path: path) }
        let whole = try Files.read(Goldens.committed("sentencepiece/rules.model"))
        for count in [0, 1, 5, whole.count - 1] {
            try Files.write(Array(whole.prefix(count)), to: path)
            #expect(throws: ModelError.self, "\(count) bytes") { try SentencePieceModel(path: path) }
        }
        var random = SplitMix(state: 5)
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
