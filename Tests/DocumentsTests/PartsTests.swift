import Documents
import Testing

/// Documents that are cut, and what a document knows of itself.
@Suite struct PartsTests {
    private func text(_ first: Int, _ texts: String...) -> Node {
        .text(TextNode(paragraphs: texts.enumerated().map { Paragraph(ordinal: first + $0.offset, text: $0.element) }))
    }

    private func image(_ ordinal: Int) -> Node { .image(ImageNode(ordinal: ordinal, url: "u")) }

    /// A text costs 300 and its bytes and 4 a paragraph; an image 300 and its bytes.
    @Test func aDocumentThatFitsIsNotCut() {
        let document = Document(url: "http://a/", nodes: [text(0, "abcdef"), image(1)])  // 310 + 301
        #expect(document.parts(below: 611) == [document])
        #expect(document.parts(below: 610).map(\.nodes) == [[text(0, "abcdef")], [image(1)]])
    }

    @Test func partsAreFilledToTheBrimAndNothingIsLost() {
        let nodes = [image(0), image(1), image(2), image(3), image(4)]  // 301 each
        let parts = Document(url: "http://a/#top", nodes: nodes).parts(below: 602)
        #expect(parts.map { $0.nodes.map(\.ordinal) } == [[0, 1], [2, 3], [4]])
        #expect(parts.map(\.url) == ["http://a/#top", "http://a/#part-2", "http://a/#part-3"])
    }

    /// A text longer than a part is cut between its paragraphs; those that share a part are one text again.
    @Test func aLongTextIsCutBetweenItsParagraphs() {
        let document = Document(url: "http://a/", nodes: [text(0, "aaaa", "bbbb", "cccc")])
        #expect(document.parts(below: 616).map(\.nodes) == [[document.nodes[0]]])
        let pieces = Document(url: "http://a/", nodes: [text(0, "aaaa", "bbbb", "cccc"), image(3), image(4)])
        #expect(
            pieces.parts(below: 320).map(\.nodes)
                == [[text(0, "aaaa")], [text(1, "bbbb")], [text(2, "cccc")], [image(3)], [image(4)]])
    }

    @Test func whatIsLongerThanAPartIsAPartOfItsOwn() {
        let long = String(repeating: "x", count: 1000)
        let parts = Document(url: "u", nodes: [image(0), text(1, long), image(2)]).parts(below: 400)
        #expect(parts.map { $0.nodes.map(\.ordinal) } == [[0], [1], [2]])
    }

    /// Quotation marks, backslashes and line feeds take two bytes of JSON, other controls six.
    @Test(arguments: [("aa", 301), ("\"\"", 301), ("\u{1}\u{1}", 301)])
    func escapesAreCounted(alt: String, rest: Int) {
        let cost = rest + (alt == "aa" ? 2 : alt == "\"\"" ? 4 : 12)
        let node = Node.image(ImageNode(ordinal: 0, url: "u", alt: alt))
        let other = image(1)
        let document = Document(url: "", nodes: [node, other])
        #expect(document.parts(below: cost + 301).count == 1)
        #expect(document.parts(below: cost + 300).count == 2)
    }

    @Test func aDocumentIsCutWhereItIsTold() {
        let document = Document(url: "http://a/", nodes: [text(0, "a", "b"), image(2), text(3, "c", "d"), image(5)])
        let parts = document.parts(before: [1, 5])
        #expect(parts.map(\.nodes) == [[text(0, "a")], [text(1, "b"), image(2), text(3, "c", "d")], [image(5)]])
        #expect(document.parts(before: [0]).map(\.nodes) == [document.nodes])
        #expect(document.parts(before: []).map(\.url) == ["http://a/"])
    }

    // MARK: What is known of the text that is there

    @Test func aMeasurementHoldsUntilAParagraphOrADivideLeaves() {
        var document = Document(url: "", nodes: [text(0, "a", "b"), image(2), .divide(ordinal: 3)])
        document.isMeasured = true
        document.sift { if case .image = $0 { nil } else { $0 } }
        #expect(document.isMeasured && document.nodes.count == 2)
        var without = document
        without.sift { if case .divide = $0 { nil } else { $0 } }
        #expect(!without.isMeasured)
        document.sift { if case .text = $0 { text(0, "a") } else { $0 } }
        #expect(!document.isMeasured)
    }

    @Test func aPartIsNotMeasured() {
        var document = Document(url: "", nodes: [text(0, "a"), image(1)])
        document.isMeasured = true
        #expect(document.parts(before: [1]).map(\.isMeasured) == [false, false])
    }

    @Test func aGalleryWithCaptionsHasText() {
        let captioned = Node.image(ImageNode(ordinal: 0, url: "u", alt: "", caption: "c"))
        let described = Node.image(ImageNode(ordinal: 0, url: "u", alt: "a"))
        #expect(Document(url: "", nodes: [captioned]).hasText)
        #expect(Document(url: "", nodes: [text(0, "a")]).hasText)
        for nodes in [[], [described], [.divide(ordinal: 0)], [.text(TextNode(paragraphs: []))]] {
            #expect(!Document(url: "", nodes: nodes).hasText)
        }
    }

    @Test func whatIsInADocumentIsCounted() {
        let document = Document(url: "", nodes: [text(0, "a", "b"), image(2), image(3), text(4, "c")])
        #expect(document.imageCount == 2 && document.paragraphCount == 3)
        #expect(document.images.map(\.ordinal) == [2, 3] && document.text == "a\n\nb\n\nc")
    }

    /// Halves go to the even neighbour, as in the Python that the rule comes from.
    @Test(arguments: [(50, 5, 2), (50, 7, 4), (50, 6, 3), (33, 100, 33), (0, 9, 0), (150, 3, 4)])
    func percentOfAnOriginal(percent: Int, original: Int, pixels: Int) {
        #expect(RenderedLength.percent(percent).resolved(original: original) == pixels)
        #expect(RenderedLength.pixels(-1).resolved(original: original) == -1)
        #expect(RenderedLength.unknown.resolved(original: original) == nil)
    }
}
