import JSON
import Platform
import TestKit
import Testing

@testable import Idefics

/// A folder that has `tokenizer.model` only gives the ids and texts that `tokenizer.json` gives.
@Suite struct SentencePieceTests {
    private static let texts = [
        "", "a", "A picture of a green apple.", "  two  spaces ", "Käse 日本 😀 \u{0}", "line\nline\ttab", "▁▁x",
        "<s>User: hi</s>",
        "<fake_token_around_image><image><fake_token_around_image>This is smiling face with heart-eyes.",
        String(repeating: "grinning face ", count: 40),
    ]

    /// A folder with the tokenizer's other files.
    private func folder(from source: String) throws -> Scratch {
        let scratch = try Scratch()
        for name in ["tokenizer.model", "added_tokens.json"] where Files.exists(source + "/" + name) {
            _ = try scratch.write(Files.read(source + "/" + name), name)
        }
        return scratch
    }

    @Test("the small model's ids and texts are the same from either file") func same() throws {
        let json = try Tokenizer(path: Repository.emojiModel + "/tokenizer.json")
        let scratch = try folder(from: Repository.emojiModel)
        let pieces = try Tokenizer(folder: scratch.path)
        #expect(pieces.count == json.count)
        for text in Self.texts {
            #expect(pieces.encode(text) == json.encode(text), "\(text.debugDescription)")
            #expect(pieces.decode(json.encode(text)) == json.decode(json.encode(text)))
        }
        #expect(
            (0..<json.count).allSatisfy {
                json.token($0) == pieces.token($0) && json.isSpecial($0) == pieces.isSpecial($0)
            })
    }

    @Test(
        "the reference's cases are the same from either file", .needsShared("fixtures/idefics/tiny/tokenizer.model"),
        arguments: Golden.names)
    func goldens(name: String) throws {
        let golden = try Golden(name)
        let scratch = try folder(from: golden.folder)
        let tokenizer = try Tokenizer(folder: scratch.path)
        for entry in try golden.json("tokenizer.json")["encode"].list {
            let text = try #require(entry["text"]?.string)
            #expect(tokenizer.encode(text) == entry["ids"].integers, "\(text.debugDescription)")
        }
    }

    @Test("files that are no model of byte pairs are named, cut anywhere they are no crash") func broken() throws {
        let scratch = try Scratch()
        let whole = try Files.read(Repository.emojiModel + "/tokenizer.model")
        for count in stride(from: 0, to: whole.count, by: 997) {
            _ = try scratch.write(Array(whole[..<count]), "tokenizer.model")
            #expect(throws: IdeficsError.self, "cut at \(count)") { try Tokenizer(folder: scratch.path) }
        }
        // One piece, and a trainer that says unigram.
        _ = try scratch.write([0x0A, 0x03, 0x0A, 0x01, 0x61, 0x12, 0x02, 0x18, 0x01], "tokenizer.model")
        let error = #expect(throws: IdeficsError.self) { try Tokenizer(folder: scratch.path) }
        #expect(error?.description.contains("byte pairs") == true)
    }
}
