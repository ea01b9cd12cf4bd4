import Documents
import Extraction
import Testing

/// Pages that scripts write: what they tell machines stands for the text that they do not show.
@Suite struct SaidTextTests {
    private static let long =
        "The harbour was built in 1870 and has been dredged every second year since, by the town itself."

    private func said(_ data: String, body: String = "<div id=app></div>") -> (
        paragraphs: [String], source: String
    ) {
        let html =
            "<head><script type='application/ld+json'>\(data)</script></head><body>\(body)</body>"
        let extraction = Pages.extract(html, .quarry)
        #expect(Pages.balances(extraction) && Pages.isNumbered(extraction))
        let texts = (extraction.document?.nodes ?? []).flatMap { node -> [String] in
            if case .text(let text) = node { text.paragraphs.map(\.text) } else { [] }
        }
        return (texts, extraction.textSource)
    }

    @Test func anArticleInAGraph() {
        let found = said(
            #"{"@graph": [{"@type": "WebSite"}, {"@type": ["NewsArticle"], "articleBody": "\#(Self.long)\nSecond &amp; last."}]}"#
        )
        #expect(found.paragraphs == [Self.long, "Second & last."] && found.source == "articleBody")
    }

    @Test func aRecipeWithItsStepsInOrder() {
        let found = said(
            #"""
            [{"@type": "Recipe", "description": "<p>A soup for cold days,</p><p>from the north, with peas and bacon.</p>",
              "recipeIngredient": ["500 g peas", "1 l water"],
              "recipeInstructions": [{"@type": "HowToStep", "text": "Soak the peas."},
                {"@type": "HowToSection", "itemListElement": [{"text": "Boil them for an hour."}]}]}]
            """#)
        #expect(
            found.paragraphs == [
                "A soup for cold days,", "from the north, with peas and bacon.", "500 g peas", "1 l water",
                "Soak the peas.", "Boil them for an hour.",
            ])
        #expect(found.source == "Recipe")
    }

    @Test func aQuestionWithItsAnswers() {
        let found = said(
            #"""
            {"@type": "QAPage", "mainEntity": {"name": "Why is the harbour dredged so often?",
             "acceptedAnswer": {"text": "The river carries sand from the hills."},
             "suggestedAnswer": [{"text": "Ships have become larger."}]}}
            """#)
        #expect(
            found.paragraphs == [
                "Why is the harbour dredged so often?", "The river carries sand from the hills.",
                "Ships have become larger.",
            ])
        #expect(found.source == "QAPage")
    }

    @Test func theDescriptionIsTheLastResort() {
        let meta = "<meta property='og:description' content='\(Self.long)'>"
        let extraction = Pages.extract("<head>\(meta)</head><body><div id=app></div></body>", .quarry)
        #expect(extraction.textSource == "description" && extraction.document?.text == Self.long)
        // Damaged data says nothing.
        #expect(said("{\"articleBody\": \"\(Self.long)").paragraphs == [])
    }

    @Test func aPageThatShowsItsTextIsLeftAsItIs() {
        let body =
            "<main><p>\(Self.long)</p><p>The pier was lengthened twice, and the light was moved to its end.</p></main>"
        let found = said(
            #"{"@type": "Product", "description": "Another text, which is longer than eighty characters, of the shop alone."}"#,
            body: body)
        #expect(found.paragraphs.count == 2 && found.source == "")
        // Nor does a line: it may be all there is to say.
        #expect(
            said(#"{"@type": "Product", "description": "Short."}"#, body: "<p>Sold out.</p>").paragraphs
                == ["Sold out."])
        // As published, nothing is taken.
        let head = "<head><meta name=description content='\(Self.long)'></head>"
        #expect(Pages.extract(head + "<body><p>a</p></body>", .obelics).textSource == "")
    }
}
