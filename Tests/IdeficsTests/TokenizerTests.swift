import JSON
import Platform
import Tensors
import TestKit
import Testing

@testable import Idefics

@Suite struct TokenizerTests {
    @Test(.needsShared("fixtures/idefics"), arguments: Golden.names) func encodesAndDecodesAsTheReference(name: String)
        throws
    {
        let golden = try Golden(name)
        let tokenizer = try Tokenizer(path: golden.folder + "/tokenizer.json")
        let cases = try golden.json("tokenizer.json")
        #expect(cases["encode"].list.count > 40)
        for entry in cases["encode"].list {
            let text = try #require(entry["text"]?.string)
            let ids = tokenizer.encode(text)
            #expect(ids == entry["ids"].integers, "\(text.debugDescription)")
            #expect(ids.map { tokenizer.token($0) ?? "" } == entry["tokens"].list.map { $0.string ?? "" })
            let withBeginning = [1] + ids
            guard withBeginning == entry["ids_with_bos"].integers else { continue }
        }
        for entry in cases["encode"].list + cases["decode"].list {
            let ids = entry["ids"].integers
            #expect(tokenizer.decode(ids) == entry["decode"]?.string, "\(ids)")
            #expect(tokenizer.decode(ids, skipSpecialTokens: true) == entry["decode_skip_special"]?.string, "\(ids)")
        }
    }

    @Test(.needsShared("fixtures/idefics")) func streamsTheSameText() throws {
        let golden = try Golden("tiny")
        let tokenizer = try Tokenizer(path: golden.folder + "/tokenizer.json")
        let ids = tokenizer.encode("Ein Käse 日本 😀 und\nZeilen") + [233, 154] + tokenizer.encode("Ende")
        var stream = TextStream(tokenizer: tokenizer)
        let pieces = ids.map { stream.append($0) } + [stream.finish()]
        #expect(pieces.joined() == tokenizer.decode(ids, skipSpecialTokens: true))
        #expect(pieces.filter { !$0.isEmpty }.count > 5)
    }

    @Test(.needsShared("fixtures/idefics")) func aLongParagraphTakesNoQuadraticTime() throws {
        let golden = try Golden("tiny")
        let tokenizer = try Tokenizer(path: golden.folder + "/tokenizer.json")
        let short = String(repeating: "the quick brown fox ", count: 20)
        let long = String(repeating: short, count: 20)
        let clock = ContinuousClock()
        let shortTime = clock.measure { _ = tokenizer.encode(short) }
        let longTime = clock.measure { _ = tokenizer.encode(long) }
        #expect(longTime < shortTime * 200 + .seconds(1))
    }

    @Test(
        .needsShared("hostile/model"),
        arguments: [
            "tok_empty", "tok_array", "tok_trunc", "tok_no_model", "tok_unknown_model", "tok_merge_one_part",
            "tok_merge_unknown_token", "tok_added_empty", "tok_replace_empty", "tok_bad_regex", "tok_redos_regex",
            "tok_vocab_dup_id", "tok_vocab_huge_id", "tok_vocab_negative",
        ]) func malformedFilesAreNamedErrors(file: String) throws
    {
        let path = try Shared.require("hostile/model/\(file).json")
        #expect {
            try Tokenizer(path: path)
        } throws: { error in
            guard case .tokenizer(let named, let problem) = error as? IdeficsError else { return false }
            return named == path && !problem.isEmpty
        }
    }
}
