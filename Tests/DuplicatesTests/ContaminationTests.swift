import TestKit
import Testing
@testable import Duplicates

@Suite struct ContaminationTests {
    static let item = "Which of the following rivers of the old world flows to the north and not to the south?"

    @Test("A run of words that an item has too is found wherever it stands; fewer words are not")
    func texts() {
        var words = TextWords()
        var list = HashList(ngram: 6)
        list.add([Self.item], item: "exam:1", &words)
        list.add(["too short"], item: "exam:2", &words)
        #expect(list.shortItems == 1)
        var decontaminator = Decontaminator(list, distance: 4)
        let found = decontaminator.item(in: ["Before it.", "WHICH of the following rivers of it all"])
        #expect(found == "exam:1")
        let across = decontaminator.item(in: ["the old world flows", "to the north"])
        #expect(across == "exam:1")
        let fewer = decontaminator.item(in: ["which of the following lakes of the old world"])
        #expect(fewer == nil)
    }

    @Test("Fifty items planted among other texts are all found, and nothing else is")
    func planted() {
        var random = SeededRandom(seed: 6)
        var words = TextWords()
        var list = HashList()
        let items = (0..<50).map { _ in (0..<30).map { _ in "\(Recombined.words.randomElement(using: &random) ?? "")x" }
        }
        for (number, item) in items.enumerated() {
            list.add([item.joined(separator: " ")], item: "item \(number)", &words)
        }
        var decontaminator = Decontaminator(list, distance: 4)
        let texts = Recombined.texts(50, edits: 3, seed: 8)
        for (number, text) in texts.enumerated() {
            let clean = decontaminator.item(in: [text])
            #expect(clean == nil)
            let planted = decontaminator.item(in: [text, items[number][5..<18].joined(separator: " "), text])
            #expect(planted == "item \(number)")
        }
    }

    @Test("Pictures are known by their bytes or within some bits of their looks; one colour looks like nothing")
    func pictures() {
        var list = HashList()
        list.add(sha256: String(repeating: "a", count: 64), phash: 0xF0F0_F0F0_F0F0_F0F0, item: "chart")
        let decontaminator = Decontaminator(list, distance: 4)
        #expect(decontaminator.item(ofPicture: String(repeating: "a", count: 64), phash: nil)?.item == "chart")
        #expect(decontaminator.item(ofPicture: "b", phash: 0xF0F0_F0F0_F0F0_F0FF)?.distance == 4)
        #expect(decontaminator.item(ofPicture: "b", phash: 0xF0F0_F0F0_F0F0_F10F) == nil)
        #expect(decontaminator.item(ofPicture: "b", phash: 0) == nil)
    }

    @Test("A list that was written is read again, and tells a line that is none")
    func files() throws {
        var words = TextWords()
        var list = HashList()
        list.add([Self.item], item: "exam:1", &words)
        list.add(sha256: String(repeating: "0", count: 64), phash: 5, item: "a\tb")
        let bytes = Array((list.lines.joined(separator: "\n") + "\n").utf8)
        #expect(HashList.isList(bytes))
        #expect(try HashList(parsing: bytes, path: "list").lines == list.lines)
        #expect(throws: HashListError(path: "list", line: 2, problem: "not ngram, sha256 or phash, a hash, an item")) {
            try HashList(parsing: Array("# quarry hashes 2, ngram 13\nngram\tx\ty\n".utf8), path: "list")
        }
        #expect(
            throws: HashListError(path: "list", line: 1, problem: "not '# quarry hashes 2, ngram 13': make it again")
        ) {
            try HashList(parsing: Array("ngram\n".utf8), path: "list")
        }
    }
}
