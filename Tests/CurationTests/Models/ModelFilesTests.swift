import Foundation
import Platform
import TestKit
import Testing

@testable import Curation

/// Models written by hand, their scores added up by hand.
@Suite struct ModelFilesTests {
    private static let arpa = """
        a comment
        \\data\\
        ngram 1=5
        ngram 2=2

        \\1-grams:
        -3\t<unk>
        -99\t<s>\t-0.5
        -1\ta\t-0.25
        -2\tb
        -1.5\t</s>

        \\2-grams:
        -0.3\t<s> a
        -0.4 a b

        \\end\\

        """

    private func model(_ text: String) throws -> NGramModel {
        let scratch = try Scratch()
        return try NGramModel(path: scratch.write(Array(text.utf8), "m.arpa"))
    }

    private func fault(_ text: String) -> String {
        let message = words { _ = try model(text) }
        return message.firstRange(of: "model: ").map { String(message[$0.upperBound...]) } ?? message
    }

    // MARK: ARPA

    @Test(
        "a sentence is the sum of its words after the ones before, with weights where an n-gram is missing",
        arguments: [
            (["a", "b"], -0.3 - 0.4 - 1.5), (["b"], -2 - 0.5 - 1.5), (["z"], -3 - 0.5 - 1.5), ([], -1.5 - 0.5),
            (["a"], -0.3 - 1.5 - 0.25), (["b", "a"], -2.5 - 1 - 1.75), (["a", "z", "b"], -0.3 - 3.25 - 2 - 1.5),
        ] as [([String], Double)])
    func scores(words: [String], score: Double) throws {
        let model = try model(Self.arpa)
        #expect(model.order == 2)
        #expect(abs(model.score(words) - score) < 1e-6)
    }

    @Test("lines may end with a carriage return, fields be parted by blanks, and <UNK> be in capitals") func spellings()
        throws
    {
        let text = Self.arpa.replacing("\t", with: "  ").replacing("<unk>", with: "<UNK>").replacing("\n", with: "\r\n")
        #expect(abs(try model(text).score(["z", "a", "b"]) - (-3.5 - 1 - 0.4 - 1.5)) < 1e-6)
    }

    @Test("a probability above one counts as one; without <unk> a word that is not known is all but impossible")
    func odd() throws {
        let text = Self.arpa.replacing("-1\ta", with: "0.5\ta")
        #expect(abs(try model(text).score(["b", "a"]) - (-2.5 - 0 - 1.75)) < 1e-6)
        let without = Self.arpa.replacing("-3\t<unk>", with: "-3\tq")
        #expect(abs(try model(without).score(["z"]) - (-100 - 0.5 - 1.5)) < 1e-4)
    }

