import JSON
import Testing
import TestKit
@testable import Curation

/// Every paragraph, document and image of the goldens: the metrics within 1e-6, the failing checks equal.
@Suite struct GoldenPagesTests {
    @Test(.needsShared("goldens/obelics")) func metricsAndChecksOfEveryParagraphAndDocument() throws {
        let lists = try #require(Goldens.lists)
        let paragraphs = try TextRuleSet(scope: .paragraph, rules: Goldens.rules(.paragraph), lists: lists)
        let documents = try TextRuleSet(scope: .document, rules: Goldens.rules(.document), lists: lists)
        var profiler = TextProfiler(lists: lists, options: .obelics)
        var seen = 0
        for page in Goldens.pages {
            let golden = try #require(Goldens.json("pages/\(page).filtered.json"))
            for node in golden["nodes"]?.array ?? [] {
                for paragraph in node["paragraphs"]?.array ?? [] {
                    let text = try #require(paragraph["text"]?.string)
                    let profile = profiler.profile(text)
                    let worst = Goldens.difference(profile, paragraph["metrics"] ?? .null, isParagraph: true)
                    #expect(worst.1 <= 1e-6, "\(page): \(worst) in \(text)")
                    seen += 1
                    if text == Goldens.divide { continue }  // a node of its own here, no paragraph to judge
                    let fails = (paragraph["fails"]?.array ?? []).compactMap(\.string)
                    #expect(Goldens.checks(paragraphs.judgeAll(profile)) == fails, "\(page): \(text)")
                    #expect(Goldens.checks([paragraphs.judge(profile)]) == Array(fails.prefix(1)))
                }
            }
            try document(golden, page, documents, &profiler)
        }
        #expect(seen == 2456)
    }

    private func document(
        _ golden: JSONValue, _ page: String, _ rules: TextRuleSet, _ profiler: inout TextProfiler
    ) throws {
        let images = try ImageRuleSet(rules: Goldens.imageRules)
        let document = Goldens.document(golden, page: page)
        let metrics = try #require(golden["doc_metrics"])
        #expect(document.imageCount == metrics["number_images"]?.integer, "\(page)")
        let profile = profiler.profile(document: document)
        let worst = Goldens.difference(profile, metrics, isParagraph: false)
        #expect(worst.1 <= 1e-6, "\(page): \(worst)")
        let fails = (golden["doc_fails"]?.array ?? []).compactMap(\.string)
        let mine = Goldens.checks([images.judge(document)] + rules.judgeAll(profile))
        #expect(mine == fails, "\(page)")
        #expect(mine.isEmpty == (golden["keep"] == .bool(true)), "\(page)")
    }

    @Test(.needsShared("goldens/obelics")) func decisionsOfEveryImage() throws {
        let rules = try ImageRuleSet(rules: Goldens.imageRules)
        var seen = 0
        for page in Goldens.pages {
            let golden = try #require(Goldens.json("pages/\(page).filtered.json"))
            let extracted = try #require(Goldens.json("pages/\(page).extracted.json"))
            let facts = Goldens.json("pages/\(page).images.json") ?? .null
            for node in golden["nodes"]?.array ?? [] where node["kind"]?.string == "image" {
                let fails = (node["fails"]?.array ?? []).compactMap(\.string)
                guard fails != ["not_downloaded"], let index = node["index"]?.integer else { continue }
                let image = try #require(Goldens.image(extracted, index: index, facts: facts))
                #expect(Goldens.checks([rules.judge(image)]) == fails, "\(page): \(image)")
                seen += 1
            }
        }
        #expect(seen == 579)
    }
}
