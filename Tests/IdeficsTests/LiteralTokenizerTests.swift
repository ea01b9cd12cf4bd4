import TestKit
import Testing

@testable import Idefics

/// Tokenizers of a few tokens, written out: what each setting of `tokenizer.json` does.
@Suite struct LiteralTokenizerTests {
    /// A tokenizer with LLaMA's treatment of spaces; ids are places in `vocabulary`, added tokens come behind it.
    private func tokenizer(
        _ vocabulary: [String], merges: [String] = [], model: String = "", added: [String] = [],
        normalizer: String = Self.llama, decoder: String = Self.decoder
    ) throws -> Tokenizer {
        let words = vocabulary.enumerated().map { "\"\($1)\": \($0)" }.joined(separator: ", ")
        let tokens = added.enumerated().map { "{\"id\": \(vocabulary.count + $0), \($1)}" }.joined(separator: ", ")
        let pairs = merges.map { "\"\($0)\"" }.joined(separator: ", ")
        let text = """
            {"model": {"type": "BPE", \(model) "vocab": {\(words)}, "merges": [\(pairs)]},
             "normalizer": \(normalizer), "decoder": \(decoder), "added_tokens": [\(tokens)]}
            """
        return try Tokenizer(TokenizerFile(bytes: Array(text.utf8), file: "t.json"), path: "t.json")
    }

    private static let llama = """
        {"type": "Sequence", "normalizers": [{"type": "Prepend", "prepend": "▁"},
         {"type": "Replace", "pattern": {"String": " "}, "content": "▁"}]}
        """
    private static let decoder = """
        {"type": "Sequence", "decoders": [{"type": "Replace", "pattern": {"String": "▁"}, "content": " "},
         {"type": "ByteFallback"}, {"type": "Fuse"}, {"type": "Strip", "content": " ", "start": 1, "stop": 0}]}
        """
    private static let bytes = (0...255).map { value in
        let digits = String(value, radix: 16, uppercase: true)
        return "<0x" + (digits.count < 2 ? "0" : "") + digits + ">"
    }

    // MARK: merges

    @Test("The merge of the lowest rank comes first, of equals the leftmost") func ranks() throws {
        let words = ["▁", "a", "b", "c", "bc", "ab", "abc", "aa"]
        let first = try tokenizer(words, merges: ["b c", "a b", "ab c", "a a"], normalizer: "null")
        #expect(first.encode("abc") == [1, 4] && first.encode("ab") == [5])
        let second = try tokenizer(words, merges: ["a b", "b c", "ab c", "a a"], normalizer: "null")
        #expect(second.encode("abc") == [6] && second.encode("bcabc") == [4, 6])
        #expect(first.encode("aaa") == [7, 1] && first.encode("aaaa") == [7, 7])
        #expect(first.encode("") == [])
    }

    @Test("A pair that is listed twice has its last rank") func repeated() throws {
        let words = ["a", "b", "c", "ab", "bc"]
        #expect(try tokenizer(words, merges: ["a b", "b c", "a b"], normalizer: "null").encode("abc") == [0, 4])
        #expect(try tokenizer(words, merges: ["a b", "b c"], normalizer: "null").encode("abc") == [3, 2])
    }

    // MARK: what the vocabulary has not

    @Test("A character without a token is its bytes, where the file has all of them") func byteFallback() throws {
        let all = try tokenizer(["▁"] + Self.bytes, model: "\"byte_fallback\": true,", normalizer: "null")
        #expect(all.encode("é▁") == [1 + 0xC3, 1 + 0xA9, 0])
        let most = ["▁", "<unk>"] + Self.bytes.dropLast()
        let some = try tokenizer(
            most, model: "\"byte_fallback\": true, \"unk_token\": \"<unk>\",", normalizer: "null")
        #expect(some.encode("é") == [1])
        #expect(try tokenizer(["▁"] + Self.bytes, normalizer: "null").encode("é▁") == [0])
    }

