import JSON
import Platform
import TestKit
import Testing

@testable import Idefics

@Suite struct ByteLevelTokenizerTests {
    @Test(arguments: SmolGolden.names) func encodesAndDecodesAsTheReference(name: String) throws {
        guard let golden = SmolGolden(name) else { return }
        let tokenizer = try Tokenizer(path: golden.folder + "/tokenizer.json")
        let cases = try golden.json("tokenizer.json")
        #expect(cases["encode"].list.count > 50 && cases["decode"].list.count > 15)
        for entry in cases["encode"].list {
            let text = try #require(entry["text"]?.string)
            let ids = tokenizer.encode(text)
            #expect(ids == entry["ids"].integers, "\(text.debugDescription)")
            #expect(ids.map { tokenizer.token($0) ?? "" } == entry["tokens"].list.map { $0.string ?? "" })
            #expect(
                tokenizer.encode(text, addsSpecialTokens: true) == entry["ids_with_special_tokens"].integers,
                "\(text.debugDescription)")
        }
        for entry in cases["encode"].list + cases["decode"].list {
            let ids = entry["ids"].integers
            #expect(tokenizer.decode(ids) == entry["decode"]?.string, "\(ids)")
            #expect(tokenizer.decode(ids, skipSpecialTokens: true) == entry["decode_skip_special"]?.string, "\(ids)")
        }
    }

    private func pieces(_ text: String, _ steps: [PreTokenizer.Step]) -> [String] {
        let bytes = Array(text.utf8)
        return PreTokenizer(steps: steps, addsPrefixSpace: false).split(bytes).map {
            String(decoding: bytes[$0], as: UTF8.self)
        }
    }

    @Test func cutsAsGPT2Does() {
        #expect(
            pieces("don't  stop 42 times!? \n", [.gpt2]) == ["don", "'t", " ", " stop", " 42", " times", "!?", " \n"])
        #expect(pieces("I'LL é\u{301} x", [.gpt2]) == ["I", "'", "LL", " é", "\u{301}", " x"])
        #expect(pieces("a½b٣", [.digits, .gpt2]) == ["a", "½", "b", "٣"])
        #expect(pieces("in 12", [.digits, .gpt2]) == ["in", " ", "1", "2"])
        #expect(pieces("in 12", [.digitRuns]) == ["in ", "12"])
    }

    @Test func cutsAsLlama3Does() {
        #expect(pieces("I'LL it'ſ 12345", [.llama3]) == ["I", "'LL", " it", "'ſ", " ", "123", "45"])
        #expect(pieces("(x) !?\n\n y\t\n z", [.llama3]) == ["(x", ")", " !?\n\n", " y", "\t\n", " z"])
        #expect(pieces("a  \r\n  b", [.llama3]) == ["a", "  \r\n", " ", " b"])
    }

    /// A vocabulary of three letters, one merge, and a whole word that no merges reach.
    private func small(ignoresMerges: Bool) throws -> Tokenizer {
        let file = """
            {"model": {"type": "BPE", "ignore_merges": \(ignoresMerges),
              "vocab": {"a": 0, "b": 1, "c": 2, "Ġ": 3, "ab": 4, "Ġa": 5, "cab": 6, "Ã": 7, "©": 8},
              "merges": ["a b", ["Ġ", "a"]]},
             "pre_tokenizer": {"type": "ByteLevel", "add_prefix_space": false, "use_regex": true},
             "decoder": {"type": "ByteLevel"},
             "post_processor": {"type": "TemplateProcessing", "single": [{"SpecialToken": {"id": "<s>", "type_id": 0}},
              {"Sequence": {"id": "A", "type_id": 0}}]},
             "added_tokens": [{"id": 9, "content": "<s>", "special": true}]}
            """
        return try Tokenizer(TokenizerFile(bytes: Array(file.utf8), file: "t"), path: "t")
    }

    @Test func mergesLiteralVocabularies() throws {
        let tokenizer = try small(ignoresMerges: false)
        // "cab": c, then a b merge; " ab": "a b" has the lower rank, so the space stays alone.
        #expect(tokenizer.encode("cab ab ac") == [2, 4, 3, 4, 5, 2])
        #expect(tokenizer.encode("a<s>é") == [0, 9, 7, 8])
        #expect(tokenizer.encode("a", addsSpecialTokens: true) == [9, 0])
        #expect(tokenizer.decode([9, 2, 4, 5, 7, 8]) == "<s>cab aé")
        #expect(tokenizer.decode([9, 7, 0], skipSpecialTokens: true) == "\u{FFFD}a")
        #expect(try small(ignoresMerges: true).encode("cab") == [6])
    }

    /// One U+FFFD for each longest beginning of a character.
    @Test func repairsWhatIsNoUTF8() {
        func text(_ bytes: [UInt8]) -> String { String(decoding: LossyUTF8.repaired(bytes), as: UTF8.self) }
        #expect(text([0x41, 0xE6, 0x97]) == "A\u{FFFD}")
        #expect(text([0xF0, 0x9F, 0x90, 0x41]) == "\u{FFFD}A")
        #expect(text([0xE0, 0x80, 0xFF]) == "\u{FFFD}\u{FFFD}\u{FFFD}")
        #expect(text([0xED, 0xA0, 0x80]) == "\u{FFFD}\u{FFFD}\u{FFFD}")
        #expect(text([0xC3, 0xA9, 0xC3]) == "é\u{FFFD}")
    }

    @Test func holdsBackWhatIsNoWholeCharacter() throws {
        var stream = TextStream(tokenizer: try small(ignoresMerges: false))
        #expect([0, 7, 8, 1].map { stream.append($0) } == ["a", "", "é", "b"])
        #expect(stream.append(7) == "" && stream.finish() == "\u{FFFD}")
    }

    @Test(arguments: [
        (#"{"type": "Split", "pattern": {"Regex": "(a+)+b"}, "behavior": "Isolated"}"#, "a pattern that is not known"),
        (#"{"type": "Metaspace"}"#, "'Metaspace' is not supported"),
        (
            #"{"type": "Sequence", "pretokenizers": [{"type": "Digits", "individual_digits": true}]}"#,
            "has no ByteLevel"
        ),
    ]) func namesWhatItDoesNotKnow(preTokenizer: String, problem: String) {
        let file = """
            {"model": {"type": "BPE", "vocab": {"a": 0}, "merges": []}, "decoder": {"type": "ByteLevel"},
             "pre_tokenizer": \(preTokenizer)}
            """
        #expect {
            try TokenizerFile(bytes: Array(file.utf8), file: "t")
        } throws: { error in
            guard case .tokenizer("t", let found) = error as? IdeficsError else { return false }
            return found.contains(problem)
        }
    }
}
