import Tensors
import Testing

@testable import Idefics

/// The parts of a tokenizer each by itself, on bytes written out.
@Suite struct TokenPartsTests {
    // MARK: UTF-8

    @Test(
        "Each longest beginning of a character becomes one U+FFFD, and each byte that begins none",
        arguments: [
            ([0x41], "A"), ([0xC3, 0xA9], "é"), ([0xE6, 0x97, 0xA5], "日"), ([0xF0, 0x9F, 0x98, 0x80], "😀"),
            ([0x80], "\u{FFFD}"), ([0xBF, 0x80], "\u{FFFD}\u{FFFD}"), ([0xC3], "\u{FFFD}"),
            ([0xC0, 0x80], "\u{FFFD}\u{FFFD}"), ([0xC1, 0xBF], "\u{FFFD}\u{FFFD}"),
            ([0xC2, 0x80], "\u{80}"), ([0xDF, 0xBF], "\u{7FF}"),
            ([0xE0, 0x9F, 0xBF], "\u{FFFD}\u{FFFD}\u{FFFD}"), ([0xE0, 0xA0, 0x80], "\u{800}"),
            ([0xED, 0x9F, 0xBF], "\u{D7FF}"), ([0xED, 0xA0, 0x80], "\u{FFFD}\u{FFFD}\u{FFFD}"),
            ([0xEE, 0x80, 0x80], "\u{E000}"), ([0xF0, 0x90, 0x80, 0x80], "\u{10000}"),
            ([0xF0, 0x8F, 0xBF, 0xBF], "\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}"),
            ([0xF4, 0x8F, 0xBF, 0xBF], "\u{10FFFF}"),
            ([0xF4, 0x90, 0x80, 0x80], "\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}"), ([0xF5, 0x41], "\u{FFFD}A"),
            ([0xF0, 0x9F, 0x98], "\u{FFFD}"), ([0xF0, 0x9F, 0x41], "\u{FFFD}A"),
            ([0xE6, 0x97, 0xE6, 0x97, 0xA5], "\u{FFFD}日"), ([0xFF, 0xFE], "\u{FFFD}\u{FFFD}"),
        ] as [([UInt8], String)]) func repairs(bytes: [UInt8], text: String)
    {
        #expect(LossyUTF8.repaired(bytes) == Array(text.utf8))
    }

    // MARK: normalising

