import Platform
import TestKit
import Testing

@testable import Curation

/// SentencePiece models written field by field after `sentencepiece_model.proto`.
@Suite struct PieceModelTests {
    private static func varint(_ value: UInt64) -> [UInt8] {
        var (rest, out): (UInt64, [UInt8]) = (value, [])
        while rest >= 0x80 {
            out.append(UInt8(rest & 0x7F) | 0x80)
            rest >>= 7
        }
        return out + [UInt8(rest)]
    }

    private static func number(_ field: UInt64, _ value: UInt64) -> [UInt8] { varint(field << 3) + varint(value) }
    private static func bytes(_ field: UInt64, _ value: [UInt8]) -> [UInt8] {
        varint(field << 3 | 2) + varint(UInt64(value.count)) + value
    }

    private static func piece(_ text: String, _ score: Float, _ kind: UInt64 = 1) -> [UInt8] {
        let bits = withUnsafeBytes(of: score.bitPattern.littleEndian) { Array($0) }
        return bytes(1, bytes(1, Array(text.utf8)) + varint(2 << 3 | 5) + bits + number(3, kind))
    }

    private static let pieces =
        piece("<unk>", 0, 2) + piece("<s>", 0, 3) + piece("\u{2581}", -2) + piece("\u{2581}a", -1) + piece("a", -2.5)
        + piece("b", -3) + piece("ab", -1.5)

    private func model(_ more: [UInt8] = [], pieces: [UInt8] = pieces) throws -> SentencePieceModel {
        let scratch = try Scratch()
        return try SentencePieceModel(path: scratch.write(pieces + more, "m"))
    }

