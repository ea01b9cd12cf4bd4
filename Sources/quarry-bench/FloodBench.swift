import ArgumentParser
import Documents
import Extraction
import Facts
import Foundation

/// `quarry-bench floods`: pages that cost a quadratic algorithm minutes, at full size and at twice that.
struct FloodBench: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "floods", abstract: "Pages made to be slow: CPU time at one and two times the size, both profiles."
    )

    @OptionGroup var checks: CheckOptions

    func run() throws {
        var thresholds = try Thresholds("floods", checks)
        print("page                            profile      ms   twice   ratio  outcome")
        for (name, page) in Self.pages {
            for (profile, options) in [("obelics", ExtractionOptions.obelics), ("quarry", .quarry)] {
                var extractor = Extractor(options: options)
                var outcome = ""
                let times = [1, 2].map { factor -> Double in
                    let body = page(factor)
                    let runs = (0..<3).map { _ in
                        CPUClock.measure {
                            let extraction = extractor.extract(CapturedPage(url: "https://a.example/", body: body))
                            outcome =
                                extraction.document == nil
                                ? extraction.drops.first?.reason.rawValue ?? ""
                                : "\(extraction.paragraphsBorn) paragraphs"
                        }
                    }
                    return runs.min() ?? 0
                }
                print(
                    name.padding(toLength: 32, withPad: " ", startingAt: 0)
                        + profile.padding(toLength: 8, withPad: " ", startingAt: 0)
                        + String(
                            format: "%7.1f %7.1f  %6.2f  ", times[0] * 1000, times[1] * 1000,
                            times[1] / max(times[0], 1e-9)) + outcome)
                // Below a hundredth of a second the clock and the caches say more than the page.
                if times[0] >= 0.01 { thresholds.note("twice the page / the page, time", times[1] / times[0]) }
            }
        }
        try thresholds.finish()
    }

    private static var pages: [(String, (Int) -> [UInt8])] {
        [
            ("4,000 div.menu", { repeated("<div class=menu>x</div>", 4_000 * $0) }),
            ("4,000 nested div.menu", { repeated("<div class=menu>x", 4_000 * $0) }),
            ("100,000 nested div", { repeated("<div>", 100_000 * $0) }),
            ("1e6 nested div", { repeated("<div>", 1_000_000 * $0) }),
            (
                "a page of 15 MB",
                { repeated("<p>The quick brown fox jumps over the lazy dog, as it did before.</p>", 104_000 * $0) }
            ),
            (
                "a page of 100 MB",
                { repeated("<p>The quick brown fox jumps over the lazy dog, as it did before.</p>", 1_400_000 * $0) }
            ),
            (
                "40,000 attributes on a tag",
                { factor in
                    Array(("<body><p " + (0..<40_000 * factor).map { "a\($0)=1" }.joined(separator: " ") + ">x").utf8)
                }
            ),
            ("1e6 text nodes", { repeated("x<b>y</b>", 500_000 * $0) }),
            (
                "an attribute of 8 MB",
                { factor in
                    Array(("<body><p title='" + String(repeating: "x", count: 8_000_000 * factor) + "'>y").utf8)
                }
            ),
            ("an unclosed comment of 8 MB", { repeated("<!-- - ", 1_200_000 * $0) }),
            ("1e6 references", { repeated("&amp;&nope;&", 1_000_000 * $0) }),
            ("NUL bytes", { [UInt8](repeating: 0, count: 4_000_000 * $0) }),
            (
                "buttons over 900 spans",
                { factor in
                    Array(
                        ("<p><button>" + String(repeating: "<span>", count: 900)
                            + String(repeating: "<div>", count: 100_000 * factor)).utf8)
                }
            ),
        ]
    }

    private static func repeated(_ unit: String, _ count: Int) -> [UInt8] {
        Array("<body>".utf8) + Array(repeatElement(Array(unit.utf8), count: count).joined())
    }
}