    @Test("Unknown characters in a row are one token where they are fused") func unknown() throws {
        let words = ["a", "<unk>"]
        let each = try tokenizer(words, model: "\"unk_token\": \"<unk>\",", normalizer: "null")
        #expect(each.encode("xyazx") == [1, 1, 0, 1, 1])
        let fused = try tokenizer(words, model: "\"unk_token\": \"<unk>\", \"fuse_unk\": true,", normalizer: "null")
        #expect(fused.encode("xyazx") == [1, 0, 1])
        #expect(try tokenizer(words, normalizer: "null").encode("xa") == [0])
    }

    // MARK: spaces

    @Test("A mark stands before every text, also behind an added token, and spaces are marks") func spaces() throws {
        let tokenizer = try tokenizer(
            ["▁", "a", "▁a"], merges: ["▁ a"], added: ["\"content\": \"<s>\", \"special\": true"])
        #expect(tokenizer.encode("a a") == [2, 2] && tokenizer.encode(" a") == [0, 2])
        #expect(tokenizer.encode("<s>a<s>") == [3, 2, 3] && tokenizer.encode("a <s> a") == [2, 0, 3, 0, 2])
        #expect(tokenizer.decode([2, 2]) == "a a" && tokenizer.decode([0, 2]) == " a")
        #expect(tokenizer.decode([3, 2, 3]) == "<s> a<s>")
        #expect(tokenizer.decode([3, 2, 3], skipSpecialTokens: true) == "a")
    }

    // MARK: added tokens

