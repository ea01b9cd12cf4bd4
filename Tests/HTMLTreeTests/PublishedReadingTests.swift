import TestKit
import Testing

@testable import HTMLTree

/// Reading a page as the published code does, and what is read in place against what libxml2 reads.
@Suite struct PublishedReadingTests {
    private static let published: ParseLimits = {
        var limits = ParseLimits()
        limits.readsAsPublished = true
        return limits
    }()

    private func body(_ html: String) -> String {
        Outline.body("<body>" + html, limits: Self.published).replacing("\" \"", with: "")
    }

    // MARK: nesting, as Beautiful Soup has it

    private func closed(_ steps: [(String, HTMLTree.Tag)]) -> [HTMLTree.Tag] {
        var nesting = PublishedNesting()
        var ended: [HTMLTree.Tag] = []
        for (what, tag) in steps {
            switch what {
            case "<": nesting.open(tag)
            case "</": nesting.close(tag) { ended.append($0) }
            case "<br>": nesting.breakLine(isSelfClosing: false)
            default: nesting.breakLine(isSelfClosing: true)
            }
        }
        return ended
    }

    @Test func anEndTagClosesDownToTheLastOfItsName() {
        #expect(closed([("<", .div), ("<", .p), ("<", .b), ("</", .p)]) == [.b, .p])
        #expect(closed([("<", .p), ("<", .div), ("<", .p), ("</", .p), ("</", .p)]) == [.p, .div, .p])
        #expect(closed([("<", .div), ("</", .p)]) == [] && closed([("</", .p)]) == [])
        #expect(closed([("<", .p), ("</", .p), ("</", .p)]) == [.p])
    }