    @Test("what is wrong with a file is told with its line") func faults() {
        #expect(fault("x\ny\n") == "line 3: no '\\data\\'")
        #expect(fault("\\data\\\nngram 2=1\n") == "line 2: 'ngram 1=' and a count expected")
        #expect(fault("\\data\\\nngram 1=-1\n") == "line 2: 'ngram 1=' and a count expected")
        #expect(fault("\\data\\\n\n") == "line 2: no n-gram counts")
        #expect(fault("\\data\\\nngram 1=1\n\n") == "line 4: the file ends before '\\1-grams:'")
        #expect(fault("\\data\\\nngram 1=1\n\n\\2-grams:\n") == "line 4: '\\1-grams:' expected")
        #expect(fault("\\data\\\nngram 1=2\n\n\\1-grams:\n-1\ta\n") == "line 6: the file ends among the 1-grams")
        #expect(fault("\\data\\\nngram 1=1\n\n\\1-grams:\nx\ta\n") == "line 5: a probability and 1 words expected")
        #expect(fault("\\data\\\nngram 1=1\n\n\\1-grams:\nnan\ta\n") == "line 5: a probability and 1 words expected")
        #expect(
            fault("\\data\\\nngram 1=1\n\n\\1-grams:\n-1\ta\tb\tc\n") == "line 5: a probability and 1 words expected")
        #expect(fault("\\data\\\nngram 1=1\n\n\\1-grams:\n-1\ta\tb\n") == "line 5: the backoff is no number")
        #expect(fault("\\data\\\nngram 1=1\n\n\\1-grams:\n-1\ta\nmore\n") == "line 6: '\\end\\' expected")
        #expect(fault("\\data\\\nngram 1=1\n\n\\1-grams:\n-1\ta\n") == "line 6: the file ends before '\\end\\'")
    }

    // MARK: Lines

    @Test("lines of plain and compressed files, of several members too, are the same") func lines() throws {
        let scratch = try Scratch()
        func lines(_ bytes: [UInt8]) throws -> [String] {
            let lines = try TextLines(path: scratch.write(bytes, "f"))
            var found: [String] = []
            while let line = try lines.next() { found.append(String(decoding: line, as: UTF8.self)) }
            return found
        }
        for text in ["", "a", "a\n", "a\n\nb", "\n", "a\nb\n"] {
            let expected =
                text.isEmpty
                ? []
                : (text.hasSuffix("\n") ? String(text.dropLast()) : text)
                    .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
            #expect(try lines(Array(text.utf8)) == expected)
            #expect(try lines(Gzip.member(Array(text.utf8))) == expected)
        }
        #expect(try lines(Gzip.member(Array("a\nb".utf8)) + Gzip.member(Array("c\nd\n".utf8))) == ["a", "bc", "d"])
        let long = String(repeating: "x", count: 3_000_000)
        #expect(try lines(Array("\(long)\ny".utf8)).map(\.count) == [3_000_000, 1])
        #expect(try lines(Gzip.member(Array("\(long)\ny".utf8))).map(\.count) == [3_000_000, 1])
    }

    @Test("a compressed file that is cut off or damaged says so") func damaged() throws {
        let scratch = try Scratch()
        func read(_ bytes: [UInt8]) throws -> String {
            let path = try scratch.write(bytes, "f")
            return words {
                let lines = try TextLines(path: path)
                while try lines.next() != nil {}
            }
        }
        let whole = Gzip.member(Array("some text\nand more\n".utf8))
        #expect(try read(whole) == "")
        #expect(try read(Array(whole.dropLast(9))).hasSuffix("the gzip stream is cut off"))
        var other = whole
        other[12] ^= 0xFF
        #expect(try read(other).contains("the gzip stream is"))
        #expect(words { _ = try TextLines(path: scratch.file("none")) }.hasPrefix("the model cannot be read: "))
    }

    // MARK: Fields

    @Test("fields of a model are little endian and signed, and end where the file does") func fields() throws {
        var reader = ModelReader(
            bytes: [1, 0xFE, 0xFF, 0xFF, 0xFF, 3, 0, 0, 0, 0, 0, 0, 0x80, 0, 0, 0x80, 0x3F, 0x61, 0x62, 0, 9], path: "m"
        )
        #expect(try reader.byte() == 1)
        #expect(try reader.integer() == -2)
        #expect(try reader.long() == Int64.min + 3)
        #expect(try reader.floats(1) == [1])
        #expect(try reader.terminated() == [0x61, 0x62])
        #expect(words { _ = try reader.integer() } == "m is no usable model: the file is cut off (byte 20)")
        #expect(throws: ModelError.self) { _ = try reader.take(2) }
        #expect(throws: ModelError.self) { _ = try reader.take(-1) }
        #expect(throws: ModelError.self) { _ = try reader.floats(1) }
        #expect(throws: ModelError.self) { _ = try reader.terminated() }
        try reader.skip(1)
        #expect(throws: ModelError.self) { _ = try reader.byte() }
        #expect(try reader.take(0).isEmpty)
    }

    @Test("a count is not negative and not larger than it may be") func counts() throws {
        func count(_ value: Int64, most: Int) throws -> Int {
            var reader = ModelReader(bytes: withUnsafeBytes(of: value.littleEndian) { Array($0) }, path: "m")
            return try reader.long(most: most)
        }
        #expect(try count(7, most: 7) == 7 && count(0, most: 0) == 0)
        #expect(words { _ = try count(8, most: 7) } == "m is no usable model: an impossible size (byte 8)")
        #expect(throws: ModelError.self) { _ = try count(-1, most: 7) }
    }

    @Test("tables find every key again, however many there are, and no other") func tables() {
        var bytes = ByteTable()
        var integers = IntegerTable()
        for number in 0..<1000 {
            bytes.insert(Array("k\(number)".utf8), number)
            integers.insert(UInt32(number) << 16, UInt32(number))
        }
        #expect((0..<1000).allSatisfy { (number: Int) in bytes[Array("k\(number)".utf8)[...]] == number })
        #expect((0..<1000).allSatisfy { (number: Int) in integers[UInt32(number) << 16] == UInt32(number) })
        #expect(bytes[Array("k1000".utf8)[...]] == nil && bytes[[]] == nil)
        #expect(integers[1] == nil && integers[1000 << 16] == nil)
    }

    @Test("errors of models name the file") func errors() {
        #expect(ModelError.malformed(path: "m", problem: "p").description == "m is no usable model: p")
        #expect(ModelError.unsupported(path: "m", feature: "f").description == "m: f is not supported")
    }

    // MARK: Hierarchical softmax

    @Test("the rarest labels are deepest, and each way of the tree leads to its leaf") func huffman() {
        // Counts 4, 2, 1: the two rare ones meet in inner node 0; the root, 1, has them to its left.
        let tree = HuffmanTree(counts: [4, 2, 1])
        func best(_ first: Float, _ root: Float) -> Int { tree.best { $0 == 0 ? first : root }.leaf }
        #expect(best(0, 10) == 0)
        #expect(best(10, -10) == 1)
        #expect(best(-10, -10) == 2)
        let half = tree.best { _ in 0 }
        #expect(half.leaf == 0 && abs(half.logarithm - Float(log(0.50001))) < 1e-6)
        #expect(HuffmanTree(counts: [5]).best { _ in 0 }.leaf == 0)
    }
}