    @Test("Of several that fit the longest is taken, of all places the first") func longest() throws {
        let tokenizer = try tokenizer(
            ["a", "<", ">"], added: ["\"content\": \"<a\"", "\"content\": \"<a>\"", "\"content\": \"a>\""],
            normalizer: "null")
        #expect(
            tokenizer.encode("<a>") == [4] && tokenizer.encode("<a<a>") == [3, 4] && tokenizer.encode("aa>") == [0, 5])
    }

    @Test("A token that takes white space takes all of it, on its sides alone") func stripping() throws {
        let words = ["a", " ", "\\n", "\\u2003"]
        func ids(_ flags: String, _ text: String) throws -> [Int] {
            try tokenizer(words, added: ["\"content\": \"<x>\", \(flags)"], normalizer: "null").encode(text)
        }
        let text = "a \n\u{2003}<x> \na"
        #expect(try ids("\"lstrip\": false", text) == [0, 1, 2, 3, 4, 1, 2, 0])
        #expect(try ids("\"lstrip\": true", text) == [0, 4, 1, 2, 0])
        #expect(try ids("\"rstrip\": true", text) == [0, 1, 2, 3, 4, 0])
        #expect(try ids("\"lstrip\": true, \"rstrip\": true", text) == [0, 4, 0])
        #expect(try ids("\"lstrip\": true, \"rstrip\": true", "<x> <x>") == [4, 4])
    }

    @Test("A word by itself is none where a letter, digit or underscore touches it")
    func singleWords() throws {
        let tokenizer = try tokenizer(
            ["a", "9", "_", "é", "-"], added: ["\"content\": \"x\", \"single_word\": true"], normalizer: "null")
        #expect(tokenizer.encode("x") == [5] && tokenizer.encode("-x-") == [4, 5, 4])
        for neighbour in ["a", "9", "_", "é"] {
            #expect(!tokenizer.encode(neighbour + "x").contains(5) && !tokenizer.encode("x" + neighbour).contains(5))
        }
    }

    @Test("A token marked as normalised is looked for in normalised text") func normalized() throws {
        let tokenizer = try tokenizer(["▁", "a"], added: ["\"content\": \"a a\", \"normalized\": true"])
        #expect(tokenizer.encode("a a") == [2] && tokenizer.encode("aa") == [0, 1, 1])
    }

    // MARK: ids and tokens

    @Test("Ids are looked up both ways, and those that are none are nothing") func lookup() throws {
        let tokenizer = try tokenizer(
            ["▁", "é"], added: ["\"content\": \"<s>\", \"special\": true", "\"content\": \"<t>\""])
        #expect(tokenizer.count == 4 && tokenizer.id(of: "é") == 1 && tokenizer.id(of: "e\u{301}") == nil)
        #expect(tokenizer.token(1) == "é" && tokenizer.token(4) == nil && tokenizer.token(-1) == nil)
        #expect(
            tokenizer.isSpecial(2) && !tokenizer.isSpecial(3) && !tokenizer.isSpecial(1) && !tokenizer.isSpecial(-1))
        #expect(tokenizer.decode([4, 1, -1, Int.max]) == "é" && tokenizer.longestToken == 3)
    }

    // MARK: bytes to text

    @Test("A run of byte tokens is its characters, or U+FFFD for each where it is not UTF-8") func runs() throws {
        let tokenizer = try tokenizer(["a"] + Self.bytes)
        func byte(_ value: Int) -> Int { 1 + value }
        #expect(tokenizer.decode([0, byte(0xC3), byte(0xA9), 0]) == "aéa")
        #expect(tokenizer.decode([byte(0xC3), 0, byte(0xA9)]) == "\u{FFFD}a\u{FFFD}")
        // One wrong byte makes all of its run unreadable, as in the reference.
        #expect(tokenizer.decode([byte(0xC3), byte(0xA9), byte(0xFF)]) == "\u{FFFD}\u{FFFD}\u{FFFD}")
    }

    @Test("What is told id by id is what is told at once, and no sooner than it is certain") func streams() throws {
        let tokenizer = try tokenizer(["a", "▁a"] + Self.bytes)
        let ids = [1, 2 + 0xE6, 2 + 0x97, 2 + 0xA5, 0, 1, 2 + 0xC3]
        var stream = TextStream(tokenizer: tokenizer)
        let pieces = ids.map { stream.append($0) }
        #expect(pieces == ["a", "", "", "", "日a", " a", ""] && stream.finish() == "\u{FFFD}")
        #expect(tokenizer.decode(ids) == "a日a a\u{FFFD}")
    }

    @Test("Spaces at the beginning are stripped, so many and no more, and none later") func strips() throws {
        let decoder = Self.decoder.replacing("\"start\": 1", with: "\"start\": 2")
        let tokenizer = try tokenizer(["a", "▁", "▁▁▁"], decoder: decoder)
        #expect(tokenizer.decode([1, 1, 1, 0]) == " a" && tokenizer.decode([2, 0]) == " a")
        #expect(tokenizer.decode([1, 0, 1, 1]) == "a  " && tokenizer.decode([0, 1, 1]) == "a  ")
    }

    // MARK: files that cannot be used

    @Test(
        "What is not supported is named",
        arguments: [
            ("[]", "not an object"), ("{", "not JSON"), ("{}", "has no model"),
            (#"{"model": {"type": "Unigram"}}"#, "model type 'Unigram' is not supported; BPE is"),
            (#"{"model": {"dropout": 0.1, "vocab": {}, "merges": []}}"#, "model.dropout is not supported"),
            (#"{"model": {"vocab": [], "merges": []}}"#, "model.vocab is not an object"),
            (#"{"model": {"vocab": {"a": -1}, "merges": []}}"#, "the id of 'a' is not a number from 0"),
            (#"{"model": {"vocab": {"a": 16777216}, "merges": []}}"#, "the id of 'a' is not a number from 0"),
            (#"{"model": {"vocab": {"a": 1, "b": 1}, "merges": []}}"#, "'a' and 'b' share the id 1"),
            (#"{"model": {"vocab": {"a": 0}, "merges": {}}}"#, "model.merges is not a list"),
            (#"{"model": {"vocab": {"a": 0}, "merges": ["a"]}}"#, "entry 0 is not a pair of tokens"),
            (#"{"model": {"vocab": {"a": 0}, "merges": ["a  a"]}}"#, "entry 0 is not a pair of tokens"),
            (
                #"{"model": {"vocab": {"a": 0}, "merges": ["a b"]}}"#,
                "'a b' needs a token that is not in the vocabulary"
            ),
            (
                #"{"model": {"vocab": {"a": 5000}, "merges": []}}"#,
                "the highest id is 5000, but there are only 1 tokens"
            ),
            (#"{"model": {"vocab": {}, "merges": []}, "added_tokens": 3}"#, "added_tokens is not a list"),
            (#"{"model": {"vocab": {}, "merges": []}, "added_tokens": [{"id": 0}]}"#, "without a valid id and content"),
            (#"{"model": {"vocab": {}, "merges": []}, "added_tokens": [{"id": 0, "content": ""}]}"#, "id 0 is empty"),
            (
                #"{"model": {"vocab": {"a": 0}, "merges": []}, "added_tokens": [{"id": 1, "content": "a"}]}"#,
                "'a' has the ids 0 and 1"
            ),
            (
                #"{"model": {"vocab": {"a": 0}, "merges": []}, "added_tokens": [{"id": 0, "content": "b"}]}"#,
                "two tokens share the id 0"
            ),
            (#"{"model": {"vocab": {}, "merges": []}, "normalizer": {"type": "NFC"}}"#, "normalizer 'NFC'"),
            (#"{"model": {"vocab": {}, "merges": []}, "decoder": {"type": "BPEDecoder"}}"#, "decoder 'BPEDecoder'"),
            (
                #"{"model": {"vocab": {}, "merges": []}, "decoder": {"type": "Strip", "content": "_", "start": 1}}"#,
                "Strip is supported for leading spaces only"
            ),
            (
                #"{"model": {"vocab": {}, "merges": []}, "normalizer": {"type": "Replace", "pattern": {"String": ""}, "content": "x"}}"#,
                "Replace has an empty pattern"
            ),
            (
                #"{"model": {"vocab": {}, "merges": []}, "decoder": {"type": "ByteLevel"}}"#,
                "only one of pre_tokenizer and decoder is ByteLevel"
            ),
            (
                #"{"model": {"vocab": {}, "merges": []}, "pre_tokenizer": {"type": "Whitespace"}}"#,
                "pre_tokenizer 'Whitespace' is not supported"
            ),
            (
                #"{"model": {"vocab": {}, "merges": []}, "pre_tokenizer": {"type": "Digits"}}"#,
                "pre_tokenizer has no ByteLevel"
            ),
        ])
    func refused(_ text: String, _ problem: String) throws {
        let error = #expect(throws: IdeficsError.self) {
            try Tokenizer(TokenizerFile(bytes: Array(text.utf8), file: "t.json"), path: "t.json")
        }
        #expect(error?.description.contains(problem) == true, "\(error?.description ?? "")")
        #expect(error?.description.contains("t.json") == true)
    }

    @Test("Tokens around a text stand where the template puts them, of a sequence the inner ones next to it")
    func templates() throws {
        func template(_ single: String) -> String { #"{"type": "TemplateProcessing", "single": [\#(single)]}"# }
        let (s, e) = (#"{"SpecialToken": {"id": "<s>"}}"#, #"{"SpecialToken": {"id": "<e>"}}"#)
        func ids(_ processor: String) throws -> [Int] {
            let text = """
                {"model": {"vocab": {"a": 0, "<s>": 1, "<e>": 2}, "merges": []}, "post_processor": \(processor)}
                """
            return try Tokenizer(TokenizerFile(bytes: Array(text.utf8), file: "t"), path: "t")
                .encode("a", addsSpecialTokens: true)
        }
        let text = #"{"Sequence": {"id": "A"}}"#
        #expect(
            try ids(template("\(s), \(text), \(e)")) == [1, 0, 2] && ids(template("\(text), \(e), \(s)")) == [0, 2, 1])
        #expect(try ids("null") == [0] && ids(#"{"type": "ByteLevel"}"#) == [0])
        let both =
            #"{"type": "Sequence", "processors": [\#(template("\(s), \(text)")), \#(template("\(e), \(text), \(e)"))]}"#
        #expect(try ids(both) == [2, 1, 0, 2])
        #expect(throws: IdeficsError.self) { try ids(template(#"{"SpecialToken": {"id": "<x>"}}, \#(text)"#)) }
        #expect(throws: IdeficsError.self) { try ids(template("{}")) }
    }
}
