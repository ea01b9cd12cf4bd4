import Documents
import Facts
import Testing

@testable import Extraction

/// The text between two images as it grows.
@Suite struct TextRunTests {
    private func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

    private func joined(
        _ pieces: [(String, ExtractionOptions.Separator)], foldsAllSpaces: Bool = true, dropsSoftHyphens: Bool = true
    ) -> String {
        var run = TextRun(foldsAllSpaces: foldsAllSpaces, dropsSoftHyphens: dropsSoftHyphens)
        for (text, separator) in pieces { _ = run.append(bytes(text), separator, style: .init()) }
        return String(decoding: run.bytes, as: UTF8.self)
    }

    @Test(
        arguments: [
            ([("a", .none), ("b", .none)], "ab"), ([("a", .none), ("b", .space)], "a b"),
            ([("a", .none), ("b", .line)], "a\nb"), ([("a", .none), ("b", .paragraph)], "a\n\nb"),
            // A space at an end that had one joins as a space, or gives way to what is stronger.
            ([("a ", .none), ("b", .none)], "a b"), ([("a", .none), (" b", .none)], "a b"),
            ([("a ", .none), (" b", .none)], "a b"), ([("a ", .none), (" b", .line)], "a\nb"),
            ([("a ", .none), ("b", .paragraph)], "a\n\nb"), ([(" ", .none), ("b", .none)], " b"),
            ([("a", .none), (" ", .none), ("b", .none)], "a b"), ([("", .none), ("b", .paragraph)], "b"),
            ([("a", .paragraph), ("b", .none)], "ab"),
        ] as [([(String, ExtractionOptions.Separator)], String)])
    func neighboursAreJoinedByTheStrongest(pieces: [(String, ExtractionOptions.Separator)], text: String) {
        #expect(joined(pieces) == text)
    }