    @Test(
        "the way through a line with the greatest sum is taken",
        arguments: [
            // _ and ab are -3.5, _a and b -4.
            ("ab", ["\u{2581}", "ab"]), ("a", ["\u{2581}a"]), ("b", ["\u{2581}", "b"]), ("aab", ["\u{2581}a", "ab"]),
            ("a b", ["\u{2581}a", "\u{2581}", "b"]), ("", []), ("   ", []),
            // What no piece covers is one piece with its neighbours of the same kind.
            ("accb", ["\u{2581}a", "cc", "b"]), ("c\u{E9}\u{4E2D}", ["\u{2581}", "c\u{E9}\u{4E2D}"]),
            ("<s>", ["\u{2581}", "<s>"]),
        ])
    func pieces(line: String, expected: [String]) throws { #expect(try model().pieces(of: line) == expected) }

    @Test("blanks are folded and taken off both ends, unless the model keeps them") func blanks() throws {
        #expect(try model().pieces(of: "  a   b ") == ["\u{2581}a", "\u{2581}", "b"])
        let keeps = try model(Self.bytes(3, Self.number(4, 0)))
        #expect(keeps.pieces(of: " a ") == ["\u{2581}", "\u{2581}a", "\u{2581}"])
    }

    @Test("a blank before the line is added unless the model says so, or stands behind it") func prefix() throws {
        #expect(try model(Self.bytes(3, Self.number(3, 0))).pieces(of: "ab") == ["ab"])
        let suffix = try model(Self.bytes(2, Self.number(24, 1)))
        #expect(suffix.pieces(of: "ab") == ["ab", "\u{2581}"])
        let plain = try model(Self.bytes(3, Self.number(5, 0)), pieces: Self.pieces + Self.piece(" ab", -0.5))
        #expect(plain.pieces(of: "ab") == [" ab"])
    }

    @Test("bytes stand for what no piece covers, where the model has them") func bytesOfUnknown() throws {
        let fallback = try model(Self.bytes(2, Self.number(35, 1)))
        #expect(fallback.pieces(of: "ac\u{E9}") == ["\u{2581}a", "<0x63>", "<0xC3>", "<0xA9>"])
    }

    @Test("models of other kinds, with symbols of users, or without pieces are refused by name") func refused() throws {
        #expect(
            words { _ = try model(Self.bytes(2, Self.number(3, 2))) }.hasSuffix(
                "a model that is not of the unigram kind is not supported"))
        #expect(words { _ = try model(Self.bytes(2, Self.number(3, 1))) } == "")
        #expect(
            words { _ = try model(Self.piece("x", 0, 4)) }.hasSuffix(
                "a model with user-defined symbols is not supported"))
        #expect(words { _ = try model(pieces: []) }.hasSuffix("it has no pieces"))
        #expect(
            words { _ = try model(Self.bytes(3, Self.bytes(2, [1, 2]))) }.hasSuffix(
                "its normalisation table is damaged"))
    }

    @Test("a file's fields are read, those of later versions passed over") func fields() throws {
        let file = try PieceFile(
            Self.piece("x", -0.5, 6) + Self.number(9, 300) + Self.bytes(9, [1]) + Self.varint(9 << 3 | 1)
                + [UInt8](repeating: 0, count: 8)
                + Self.bytes(2, Self.number(3, 1) + Self.number(24, 1) + Self.number(35, 1))
                + Self.bytes(3, Self.bytes(2, [7]) + Self.number(3, 0) + Self.number(4, 0) + Self.number(5, 0)))
        #expect(file.pieces == [Array("x".utf8)] && file.scores == [-0.5] && file.kinds == [.byte])
        #expect(file.isUnigram && file.whiteSpaceIsSuffix && file.hasByteFallback && file.charsMap == [7])
        #expect(!file.addsDummyPrefix && !file.removesExtraSpaces && !file.escapesSpaces)
        let plain = try PieceFile(Self.bytes(1, []))
        #expect(plain.pieces == [[]] && plain.scores == [0] && plain.kinds == [.normal])
        #expect(plain.isUnigram && !plain.hasByteFallback && !plain.whiteSpaceIsSuffix)
        #expect(plain.addsDummyPrefix && plain.removesExtraSpaces && plain.escapesSpaces)
        #expect(try PieceFile(Self.piece("x", 0, 99)).kinds == [.unused])
    }

    @Test("messages that are cut or of unknown types are no messages") func messages() {
        func problem(_ bytes: [UInt8]) -> String { words { _ = try PieceFile(bytes) } }
        #expect(problem([0x0A, 5, 1]) == "a field is cut off")
        #expect(problem([0x08]) == "a number is cut off" && problem([0x08, 0x80]) == "a number is cut off")
        #expect(problem([0x0D, 1, 2, 3]) == "a number is cut off" && problem([0x09, 1]) == "a number is cut off")
        #expect(problem([0x0B]) == "an unknown wire type")
        #expect(problem([0x08] + [UInt8](repeating: 0xFF, count: 11)) == "a number without end")
        #expect(problem([]) == "it has no pieces")
        var reader = ProtobufReader([0x08, 0xAC, 0x02, 0x15, 1, 0, 0, 0x80, 0x19, 2, 0, 0, 0, 0, 0, 0, 0x80][...])
        var values: [String] = []
        while let (field, value) = try? reader.next() { values.append("\(field) \(value)") }
        #expect(values == ["1 varint(300)", "2 fixed32(2147483649)", "3 fixed64(9223372036854775810)"])
    }

    @Test("a byte that is no UTF-8 becomes U+FFFD, code points stay whole") func normalize() throws {
        let normalizer = try #require(PieceNormalizer(PieceFile(Self.piece("x", 0))))
        func text(_ bytes: [UInt8]) -> [UInt8] { Array(normalizer.normalize(bytes).dropFirst(3)) }
        #expect(text([0x61, 0xFF, 0x62]) == [0x61, 0xEF, 0xBF, 0xBD, 0x62])
        #expect(text(Array("\u{E9}\u{4E2D}\u{1F600}".utf8)) == Array("\u{E9}\u{4E2D}\u{1F600}".utf8))
        #expect(text([0xE4, 0xB8]) == [0xEF, 0xBF, 0xBD, 0xEF, 0xBF, 0xBD])
        #expect(normalizer.normalize([]) == [] && normalizer.normalize([0x20]) == [])
        #expect(normalizer.normalize([0x61]) == [0xE2, 0x96, 0x81, 0x61])
    }

    @Test("pieces are found by every beginning of a text, the shortest first") func trie() {
        var trie = PieceTrie()
        for (index, piece) in ["a", "abc", "b", ""].enumerated() where !piece.isEmpty {
            trie.insert(Array(piece.utf8), index)
        }
        func found(_ text: String) -> [[Int]] {
            var found: [[Int]] = []
            trie.prefixes(of: Array(text.utf8)[...]) { found.append([$0, $1]) }
            return found
        }
        #expect(
            found("abcd") == [[1, 0], [3, 1]] && found("ab") == [[1, 0]] && found("ca") == [] && found("") == [])
        #expect([0x41, 0x7F, 0xC3, 0xE4, 0xF0, 0x80].map { UTF8Decoding.length($0) } == [1, 1, 2, 3, 4, 1])
    }
}
