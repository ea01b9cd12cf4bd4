import Testing

@testable import Reports

/// Bins of numbers and the pictures of them.
@Suite struct ChartTests {
    // MARK: Bins

    /// Two of a hundred lie outside: the first and the last are cut off from one hundred values on.
    @Test func theMiddleOfASampleIsBinned() {
        let hundred = Bins(sample: (0..<100).map { Float($0) })
        #expect(hundred.edges.first == 1 && hundred.edges.last == 98)
        let fewer = Bins(sample: (0..<99).map { Float($0) })
        #expect(fewer.edges.first == 0 && fewer.edges.last == 98)
    }

    /// Nearly all alike: the middle tells nothing apart, so all of it is binned.
    @Test func whatIsNearlyAllAlikeIsBinnedWhole() {
        let bins = Bins(sample: [Float](repeating: 5, count: 300) + [29])
        #expect(bins.edges.first == 5 && bins.edges.last == 29 && bins.edges[1] == 6)
    }

    @Test func numbersThatAreNoneDoNotCount() {
        let bins = Bins(sample: [.nan, 24, 0, .nan])
        #expect(
            bins.edges.first == 0 && bins.edges.last == 24 && !bins.isEmpty
                && bins.totals == [Int](repeating: 0, count: 24))
        #expect(Bins(sample: [.nan]).isEmpty && Bins(sample: [7]).isEmpty && Bins(sample: [7]).totals.isEmpty)
    }

    /// Steps of a wide column grow: the edge after k of 24 steps lies at the square of its share.
    @Test func edgesOfAWideColumnAreSquares() {
        var bins = Bins(sample: [Float](repeating: 0, count: 60) + [Float](repeating: 576, count: 40))
        #expect(bins.edges.enumerated().allSatisfy { abs($1 - Float($0 * $0)) < 1e-3 } && bins.edges.count == 25)
        #expect([0.5, 1.5, 5, 143, 145, 575, 9999].map { bins.count($0) } == [0, 1, 2, 11, 12, 23, 23])
    }

    /// Wide is what reaches fifty times a fifth of its median, and a hundred; below nothing is wide.
    @Test func whatIsWide() {
        func isWide(_ low: Float, _ median: Float, _ high: Float) -> Bool {
            let edges = Bins(sample: [low, median, high]).edges
            return edges[1] - edges[0] < (edges[24] - edges[23]) / 2
        }
        #expect(isWide(0, 5, 101) && !isWide(0, 5, 100), "more than a hundred")
        #expect(isWide(0, 10, 101) && !isWide(0, 11, 101), "more than ten times the median")
        #expect(!isWide(-1, 5, 1000), "what has a sign is not")
    }

    @Test func aBinBeginsAtItsEdge() {
        var bins = Bins(sample: [0, 24])
        #expect([1, 1.999, 2, 12, 23.5, 23.999].map { bins.count($0) } == [1, 1, 2, 12, 23, 23])
        #expect(bins.totals[1] == 2 && bins.totals[23] == 2 && bins.totals.reduce(0, +) == 6)
    }

    @Test(
        arguments: [
            (-0.0006, "-0.001"), (-0.0004, "0"), (12.3456, "12.346"), (-7, "-7"), (1_000_000, "1000000"),
            (.infinity, "inf"), (1e30, "1.0000000150474662e+30"),
        ] as [(Float, String)])
    func numbersAreShort(value: Float, text: String) { #expect(Bins.short(value) == text) }

    // MARK: Pictures

    @Test func aHistogramIsWrittenBinByBin() {
        var bins = Bins(sample: [0, 24])
        for value in [0, 0, 0, 0, 3] as [Float] { bins.count(value) }
        var selected = [Int](repeating: 0, count: 24)
        selected[0] = 1
        let html = written { Chart.histogram("stop_word_ratio", bins, selected, &$0) }
        let edges = (0...24).map { "\($0)" }.joined(separator: " ")
        #expect(
            html.hasPrefix(
                "<svg viewBox=\"0 0 240 44\" class=\"histogram\" role=\"img\" preserveAspectRatio=\"none\" "
                    + "aria-label=\"Histogram of stop word\" data-edges=\"\(edges)\">"))
        let title = "<title>0 – 1: 1 / 4</title></rect>"
        #expect(
            html.hasSuffix(
                "<rect x=\"0\" y=\"2.0\" width=\"9\" height=\"42.0\" class=\"total\">\(title)"
                    + "<rect x=\"0\" y=\"23.0\" width=\"9\" height=\"21.0\" class=\"selected\">\(title)"
                    + "<rect x=\"30\" y=\"23.0\" width=\"9\" height=\"21.0\" class=\"total\"><title>3 – 4: 0 / 1</title></rect></svg>"
            ))
    }

    /// One among very many is still seen.
    @Test func theLeastBarIsOnePixelHigh() {
        var bins = Bins(sample: [0, 24])
        for _ in 0..<4000 { bins.count(0) }
        bins.count(23.5)
        let html = written { Chart.histogram("x", bins, [Int](repeating: 0, count: 24), &$0) }
        #expect(html.contains("<rect x=\"230\" y=\"43.0\" width=\"9\" height=\"1.0\" class=\"total\">"))
        #expect(html.contains("<title>0 – 1: 0 / 4,000</title>"))
    }

    @Test func aBarHasAKind() {
        #expect(
            written { Chart.bar(1, of: 4, &$0) }
                == "<svg viewBox=\"0 0 100 1\" class=\"share\" preserveAspectRatio=\"none\" aria-hidden=\"true\">"
                + "<rect width=\"25.0\" height=\"1\" class=\"selected\"></rect></svg>")
        #expect(written { Chart.bar(1, of: 4, &$0, kind: "failure") }.contains("class=\"failure\""))
    }

    @Test func aRowHasANameANumberAndAShare() {
        let html = written {
            Chart.row("a <b>", 1234, of: 2468, kind: "policy", link: "/x?a&b", hint: "so \"so\"", &$0)
        }
        #expect(
            html.hasPrefix(
                "<tr><th scope=\"row\" title=\"so &quot;so&quot;\"><a href=\"/x?a&amp;b\">a &lt;b&gt;</a></th>"
                    + "<td class=\"n\">1,234</td><td class=\"n soft\">50.0 %</td><td class=\"wide\"><svg"))
        #expect(html.hasSuffix("<rect width=\"50.0\" height=\"1\" class=\"policy\"></rect></svg></td></tr>"))
        let bare = written { Chart.row("a", 0, of: 0, kind: "policy", &$0) }
        #expect(bare.hasPrefix("<tr><th scope=\"row\">a</th><td class=\"n\">0</td><td class=\"n soft\"></td>"))
        #expect(written { Chart.row("a", 2, of: 3, kind: "", &$0) }.contains(">66.7 %<"))
    }

    @Test func labelsAreWords() {
        #expect(Chart.label("words") == "words" && Chart.label("a_ratio_b_ratio") == "a b")
    }

    // MARK: HTML

    @Test func elementsAreNested() {
        let html = written { html in
            html.element("p", ["class": "a", "id": "b&"]) { html in
                html.text("x")
                html.element("br", text: "")
            }
            html.markup("<hr>")
            html.append("a < b")
        }
        #expect(html == "<p class=\"a\" id=\"b&amp;\">x<br></br></p><hr>a < b")
    }

    @Test func someEmptyValuesMeanSomething() {
        for key in ["alt", "value", "hidden", "checked", "open", "selected", "sandbox"] as [StaticString] {
            #expect(written { $0.open("i", [key: ""]) } == "<i \(key)=\"\">", "\(key)")
        }
        #expect(written { $0.open("i", ["href": "", "aria-current": "", "class": "x"]) } == "<i class=\"x\">")
    }

    @Test func aForeignLinkIsToldApart() {
        #expect(
            written { $0.foreignLink("http://a.example/?x&y") }
                == "<a href=\"http://a.example/?x&amp;y\" rel=\"noreferrer noopener nofollow\" target=\"_blank\" "
                + "class=\"foreign\">http://a.example/?x&amp;y</a>")
        #expect(written { $0.foreignLink("https://a.example/", text: "A") }.hasSuffix(">A</a>"))
        #expect(written { $0.foreignLink("httpx://a") } == "httpx://a" && written { $0.foreignLink("<") } == "&lt;")
    }

    @Test func theSheetsLoadNothing() {
        for sheet in [Sheet.pages, Sheet.report] {
            #expect(!sheet.contains("url(") && !sheet.contains("@import") && !sheet.contains("</style"))
            #expect(sheet.count { $0 == "{" } == sheet.count { $0 == "}" })
        }
        #expect(Sheet.pages.contains("prefers-color-scheme: dark"))
    }
}