    @Test func everySecondKindOfBreakStaysOpen() {
        #expect(closed([("<br>", .br), ("</", .br)]) == [])
        #expect(closed([("<br>", .br), ("<br/>", .br), ("</", .br)]) == [.br])
        #expect(
            closed([("<br/>", .br), ("</", .br)]) == []
                && closed([("<br>", .br), ("<br/>", .br), ("<br/>", .br), ("</", .br), ("</", .br)]) == [.br])
        #expect(closed([("<", .p), ("<br>", .br), ("<br/>", .br), ("</", .p)]) == [.br, .p])
    }

    @Test(arguments: [
        ("<p>a<p>b</p>c</p>d", #"p("a") p("b") "cd""#), ("<div>a<span>b</div>c</span>d", #"div("a" span("b")) "cd""#),
        ("<ul><li>a<li>b</ul>c", #"ul(li("a") li("b")) "c""#),
        ("<span/>a", #"span "a""#), ("<p/>a<p/>b", #"p "a" p "b""#), ("<style/>a</style>b", #"style "ab""#),
        ("<b>a<div>b</b>c", #"b("a" div("b")) "c""#),
        ("a<br>b<br>c", #""a" br "b" br "c""#), ("a<br/>b", #""a" br "b""#),
        ("<section>a</article>b</section>c", #"section("ab") "c""#),
    ])
    func pages(html: String, outline: String) { #expect(body(html) == outline) }

    // MARK: scripts

    private func endOfScript(_ text: String) -> String {
        var script = PublishedScript()
        let bytes = Array(text.utf8) + [0]
        return bytes.withUnsafeBufferPointer { buffer in
            guard let base = buffer.baseAddress else { return "" }
            let end = script.end(in: base, from: 0, end: text.utf8.count)
            return String(decoding: buffer[end..<text.utf8.count], as: UTF8.self)
        }
    }

    @Test(arguments: [
        ("a</script>b", "</script>b"), ("a</SCRIPT >b", "</SCRIPT >b"), ("a</scripty></script>b", "</script>b"),
        ("<!-- a --></script>b", "</script>b"),
        ("<!-- a</script>b", "</script>b"), ("<!-- a</script>b --> c</script>d", "</script>b --> c</script>d"),
        ("<!-- <script>a</script>b", ""), ("never", ""),
        ("<!-- a</script><!-- b --></script>c", "</script>c"), ("a", ""), ("", ""),
    ])
    func scripts(text: String, rest: String) { #expect(endOfScript(text) == rest) }

    // MARK: in place and by libxml2

    /// Pages written twice: plainly, and so that every tag is odd (white space before `>` of end tags, unquoted values) and
    /// libxml2 reads it. The trees are the same.
    @Test(arguments: [false, true]) func plainAndOddPagesGiveOneTree(published: Bool) {
        let seed = UInt64.random(in: 0 ... .max)
        var random = SeededRandom(seed: seed)
        let names = [
            "p", "div", "b", "a", "li", "ul", "h2", "table", "tr", "td", "span", "section", "x-y", "button", "option",
            "select",
        ]
        for round in 0..<200 {
            var (plain, odd) = ("<!DOCTYPE html><body>", "<!DOCTYPE html><body>")
            for _ in 0..<25 {
                let name = names.randomElement(using: &random) ?? "p"
                switch Int.random(in: 0..<6, using: &random) {
                case 0, 1:
                    plain += "<\(name)>"
                    odd += "<\(name) >"
                case 2:
                    plain += "<\(name) id=\"i1\" class='c'>"
                    odd += "<\(name) id=i1 class = c>"
                case 3, 4:
                    plain += "</\(name)>"
                    odd += "</\(name) >"
                default:
                    let text = ["a", "b c", "ä", "1 2 3"].randomElement(using: &random) ?? ""
                    plain += text
                    odd += text
                }
            }
            let limits = published ? Self.published : ParseLimits()
            let one = Outline.body(plain, limits: limits).replacing("\" \"", with: "")
            let two = Outline.body(odd, limits: limits).replacing("\" \"", with: "")
            #expect(one == two, "seed \(seed), round \(round): \(plain)")
        }
    }

    /// Text of every length around the sizes in which libxml2 gives it (300, 500 and 1,000 bytes) comes whole.
    @Test func textOfAnyLengthComesWhole() {
        let parser = Parser()
        for length in Array(1...40) + Array(290...310) + Array(490...510) + Array(990...1010) + Array(1990...2010) {
            for piece in ["x", "ä", "日"] {
                let text = String(repeating: piece, count: length)
                for html in ["<body><p>\(text)</p>", "<body><p>\(text)", "<body>&amp;\(text)&amp;<b>\(text)</b>"] {
                    _ = Array(html.utf8).withUnsafeBytes { parser.parse($0) }
                    let found = String(decoding: parser.tree.bytes, as: UTF8.self)
                    let expected = html.hasPrefix("<body>&") ? "&\(text)&\(text)" : text
                    #expect(found == expected, "\(length) times \(piece)")
                }
            }
        }
    }

    @Test(arguments: [
        ("a<!-- b -->c", "ac"), ("a<!---->c", "ac"), ("a<!-- b -- c -->d", "ad"), ("a<!x>b", "ab"), ("a<!>b", "ab"),
        ("a<!DOCTYPE x>b", "ab"), ("a<!-- <p> -->b", "ab"),
        ("a<![CDATA[b]]>c", "ac"), ("a<!-- x\n-->b", "ab"), ("a &lt;!-- b", "a <!-- b"),
    ])
    func commentsAreNoText(html: String, text: String) {
        let parser = Parser()
        _ = Array("<body><p>\(html)</p>".utf8).withUnsafeBytes { parser.parse($0) }
        #expect(String(decoding: parser.tree.bytes, as: UTF8.self) == text)
    }

    @Test func aParserReadsPageAfterPage() {
        let parser = Parser()
        for number in 0..<50 {
            let html =
                number % 3 == 0
                ? "<table><tr><td>\(number)"
                : number % 3 == 1 ? "<title>t</title><svg><g>\(number)" : "<form><template>\(number)"
            #expect(Array(html.utf8).withUnsafeBytes { parser.parse($0) } == .complete)
            #expect(String(decoding: parser.tree.bytes, as: UTF8.self).hasSuffix("\(number)"))
            #expect(Array("<p>x".utf8).withUnsafeBytes { parser.parse($0) } == .complete)
            #expect(parser.tree.nodes.count == 6)
        }
        #expect(
            Array("<!DOCTYPE html><p>".utf8).withUnsafeBytes { parser.parse($0) } == .complete && !parser.tree.quirks)
        #expect(Array("<p>".utf8).withUnsafeBytes { parser.parse($0) } == .complete && parser.tree.quirks)
    }

    // MARK: small parts

    @Test(
        arguments: [
            (0x41, "A"), (0x7F, "\u{7F}"), (0x80, "\u{80}"), (0x7FF, "\u{7FF}"), (0x800, "\u{800}"),
            (0xFFFF, "\u{FFFF}"), (0x10000, "\u{10000}"), (0x10FFFF, "\u{10FFFF}"),
        ] as [(UInt32, String)])
    func scalarsAsUTF8(scalar: UInt32, text: String) {
        var bytes: [UInt8] = []
        Windows1252.append(scalar, to: &bytes)
        #expect(bytes == Array(text.utf8))
    }

    @Test func everyKnownTagHasItsName() {
        var names: Set<String> = []
        for raw in UInt16(0)..<256 {
            guard let name = HTMLTree.Tag.name(ofKnown: HTMLTree.Tag(rawValue: raw)) else { continue }
            #expect(HTMLTree.Tag(known: name)?.rawValue == raw, "\(name)")
            names.insert(name)
        }
        let some =
            "html head body div p a img table tr td th ul ol li dl dt dd h1 h6 section article figure figcaption picture source svg math template"
            .split(separator: " ")
        #expect(some.allSatisfy { names.contains(String($0)) } && names.count > 120)
        for wrong in ["", "DIV", "divx", "di", "figcaptions", "a-b"] {
            #expect(HTMLTree.Tag(known: wrong) == nil, "\(wrong)")
        }
    }

    @Test func bytesOfAPageAreMadeReady() {
        func load(_ bytes: [UInt8]) -> [UInt8] {
            var input = InputBuffer()
            bytes.withUnsafeBytes { input.load($0) }
            return Array(input.bytes.prefix(input.count))
        }
        #expect(load(Array("abc".utf8)) == Array("abc".utf8) && load([]) == [] && load([0xEF, 0xBB, 0xBF]) == [])
        #expect(
            load([0x61, 0, 0x62, 13, 10, 0x63, 13, 0x64]) == Array("ab\nc\nd".utf8) && load([13]) == [10]
                && load([0, 0]) == [])
        for place in 0..<20 {
            var bytes = [UInt8](repeating: 0x61, count: 20)
            bytes[place] = 13
            #expect(load(bytes)[place] == 10 && load(bytes).count == 20)
            bytes[place] = 0
            #expect(load(bytes).count == 19)
            bytes[place] = 0xFF
            #expect(load(bytes) == Array(String(decoding: bytes, as: UTF8.self).utf8))
        }
    }
}
