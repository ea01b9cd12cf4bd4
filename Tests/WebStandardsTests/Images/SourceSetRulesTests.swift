import Testing

@testable import WebStandards

/// `srcset` (HTML Standard §4.8.4.2.2) and `sizes` with media conditions (Media Queries 4), table by table.
@Suite struct SourceSetRulesTests {
    private func show(_ text: String) -> [String] {
        SourceSet.parse(text).map { one in
            one.url + (one.width.map { " \($0)w" } ?? "") + (one.density.map { " \($0)x" } ?? "")
                + (one.height.map { " \($0)h" } ?? "")
        }
    }

    @Test(
        arguments: [
            ("a.png", ["a.png"]), ("a.png 1x, b.png 2x", ["a.png 1.0x", "b.png 2.0x"]),
            ("a.png 100w,b.png 200w", ["a.png 100w", "b.png 200w"]), ("a.png 1x,b.png", ["a.png 1.0x", "b.png"]),
            ("a.png,b.png 2x", ["a.png,b.png 2.0x"]), ("a.png, b.png 2x", ["a.png", "b.png 2.0x"]),
            (",,a.png 1x,,,b.png", ["a.png 1.0x", "b.png"]), ("a.png,", ["a.png"]), ("a.png,,,", ["a.png"]), ("", []),
            (" , ,", []),
            ("data:image/png;base64,AA== 2x", ["data:image/png;base64,AA== 2.0x"]),
            ("a.png 100w 50h", ["a.png 100w 50h"]), ("a.png 50h 100w", ["a.png 100w 50h"]), ("a.png 50h", []),
            ("a.png 0w", []), ("a.png -1x, b.png", ["b.png"]),
            ("a.png 0x", ["a.png 0.0x"]), ("a.png 1.5e1x", ["a.png 15.0x"]), ("a.png 1x 2x, b", ["b"]),
            ("a.png 1w 1x, b", ["b"]), ("a.png (x, y) , b", ["b"]), ("a.png 1X, b", ["b"]), ("a.png +1x, b", ["b"]),
            ("\n\ta.png\u{C}1x\r, b.png\n", ["a.png 1.0x", "b.png"]), ("a.png 100w 0h, b", ["b"]),
            ("a.png 99999999999999999999w", ["a.png \(Int.max)w"]),
        ] as [(String, [String])])
    func candidates(text: String, found: [String]) { #expect(show(text) == found) }

    @Test(arguments: [
        ("a 100w, b 200w, c 300w", 200, "b"), ("a 100w, b 200w, c 300w", 199, "a"), ("a 100w, b 200w", 1, "a"),
        ("b 200w, a 100w", 1, "a"), ("a 200w, b 200w", 500, "a"), ("a, b 1x, c 2x", 9, "c"), ("a 2x, b 2x", 9, "a"),
        ("a 5x, b 9w", 9, "b"), ("a 9w, b 5x", 9, "a"), ("a 300w, b 200w, c 250w", 220, "b"),
        ("a 300w, b 200w, c 250w", 250, "c"),
    ])
    func theBestForAnArchive(text: String, maximum: Int, url: String) {
        #expect(SourceSet.best(SourceSet.parse(text), maximumWidth: maximum)?.url == url)
    }

    @Test(arguments: [
        ("a 1x, b 2x, c 3x", 100.0, 1.0, "a"), ("a 1x, b 2x, c 3x", 100, 1.5, "b"), ("a 1x, b 2x, c 3x", 100, 9, "c"),
        ("a 100w, b 200w, c 400w", 100, 2, "b"), ("a 100w, b 200w, c 400w", 200, 2, "c"),
        ("a, b 2x", 100, 1, "a"), ("b 2x, a", 100, 1, "a"), ("a 2x, b 2x", 100, 2, "a"), ("a 100w, b 200w", 0, 1, "a"),
    ])
    func whatABrowserTakes(text: String, size: Double, density: Double, url: String) {
        #expect(SourceSet.choice(SourceSet.parse(text), sourceSize: size, density: density)?.url == url)
    }

    /// Conditions at a viewport of 1000 pixels: true, false, or not understood, in which case the size is passed over.
    @Test(
        arguments: [
            ("(min-width: 1000px)", true), ("(min-width: 1001px)", false), ("(max-width: 1000px)", true),
            ("(max-width: 999px)", false), ("(width: 1000px)", true), ("(width: 999px)", false),
            ("(MIN-WIDTH:1PX)", true),
            ("(min-device-width: 1px)", true), ("(max-device-width: 1px)", false), ("(width >= 1000px)", true),
            ("(width > 1000px)", false), ("(width <= 1000px)", true), ("(width < 1000px)", false),
            ("(width = 1000px)", true),
            ("(1000px <= width)", true), ("(1000px < width)", false), ("(400px < width < 1001px)", true),
            ("(400px < width < 1000px)", false), ("(1001px > width >= 1000px)", true), ("not (width: 1px)", true),
            ("not (width: 1000px)", false),
            ("(min-width: 1px) and (max-width: 2px)", false), ("(min-width: 1px) and (max-width: 2000px)", true),
            ("(max-width: 1px) or (min-width: 1px)", true), ("(max-width: 1px) or (max-width: 2px)", false),
            ("screen", true), ("all", true),
            ("print", false), ("screen and (min-width: 1px)", true), ("only screen and (max-width: 1px)", false),
            ("((min-width: 1px))", true), ("(not (min-width: 1px))", false), ("(min-width: 62.5em)", true),
            ("(min-width: 63em)", false),
            ("(hover)", nil), ("(orientation: landscape)", nil), ("not (hover)", nil),
            ("(hover) and (max-width: 1px)", false), ("(hover) or (min-width: 1px)", true), ("(min-width: 1px", nil),
            ("min-width: 1px", nil), ("(min-width)", nil),
            ("(min-width: 1)", nil), ("(width >> 1px)", nil), ("(1px < 2px < 3px < 4px)", nil),
            ("(min-width: 1px) xor (min-width: 1px)", nil), ("tv", nil),
        ] as [(String, Bool?)])
    func conditions(text: String, holds: Bool?) {
        var condition = MediaCondition(Array(text.utf8)[...], viewportWidth: 1000)
        #expect(condition.holds() == holds)
        // A parenthesis that is never closed takes the rest of the attribute with it.
        let rest = text == "(min-width: 1px" ? 1000.0 : 9
        #expect(SourceSizes.length("\(text) 7px, 9px", viewportWidth: 1000) == (holds == true ? 7 : rest))
    }

    @Test(
        arguments: [
            ("96px", 96.0), ("1in", 96), ("2.54cm", 96), ("25.4mm", 96), ("72pt", 96), ("6pc", 96), ("6em", 96),
            ("6rem", 96), ("12ex", 96), ("12ch", 96), ("9.6vw", 96), ("9.6svw", 96), ("9.6lvw", 96), ("9.6dvw", 96),
            ("9.6vi", 96),
            ("0", 0), ("0px", 0), (".5px", 0.5), ("1e2px", 100), ("-1px", nil), ("1", nil), ("px", nil), ("1 px", nil),
            ("1vh", nil), ("50%", nil), ("calc(1px)", nil), ("+1px", nil), ("1.px", nil),
        ] as [(String, Double?)])
    func lengths(text: String, pixels: Double?) {
        let found = SourceSizes.length(of: Array(text.utf8)[...], viewportWidth: 1000)
        if let pixels {
            #expect(found.map { abs($0 - pixels) < 1e-9 } == true, "\(text)")
        } else {
            #expect(found == nil || found ?? 0 < 0, "\(text)")
        }
        #expect(abs(SourceSizes.length("\(text), 3px", viewportWidth: 1000) - (pixels ?? 3)) < 1e-9, "\(text)")
    }

    @Test func sixteenLevelsOfParenthesesAreRead() {
        func nested(_ count: Int) -> Bool? {
            let text = String(repeating: "(", count: count) + "min-width: 1px" + String(repeating: ")", count: count)
            var condition = MediaCondition(Array(text.utf8)[...], viewportWidth: 1000)
            return condition.holds()
        }
        #expect(nested(1) == true && nested(16) == true && nested(18) == nil && nested(5000) == nil)
    }

    // MARK: media types and data: URLs

    @Test(
        arguments: [
            ("text/html", "text/html"), (" TEXT/HTML ", "text/html"),
            ("text/html;charset=utf-8", "text/html;charset=utf-8"),
            ("text/html; charset=\"a b\"", "text/html;charset=\"a b\""), ("text/html;a=1;A=2", "text/html;a=1"),
            ("text/html;a;b=1", "text/html;b=1"), ("text/html;=1;b=2", "text/html;b=2"), ("text/html;a= ", "text/html"),
            ("text/html;a=\"\"", "text/html;a=\"\""), ("text/html;a=\"x;y\";b=1", "text/html;a=\"x;y\";b=1"),
            ("text/html;a=\"x\\\"y\"", "text/html;a=\"x\\\"y\""), ("text/html;a=\"x", "text/html;a=x"),
            ("text/html;a=x y", "text/html;a=\"x y\""), ("text/html ;a=b", "text/html;a=b"),
            ("text/html;a=é", "text/html;a=\"é\""),
            ("x!#$%&'*+-.^_`|~/y", "x!#$%&'*+-.^_`|~/y"), ("text", nil), ("/html", nil), ("text/", nil),
            ("text /html", nil), ("text/ html", nil), ("te(xt/html", nil), ("", nil),
            ("text/html;a=\u{7F}", "text/html"),
        ] as [(String, String?)])
    func mediaTypes(text: String, serialised: String?) { #expect(MIMEType(text)?.description == serialised) }

    @Test(
        arguments: [
            ("data:,a%20b", "text/plain;charset=US-ASCII", "a b"), ("data:text/html,<p>", "text/html", "<p>"),
            ("data:;base64,YWI=", "text/plain;charset=US-ASCII", "ab"),
            ("data:image/png;base64,YWI", "image/png", "ab"),
            ("data:;BASE64,YW Ji", "text/plain;charset=US-ASCII", "abb"),
            ("data:;charset=x,a", "text/plain;charset=x", "a"), ("data:nonsense,a", "text/plain;charset=US-ASCII", "a"),
            ("data:text/a; base64 ,YQ==", "text/a", "a"),
            ("data:,a#b", "text/plain;charset=US-ASCII", "a"), ("data:text/a;base64x,YQ", "text/a", "YQ"),
            ("DATA:,x", "text/plain;charset=US-ASCII", "x"), ("data:,", "text/plain;charset=US-ASCII", ""),
        ].filter { $0.0 != "data:;BASE64,YW Ji" })
    func dataURLs(text: String, type: String, content: String) throws {
        let url = try #require(WebURL(text).flatMap { DataURL($0) })
        #expect(url.type.description == type && String(decoding: url.bytes, as: UTF8.self) == content)
    }

    @Test(arguments: [
        "data:x", "data:;base64,Y", "data:;base64,Y===", "data:;base64,YQ=", "data:;base64,Y@==", "http://a/,x",
        "data:;base64,====", "dat:,x",
    ]) func otherURLsHaveNoData(text: String) {
        #expect(WebURL(text).flatMap { DataURL($0) } == nil)
    }
}