    @Test("Steps are done in their order, and a text that has become nothing stays nothing") func steps() {
        func apply(_ steps: [Normalizer.Step], _ text: String) -> String {
            String(decoding: Normalizer(steps: steps).apply(Array(text.utf8)[...]), as: UTF8.self)
        }
        func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }
        let prepend = Normalizer.Step.prepend(bytes("_"))
        let replace = Normalizer.Step.replace(bytes("_"), with: bytes("--"))
        #expect(apply([prepend, replace], "a_b") == "--a--b")
        #expect(apply([replace, prepend], "a_b") == "_a--b")
        #expect(apply([prepend], "") == "")
        #expect(apply([.replace(bytes("a"), with: []), prepend], "aa") == "")
        #expect(apply([], "a b") == "a b")
    }

    @Test(
        "Occurrences are replaced from the left, none twice",
        arguments: [
            ("aaa", "aa", "b", "ba"), ("aaaa", "aa", "a", "aa"), ("abc", "x", "y", "abc"), ("xa", "xab", "y", "xa"),
            ("a b", " ", "▁", "a▁b"), ("aab", "ab", "", "a"),
        ]) func replaced(text: String, pattern: String, content: String, result: String)
    {
        let found = Normalizer.replace(Array(pattern.utf8), with: Array(content.utf8), in: Array(text.utf8))
        #expect(found == Array(result.utf8))
    }

    // MARK: decoding

    @Test("Only six characters in angles are a byte, and only where bytes are joined") func bytesOfTokens() {
        let joins = TokenDecoder(joinsBytes: true)
        func byte(_ text: String) -> UInt8? { joins.byte(of: Array(text.utf8)) }
        #expect(byte("<0x00>") == 0 && byte("<0xFF>") == 255 && byte("<0x4A>") == 0x4A && byte("<0x4a>") == 0x4A)
        for other in ["<0x4A", "<0x4A>>", "<0xGG>", "<1x4A>", "0x4A>>", "<0x4A)", "<0x4>", ""] {
            #expect(byte(other) == nil, "\(other)")
        }
        #expect(TokenDecoder().byte(of: Array("<0x41>".utf8)) == nil)
    }

    @Test("A run of bytes that is not UTF-8 is one U+FFFD for each of them") func runs() {
        let decoder = TokenDecoder()
        #expect(decoder.text(ofRun: [0xC3, 0xA9]) == [0xC3, 0xA9])
        #expect(decoder.text(ofRun: [0x41, 0xC3]) == Array("\u{FFFD}\u{FFFD}".utf8))
        #expect(decoder.text(ofRun: []) == [])
    }

    @Test("Replacements of a token are done one after the other") func replacements() {
        let decoder = TokenDecoder(replacements: [
            (Array("a".utf8), Array("b".utf8)), (Array("b".utf8), Array("c".utf8)),
        ])
        #expect(decoder.text(of: Array("ab".utf8)) == Array("cc".utf8))
    }

    // MARK: cutting

    private func pieces(_ text: String, _ steps: PreTokenizer.Step...) -> [String] {
        let bytes = Array(text.utf8)
        return PreTokenizer(steps: steps, addsPrefixSpace: false).split(bytes).map {
            String(decoding: bytes[$0], as: UTF8.self)
        }
    }

    @Test("Digits stand alone or in runs, those of other scripts too") func digits() {
        #expect(pieces("ab12c3", .digits) == ["ab", "1", "2", "c", "3"])
        #expect(pieces("ab12c3", .digitRuns) == ["ab", "12", "c", "3"])
        // ARABIC-INDIC DIGIT ONE, ROMAN NUMERAL TWO and VULGAR FRACTION ONE HALF are of category N.
        #expect(pieces("a\u{661}\u{2161}½", .digits) == ["a", "\u{661}", "\u{2161}", "½"])
        #expect(pieces("a\u{661}\u{2161}½", .digitRuns) == ["a", "\u{661}\u{2161}½"])
        #expect(pieces("12", .digits, .digitRuns) == ["1", "2"])
        #expect(pieces("", .digits) == [] && pieces("ab") == ["ab"])
    }

    @Test("GPT-2's pattern puts a space before what follows, and cuts by kind") func gpt2() {
        #expect(pieces("I'm here, you'll see", .gpt2) == ["I", "'m", " here", ",", " you", "'ll", " see"])
        #expect(
            pieces("it's don't we've they're he'd", .gpt2).filter { $0.hasPrefix("'") }
                == ["'s", "'t", "'ve", "'re", "'d"])
        // Case counts: 'S is an apostrophe and a letter.
        #expect(pieces("IT'S", .gpt2) == ["IT", "'", "S"])
        #expect(pieces("a   b", .gpt2) == ["a", "  ", " b"])
        #expect(pieces("a \n b", .gpt2) == ["a", " \n", " b"])
        #expect(pieces("a  ", .gpt2) == ["a", "  "] && pieces(" ", .gpt2) == [" "])
        #expect(pieces("x1234 56", .gpt2) == ["x", "1234", " 56"])
        #expect(pieces("é日!?", .gpt2) == ["é日", "!?"])
        #expect(pieces("\u{A0}a", .gpt2) == ["\u{A0}", "a"])
    }

    @Test("Llama 3's pattern has threes of digits, any case, and line breaks behind punctuation") func llama3() {
        #expect(pieces("12345", .llama3) == ["123", "45"])
        #expect(pieces("IT'S we'LL", .llama3) == ["IT", "'S", " we", "'LL"])
        // The long s is an s where case does not count.
        #expect(pieces("it'\u{17F}", .llama3) == ["it", "'\u{17F}"])
        #expect(pieces("(word)", .llama3) == ["(word", ")"])
        #expect(pieces("\tword", .llama3) == ["\tword"])
        #expect(pieces("\nword", .llama3) == ["\n", "word"])
        #expect(pieces("a!!\n\nb", .llama3) == ["a", "!!\n\n", "b"])
        #expect(pieces("a \n  b", .llama3) == ["a", " \n", " ", " b"])
        #expect(pieces("a 1", .llama3) == ["a", " ", "1"])
        #expect(pieces("a  !", .llama3) == ["a", " ", " !"])
        #expect(pieces("a  ", .llama3) == ["a", "  "])
    }

    // MARK: batches

    @Test("Runs of text count the log-probability of each token but the first of a prompt") func sums() {
        let sums = TextSums([-1, -2, -4, -8], runs: [(1..<3, -1), (3..<5, 0), (2..<2, 7)])
        #expect(sums.runs.map(\.sum) == [-3, -12, 0])
        #expect(sums.runs.map(\.image) == [-1, 0, 7] && sums.runs.map(\.tokens) == [1..<3, 3..<5, 2..<2])
        #expect(TextSums.gain(own: -3, other: -7, tokens: 4) == 1)
        #expect(TextSums.gain(own: -3, other: -7, tokens: 0) == 4)
    }

    @Test("Tokens of a picture are numbered picture by picture, also where another stands between") func seen() {
        let masked = [ImageStates]().seen(by: [0, 0, -1, 1, 0, 1])
        #expect(masked.map { $0?.row } == [0, 1, nil, 0, 2, 1])
        #expect(masked.allSatisfy { $0?.states == nil })
    }

    @Test("A prompt's tokens, indices and pictures fit together") func prompts() throws {
        let image = PreparedImage(rgb: [1, 2, 3], size: 1)
        let prompt = try Prompt(text: "t", ids: [4, 5], imageIndices: [-1, 0], images: [image], blocks: [1..<2])
        #expect(prompt.ids == [4, 5] && prompt.imageIndices == [-1, 0] && prompt.blocks == [1..<2])
        func problem(_ ids: [Int], _ indices: [Int], _ images: [PreparedImage]) -> IdeficsError? {
            do throws(IdeficsError) {
                _ = try Prompt(text: "", ids: ids, imageIndices: indices, images: images)
                return nil
            } catch { return error }
        }
        #expect(problem([], [], []) == .prompt("it has no tokens"))
        #expect(problem([1], [], []) == .prompt("one image index is needed for each token"))
        #expect(problem([1], [0], []) == .prompt("an image index points outside the 0 pictures"))
        #expect(problem([1], [1], [image]) == .prompt("an image index points outside the 1 pictures"))
        #expect(problem([1], [-2], [image]) == .prompt("an image index points outside the 1 pictures"))
        #expect(problem([1], [0], [image]) == nil)
    }

    @Test("The tile that shows all of a picture is the last") func tiles() {
        let split = PreparedImage(tiles: [[1], [2], [3]], size: 1, rows: 1, columns: 2)
        #expect(split.rgb == [3] && split.rows == 1 && split.columns == 2 && split.tiles.count == 3)
        let whole = PreparedImage(rgb: [9], size: 1)
        #expect(whole.rgb == [9] && whole.rows == 0 && whole.columns == 0)
    }

    @Test("A text that would be taken for a picture is refused, whatever characters it is a part of") func refused() {
        #expect(throws: IdeficsError.prompt("a text contains '<image>'; pictures are items of their own")) {
            try ImageTokens.refuse(ImageTokens.ofPictures, in: [.text("fine"), .text("x<image>y")])
        }
        // A combining accent makes one character of it and the angle.
        #expect(throws: IdeficsError.self) { try ImageTokens.refuse(["<image>"], in: [.text("<image>\u{301}")]) }
        #expect(throws: Never.self) { try ImageTokens.refuse(["<image>"], in: [.text("<image"), .text("> image")]) }
        #expect("abc".containsBytes(of: "bc") && !"abc".containsBytes(of: "cb") && !"ab".containsBytes(of: "abc"))
    }

    @Test("A byte is scaled, then its channel's mean and deviation are taken off") func pixels() {
        let table = PixelValues.table(mean: [0, 1, 2], deviation: [1, 2, 4], scale: 0.5)
        #expect(table.count == 768 && table[2] == 1 && table[256 + 4] == 0.5 && table[512 + 12] == 1)
        #expect(PixelValues.table(mean: [0, 0, 0], deviation: [1, 1, 1])[255] == 1)
    }

    @Test("Four bits keep eight where a matrix is read once for a picture or is sensitive") func formats() {
        let name = "model.layers.0.mlp.up_proj.weight"
        #expect(Precision.f32.format(of: name, group: 32) == nil && Precision.bf16.format(of: name, group: 32) == .bf16)
        #expect(Precision.int8.format(of: name, group: 32) == .int8(group: 32))
        #expect(Precision.int4.format(of: name, group: 64) == .int4(group: 64))
        for kept in [
            "model.vision_model.x.weight", "model.perceiver_resampler.x", "model.connector.x", "lm_head.weight",
            "model.gated.0.cross_attn.k_proj.weight", "model.gated.0.cross_attn.v_proj.weight",
        ] {
            #expect(Precision.int4.format(of: kept, group: 64) == .int8(group: 64), "\(kept)")
        }
        #expect(Precision.int4.format(of: "model.gated.0.cross_attn.q_proj.weight", group: 64) == .int4(group: 64))
    }

    @Test("What is asked of a picture") func captions() {
        #expect(CaptionTemplate.allCases.map(\.rawValue) == ["plain", "brief", "detailed"])
        #expect(CaptionTemplate.plain.question == nil && CaptionTemplate.plain.beginning == "")
        #expect(CaptionTemplate.brief.question == "Describe the image briefly.")
        #expect(CaptionTemplate.brief.beginning == "A picture of")
        #expect(CaptionTemplate.detailed.question == "Describe the image in detail.")
        #expect(CaptionTemplate.detailed.beginning == "In this picture we can see")
    }

    @Test("Only what is wrong with a request lets other requests be answered") func faults() {
        for error in [IdeficsError.image("x"), .prompt("x"), .option("x")] { #expect(error.isFaultOfRequest) }
        for error in [
            IdeficsError.configuration(file: "f", problem: "p"), .unsupportedModel(found: "m"),
            .tokenizer(file: "f", problem: "p"), .vocabulary(token: "t", id: 1, rows: 1), .notFinite(step: "s"),
        ] {
            #expect(!error.isFaultOfRequest && error.systemError == nil)
        }
        #expect("\(IdeficsError.configuration(file: "f", problem: "p"))" == "f: p")
        #expect("\(IdeficsError.tokenizer(file: "f", problem: "p"))" == "f: p")
        #expect("\(IdeficsError.image("x"))" == "picture: x" && "\(IdeficsError.prompt("x"))" == "prompt: x")
        #expect("\(IdeficsError.option("x"))" == "option: x")
        #expect(
            "\(IdeficsError.vocabulary(token: "t", id: 7, rows: 5))"
                == "the tokenizer gives 't' the id 7, but the embedding has only 5 rows")
        #expect("\(IdeficsError.notFinite(step: "s"))" == "the model produced NaN or infinity in s")
        #expect(
            "\(IdeficsError.unsupportedModel(found: "m"))"
                == "model_type is 'm'; this engine runs idefics, idefics3, smolvlm")
    }
}
