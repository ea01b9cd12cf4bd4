import Foundation
import TestKit
import Testing
import WebStandards

@Suite struct SourceSetTests {
    /// Vectors taken from the web-platform-tests: the URL a browser takes at density 1. In twenty lines of that file
    /// the expectation is not the one of the published page, which is empty; the standard drops these candidates.
    @Test(.needsShared("hostile/url/wpt_srcset.jsonl")) func webPlatformVectors() throws {
        let path = try Shared.require("hostile/url/wpt_srcset.jsonl")
        let mistaken = Set(
            [
                "foo foo", "foo 1x foo", "foo 1w foo", "-1w", "1.0w", "1e0w", "1www", "+1w", "1W", "Infinityw", "NaNw",
                "-1x", "1x +1x", "1x Infinityx", "1x 1\u{1}x", "1w 1h -1h", "1w 1h 1e0h", "1w 1h +1h",
                "1w 1h Infinityh",
                "1w 1h 1\u{1}h",
            ].map { "data:,a " + $0 })
        var (passed, corrected) = (0, 0)
        for line in try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n") {
            let vector = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
            let srcset = try #require(vector["srcset"] as? String)
            let expected = mistaken.contains(srcset) ? "" : try #require(vector["expect"] as? String)
            let chosen = SourceSet.choice(SourceSet.parse(srcset), sourceSize: 1280, density: 1)?.url ?? ""
            #expect(chosen == expected, "\(srcset.debugDescription)")
            passed += chosen == expected ? 1 : 0
            corrected += mistaken.contains(srcset) ? 1 : 0
        }
        print("wpt_srcset: \(passed) agree, \(corrected) of them by the published page")
        #expect(passed == 53)
    }

    /// The descriptor parser: one candidate, kept or dropped.
    @Test func descriptors() {
        let kept = [
            "", "1x", "1w", "1w 1h", "1h 1w", "0x", "-0x", "1e0x", "1E0x", "1e-1x", "1.5e1x", ".5x", ".5e1x", "1.0x",
        ]
        var dropped = [
            "foo", "foo 1x", "1x 1x", "1w 1w", "1w 1x", "1x 1w", "1h 1h", "1h 1x", "1h 1w 1x", "1x 1w 1h", "1h",
            "1h foo", "0w", "1w -1w", "0x1w", "0X1w", "-x", ".x", "-.x", "1.x", "1e1.5x", "+1x", "1X", "1x 1.0x",
            "Infinityx", "NaNx", "0x1x", "1w 0h", "1w 1.0h", "1w 1hhh", "1w NaNh", "1w 1H", "x", "w", "1w h", "(", "()",
        ]
        let spaces = ["\u{1}", "\u{A0}", "\u{1680}", "\u{2003}", "\u{200C}", "\u{202F}", "\u{3000}", "\u{FEFF}"]
        for space in spaces {
            for unit in ["w", "x"] { dropped += ["1\(space)\(unit)", "\(space)1\(unit)"] }
            dropped += ["1w 1\(space)h", "1w \(space)1h"]
        }
        for text in kept { #expect(SourceSet.parse("data:,a \(text)").map(\.url) == ["data:,a"], "\(text)") }
        for text in dropped {
            #expect(SourceSet.parse("data:,a \(text)").isEmpty, "\(text.debugDescription)")
            #expect(SourceSet.parse("data:,a \(text), b").map(\.url) == (text == "(" ? [] : ["b"]), "\(text)")
        }
    }

    @Test func urlsWithCommas() {
        let parsed = SourceSet.parse("a,w_100,h_50.png 100w, b,c.png 2x,d.png,, e.png 1x (a, b) , f.png 300w 200h")
        #expect(parsed.map(\.url) == ["a,w_100,h_50.png", "b,c.png", "d.png", "f.png"])
        #expect(parsed.map(\.width) == [100, nil, nil, 300])
        #expect(parsed[3].height == 200 && parsed[1].density == 2)
    }

    @Test func bestForAnArchive() {
        let wide = SourceSet.parse("a 320w, b 1024w, c 2048w, d 4096w")
        #expect(SourceSet.best(wide, maximumWidth: 2048)?.url == "c")
        #expect(SourceSet.best(wide, maximumWidth: 2000)?.url == "b")
        #expect(SourceSet.best(wide, maximumWidth: 100)?.url == "a")
        #expect(SourceSet.best(SourceSet.parse("a, b 2x, c 1.5x, d 2x"), maximumWidth: 100)?.url == "b")
        #expect(SourceSet.best(SourceSet.parse("a 3x, b 9000w"), maximumWidth: 100)?.url == "b")
        #expect(SourceSet.best([], maximumWidth: 100) == nil)
    }

    @Test(arguments: [
        ("", 1000.0), ("50vw", 500), ("320px", 320), ("10em", 160), ("auto", 1000), ("calc(1px + 2px)", 1000),
        ("(min-width: 900px) 400px, 100vw", 400), ("(max-width: 900px) 400px, 80vw", 800),
        ("(min-width: 600px) and (max-width: 1200px) 33.3vw, 1px", 333),
        ("not (min-width: 600px) 1px, 2px", 2), ("(width >= 62.5em) 3px, 2px", 3),
        ("(600px < width <= 999px) 1px, 2px", 2),
        ("((min-width: 1px) or (orientation: landscape)) 5px, 2px", 5), ("(hover) 9px, 7px", 7),
        ("screen and (min-width:1px) 4px", 4),
        ("(min-width:1px)50vw", 500), (", , 12px", 12), ("-5px, 6px", 6), ("(min-width: 1px", 1000),
    ])
    func sizes(text: String, expected: Double) {
        #expect(abs(SourceSizes.length(text, viewportWidth: 1000) - expected) < 0.01)
    }
}
