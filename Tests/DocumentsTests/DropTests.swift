import Documents
import Facts
import JSON
import Testing

/// What a drop tells of the thing that left.
@Suite struct DropTests {
    @Test func anImageIsToldByItsCaptionElseByItsAlternative() {
        let both = ImageNode(ordinal: 3, url: "http://a/1.jpg", alt: "a dog", caption: "Idéfix")
        let alone = ImageNode(ordinal: 4, url: "http://a/2.jpg", alt: "a dog")
        #expect(Drop(.imageBlank, image: both).text == "Idéfix")
        let drop = Drop(.imageBlank, detail: "1 colour", image: alone)
        #expect(drop.text == "a dog" && drop.url == "http://a/2.jpg" && drop.ordinal == 4 && drop.detail == "1 colour")
    }

    @Test func aDocumentIsToldByItsFirstParagraphs() {
        let paragraphs = ["One", "", "Two"].enumerated().map { Paragraph(ordinal: $0.offset, text: $0.element) }
        let document = Document(
            url: "http://a/",
            nodes: [
                .image(ImageNode(ordinal: 9, url: "http://a/1.jpg", caption: "not this")),
                .text(TextNode(paragraphs: paragraphs)),
            ])
        let drop = Drop(.documentNSFW, of: document)
        #expect(drop.text == "One\n\n\n\nTwo" && drop.url == "http://a/")
    }

    /// 200 scalars, however many bytes each has.
    @Test(arguments: ["a", "é", "語", "🐶"]) func anExcerptIsCountedInCharacters(letter: String) {
        let text = String(repeating: letter, count: 201)
        let expected = String(repeating: letter, count: 200)
        #expect(Drop.excerpt(text) == expected)
        #expect(Drop.excerpt(expected) == expected)
        #expect(Drop.excerpt(utf8: Array(text.utf8)[...]) == expected)
        #expect(Drop.excerpt(utf8: Array("xx\(text)".utf8).dropFirst(2)) == expected)
        #expect(Drop(.paragraphBoilerplate, paragraph: Paragraph(ordinal: 1, text: text)).text == expected)
    }

    @Test func theBeginningOfADocumentIsCutToo() {
        let paragraphs = (0..<300).map { Paragraph(ordinal: $0, text: "ab") }
        let document = Document(url: "", nodes: [.text(TextNode(paragraphs: paragraphs))])
        #expect(document.beginning.unicodeScalars.count == 200)
        #expect(document.beginning.hasPrefix("ab\n\nab\n\nab"))
    }

    /// A cut never leaves half a character.
    @Test func aDetailHasNoMoreThan200Bytes() {
        let exact = String(repeating: "x", count: 200)
        #expect(Drop(.imageNotFound, detail: exact).detail == exact)
        let long = Drop(.imageNotFound, detail: "xx" + String(repeating: "語", count: 100)).detail
        #expect(long.utf8.count <= 200 && long.utf8.count > 190 && long.hasSuffix("語") && !long.contains("\u{FFFD}"))
    }

    @Test func aLineHasEveryKeyInOrder() {
        var drop = Drop(.paragraphBoilerplate, detail: "d", document: "0a", url: "http://i/", ordinal: 7)
        (drop.page, drop.path, drop.text) = ("http://p/", "html > body", "words")
        var json = JSONWriter()
        drop.write(to: &json)
        #expect(
            json.text == #"{"unit":"paragraph","reason":"paragraph.boilerplate","detail":"d","document":"0a","#
                + #""url":"http://i/","ordinal":7,"page":"http://p/","path":"html > body","text":"words"}"#)
    }

    @Test func logsOfOldFormatsAreRead() throws {
        let old = #"{"unit":"image","reason":"image.blank","detail":"","document":"0a","url":"http://i/","ordinal":7}"#
        let drop = try #require(Drop(try JSONValue(parsing: Array(old.utf8))))
        #expect(drop == Drop(.imageBlank, document: "0a", url: "http://i/", ordinal: 7))
        let unknown = old.replacing("image.blank", with: "image.new")
        #expect(Drop(try JSONValue(parsing: Array(unknown.utf8))) == nil)
        let short = old.replacing(",\"ordinal\":7", with: "")
        #expect(Drop(try JSONValue(parsing: Array(short.utf8))) == nil)
    }
}
