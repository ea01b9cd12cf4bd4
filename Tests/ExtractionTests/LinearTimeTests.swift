import Documents
import Extraction
import Facts
import Glibc
import Testing

/// No page costs more than linear time: twice the page may cost 2.6 times the CPU, not four.
@Suite(.serialized) struct LinearTimeTests {
    static let floods: [(name: String, head: String, unit: String, count: Int)] = [
        ("div.menu", "", "<div class=menu>x</div>", 4_000),
        ("div.menu, nested", "", "<div class=menu>x", 4_000),
        (".footer", "", "<p class=footer>x</p>", 4_000),
        ("nested div", "", "<div>", 20_000),
        ("nested div with text", "", "<div>x", 10_000),
        ("text nodes", "", "x<b>y</b>", 10_000),
        ("paragraphs", "", "<p>The quick brown fox, they say, jumps over the lazy dog.</p>", 4_000),
        ("attributes of many tags", "", "<p a=1 b=2 c=3 d=4 e=5 class='x y'>x", 3_000),
        ("one picture", "<picture>", "<source srcset=a.webp><img src=a.jpg>", 2_000),
        ("lists in lists", "", "<ul><li>x", 4_000),
        ("rows", "<table>", "<tr><td>x<td>y", 4_000),
        ("buttons over spans", "<p><button>" + String(repeating: "<span>", count: 900), "<div>", 10_000),
        ("captions in figures", "", "<figure><img src=a.jpg><figcaption>x", 2_000),
        ("unclosed comments in scripts", "", "<script><!--</script>", 4_000),
        ("references", "", "&amp;&notanentity;&", 10_000),
        ("articles in articles", "", "<article><p>Some words, and some more words.", 3_000),
    ]

    private static var cpu: Double {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    private func seconds(_ html: String, _ extractor: inout Extractor) -> Double {
        let page = CapturedPage(url: Pages.url, body: Array(html.utf8), httpCharset: "utf-8")
        return (0..<3).map { _ in
            let start = Self.cpu
            _ = extractor.extract(page)
            return Self.cpu - start
        }.min() ?? 0
    }

    @Test(arguments: floods)
    func twiceThePageCostsTwiceTheTime(name: String, head: String, unit: String, count: Int) {
        for options in [ExtractionOptions.obelics, .quarry] {
            var extractor = Extractor(options: options)
            var ratios: [Double] = []
            // A busy machine may spoil one measurement: three have to agree.
            while ratios.count < 3, ratios.last.map({ $0 > 2.6 }) ?? true {
                let once = seconds("<body>" + head + String(repeating: unit, count: count / 2), &extractor)
                let twice = seconds("<body>" + head + String(repeating: unit, count: count), &extractor)
                ratios.append(twice / max(once, 1e-6))
            }
            #expect(ratios.contains { $0 <= 2.6 }, "\(name): \(ratios)")
        }
    }

    /// What is beyond a limit is cut at it: a counted drop, at once.
    @Test func whatIsBeyondALimitIsDropped() {
        var extractor = Extractor(options: .quarry)
        let attributes = "<body><p " + (0..<40_000).map { "a\($0)=1" }.joined(separator: " ") + ">x"
        let many = extractor.extract(CapturedPage(url: Pages.url, body: Array(attributes.utf8)))
        #expect(many.document == nil)
        #expect(many.drops.map(\.reason) == [.pageTooManyAttributes])
        let huge = extractor.extract(CapturedPage(url: Pages.url, body: [UInt8](repeating: 0x78, count: 100 << 20)))
        #expect(huge.document == nil)
        #expect(huge.drops.map(\.reason) == [.pageTooLarge])
        let deep = Pages.extract("<body>" + String(repeating: "<div>", count: 100_000) + "x", .quarry)
        #expect(deep.flattened > 90_000)
    }
}