    @Test(arguments: [
        ("a  b", "a b"), ("a\n\tb", "a b"), ("  a", " a"), ("a \u{1} b", "a\nb"), ("a\u{1}\u{1}b", "a\n\nb"),
        ("\u{1}a", "\na"), (" \u{1} a ", " \na "), ("a\u{A0}b", "a b"), ("a\u{2003} b", "a b"), ("a\u{AD}b", "ab"),
        ("12345678  9", "12345678 9"), ("1234567  89", "1234567 89"), ("a\u{C}b", "a b"), ("", ""),
    ])
    func whiteSpaceIsFolded(text: String, clean: String) { #expect(joined([(text, .none)]) == clean) }

    @Test func withoutTheSwitchesOtherSpacesStay() {
        #expect(joined([("a\u{A0}b\u{3000}c", .none)], foldsAllSpaces: false) == "a\u{A0}b\u{3000}c")
        // At the ends they are stripped all the same, as Python does, and leave the plain ones.
        #expect(joined([("\u{A0}a\u{A0}", .none)], foldsAllSpaces: false) == "a")
        #expect(joined([(" \u{A0}a", .none)], foldsAllSpaces: false) == " a")
        #expect(joined([("a\u{AD}b", .none)], dropsSoftHyphens: false) == "a\u{AD}b")
    }

    @Test func codeIsJoinedAsItIs() {
        var run = TextRun(foldsAllSpaces: true)
        _ = run.append(bytes("a "), .none, style: .init())
        run.appendVerbatim(bytes("  b\n   c"), .line, style: .init(role: .verbatim))
        #expect(String(decoding: run.bytes, as: UTF8.self) == "a\n  b\n   c")
        run.appendVerbatim([], .paragraph, style: .init())
        #expect(run.marks.count == 2 && run.marks[1].offset == 2 && run.marks[1].style.role == .verbatim)
        var first = TextRun(foldsAllSpaces: true)
        first.appendVerbatim(bytes("  x"), .none, style: .init(role: .verbatim))
        #expect(String(decoding: first.bytes, as: UTF8.self) == "  x" && !first.isEmpty)
    }

    @Test func stylesAreMarkedWhereTheyChange() {
        var run = TextRun(foldsAllSpaces: true)
        _ = run.append(bytes("head"), .none, style: .init(role: .heading))
        _ = run.append(bytes("ing"), .none, style: .init(role: .heading))
        _ = run.append(bytes("text"), .paragraph, style: .init())
        _ = run.append(bytes("nav"), .paragraph, style: .init(frame: .tag))
        #expect(run.marks.map(\.offset) == [0, 9, 15] && run.marks.map(\.style.role) == [.heading, .body, .body])
        #expect(run.marks.map(\.style.frame) == [nil, nil, .tag])
    }

    @Test func paragraphsKnowTheirFirstNode() {
        var run = TextRun(foldsAllSpaces: true)
        for (node, separator) in [(4, .none), (5, .space), (6, .paragraph), (7, .line)] as [(Int32, TextRun.Separator)]
        {
            run.node = node
            _ = run.append(bytes("ab"), separator, style: .init())
        }
        #expect(run.origins.map(\.node) == [4, 6] && run.origins.map(\.offset) == [0, 7])
        run.removeAll()
        #expect(run.isEmpty && run.bytes.isEmpty && run.marks.isEmpty && run.origins.isEmpty)
    }

    @Test func whetherAnythingWasLeftIsSaid() {
        var run = TextRun(foldsAllSpaces: true, dropsSoftHyphens: true)
        #expect(!run.append(bytes(""), .none, style: .init()) && !run.append(bytes("\u{AD}"), .none, style: .init()))
        #expect(run.isEmpty && run.endsBlank)
        #expect(run.append(bytes("a"), .none, style: .init()) && !run.endsBlank)
        #expect(run.append(bytes("a "), .none, style: .init()) && run.endsBlank)
    }

    @Test func signsThatEndWords() {
        let closing = Set(".,:;!?)]}%".utf8)
        for byte in UInt8.min...UInt8.max { #expect(TextRun.closes(byte) == closing.contains(byte), "\(byte)") }
    }
}

/// Paragraphs, images and drops in one order.
@Suite struct AssemblyTests {
    private func run(_ text: String, _ style: TextRun.Style = .init(), of node: Int32 = 3) -> TextRun {
        var run = TextRun(foldsAllSpaces: true)
        for (number, part) in text.split(separator: "¶", omittingEmptySubsequences: false).enumerated() {
            run.node = node + Int32(number)
            _ = run.append(Array(part.utf8), number == 0 ? .none : .paragraph, style: style)
        }
        return run
    }

    private func texts(_ assembly: Assembly) -> [String] {
        assembly.nodes.map { node in
            switch node {
            case .text(let text): text.paragraphs.map { "\($0.ordinal) \($0.text)" }.joined(separator: "¶")
            case .image(let image): "\(image.ordinal) I \(image.url) [\(image.caption)]"
            case .divide(let ordinal): "\(ordinal) D"
            }
        }
    }

    @Test func everythingHasOneNumber() {
        var assembly = Assembly(ExtractionOptions())
        assembly.drop(Drop(.imageNoSource), of: 9, offset: 0)
        assembly.drop(Drop(.imageDataURI), of: 10, offset: 6)
        assembly.text(run("one¶two¶three"))
        let place = assembly.image("u", ["v"], of: 8, alt: "a", rendered: (.pixels(1), .percent(2)))
        assembly.divide(at: 11)
        assembly.finish()
        // `three` begins at byte 10, `two` at 5: the second drop stands between them.
        #expect(texts(assembly) == ["1 one¶2 two¶4 three", "5 I u []", "6 D"])
        #expect(
            assembly.drops.map(\.ordinal) == [0, 3] && assembly.drops.map(\.reason) == [.imageNoSource, .imageDataURI])
        #expect(assembly.places == [9, 3, 4, 10, 5, 8, 11] && place == 1)
        #expect(assembly.imagesBorn == 3 && assembly.paragraphsBorn == 3)
        guard case .image(let image) = assembly.nodes[1] else { return }
        #expect(image.alt == "a" && image.otherURLs == ["v"] && image.renderedWidth == .pixels(1))
        #expect(image.renderedHeight == .percent(2))
    }

    @Test func captionsAndTheirBytes() {
        var assembly = Assembly(ExtractionOptions())
        assembly.text(run("één"))
        _ = assembly.image("u", [], of: 1, alt: "not counted", rendered: (.unknown, .unknown))
        assembly.caption("quay", at: 1)
        assembly.caption("none", at: 0)
        assembly.caption("none", at: 2)
        #expect(texts(assembly) == ["0 één", "1 I u [quay]"] && assembly.textBytes == 5 + 4)
    }

    @Test func moreImagesThanAllowedAreDrops() {
        var options = ExtractionOptions()
        options.limits.maximumImages = 2
        var assembly = Assembly(options)
        let places = ["a", "b", "c"].map {
            assembly.image($0, [], of: 1, alt: "of \($0)", rendered: (.unknown, .unknown))
        }
        assembly.finish()
        #expect(places == [0, 1, nil] && assembly.imagesBorn == 3)
        #expect(assembly.drops.map(\.reason) == [.imageTooMany] && assembly.drops.map(\.detail) == ["more than 2"])
        #expect(assembly.drops.map(\.url) == ["c"] && assembly.drops.map(\.text) == ["of c"])
        #expect(assembly.drops.map(\.ordinal) == [2])
    }

    @Test func aParagraphOfTheFrameIsADrop() {
        var assembly = Assembly(ExtractionOptions())
        assembly.text(run("menu¶more", .init(frame: .role)))
        #expect(assembly.nodes.isEmpty && assembly.paragraphsBorn == 2)
        #expect(assembly.drops.map(\.text) == ["menu", "more"] && assembly.drops.map(\.detail) == ["role", "role"])
        #expect(assembly.drops.map(\.reason) == [.paragraphBoilerplate, .paragraphBoilerplate])
        #expect(assembly.places == [3, 4])
    }

    @Test func theTokenOfADivideIsADivide() {
        let token = String(decoding: Assembly.divider, as: UTF8.self)
        #expect(token == "END_OF_DOCUMENT_TOKEN_TO_BE_REPLACED")
        var options = ExtractionOptions()
        options.text.writesDivider = true
        var assembly = Assembly(options)
        assembly.text(run("a¶\(token)¶b"))
        #expect(texts(assembly) == ["0 a", "1 D", "2 b"])
        var plain = Assembly(ExtractionOptions())
        plain.text(run("a¶\(token)"))
        #expect(texts(plain) == ["0 a¶1 \(token)"])
    }

    @Test func longParagraphsAreCutAsTheirRoleMay() {
        var options = ExtractionOptions()
        options.limits.maximumParagraphWords = 2
        func parts(_ text: String, _ role: Paragraph.Role) -> Int {
            var assembly = Assembly(options)
            assembly.text(run(text, .init(role: role)))
            return assembly.paragraphsBorn
        }
        #expect(parts("a b c d e f", .body) > 1 && parts("a b", .body) == 1)
        // Lines of code are cut at their ends alone, from 64 bytes a word on.
        #expect(parts(String(repeating: "a ", count: 63) + "b", .verbatim) == 1)
        options.limits.maximumParagraphWords = 0
        #expect(parts(String(repeating: "a ", count: 9_000), .body) == 1)
    }

    @Test func emptyParagraphsAreKeptWhereTheyAreWanted() {
        var options = ExtractionOptions()
        func count(_ options: ExtractionOptions) -> Int {
            var run = TextRun(foldsAllSpaces: true)
            run.appendVerbatim(Array("a\n\n\n\nb".utf8), .none, style: .init())
            var assembly = Assembly(options)
            assembly.text(run)
            return assembly.paragraphsBorn
        }
        #expect(count(options) == 2)
        options.text.keepsEmptyParagraphs = true
        #expect(count(options) == 3)
    }

    @Test func whatIsSaidStandsNowhere() {
        var assembly = Assembly(ExtractionOptions())
        assembly.say(["one", "two"])
        assembly.say([])
        #expect(texts(assembly) == ["0 one¶1 two"] && assembly.places == [-1, -1] && assembly.paragraphsBorn == 2)
    }
}
