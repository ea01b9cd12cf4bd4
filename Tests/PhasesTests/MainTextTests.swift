import Documents
import Extraction
import Foundation
import JSON
import Phases
import Platform
import TestKit
import Testing
import WebArchive

/// Main text of the default profile on pages with texts made by hand, as the sets' own `score.py` counts. A debug build
/// looks at every fourth page, with `QUARRY_FULL=1` at all of them.
@Suite struct MainTextTests {
    /// They only rise; of all pages, and of every fourth.
    private struct Floor {
        let all: Double
        let fourth: Double
        var value: Double { MainTextTests.isFull ? all : fourth }
    }

    private static let isFull = ProcessInfo.processInfo.environment["QUARRY_FULL"] == "1"

    @Test(.needsShared("goldens/snippets/pages.warc.gz")) func snippetsAreFoundAndBoilerplateIsNot() throws {
        let truth = try JSONValue(parsing: Files.read(Shared.require("goldens/snippets/truth.json")))
        var stages = [Snippets(), Snippets()]
        var languages: [String: Snippets] = [:]
        try Self.pages("snippets") { inspection, url in
            guard let page = truth[url] else { return }
            for (index, document) in [inspection.extracted, inspection.judged].enumerated() {
                stages[index].add(page, document, captions: true)
            }
            languages[inspection.extracted?.language ?? "", default: Snippets()].add(
                page, inspection.extracted, captions: true)
        }
        for (language, count) in languages.sorted(by: { $0.value.pages > $1.value.pages }).prefix(8) {
            print("snippets \(language): \(count)")
        }
        let floors = [Floor(all: 0.935, fourth: 0.95), Floor(all: 0.92, fourth: 0.93)]
        for (index, name) in ["extracted", "judged"].enumerated() {
            print("snippets \(name): \(stages[index])")
            #expect(stages[index].f1 >= floors[index].value)
        }
    }

    @Test(.needsShared("goldens/articles/pages.warc.gz")) func articlesAgreeWithTextsTypedByPeople() throws {
        let truth = try JSONValue(parsing: Files.read(Shared.require("goldens/articles/truth.json")))
        var stages = [Articles(), Articles()]
        try Self.pages("articles") { inspection, url in
            guard let text = truth[url]?.string else { return }
            for (index, document) in [inspection.extracted, inspection.judged].enumerated() {
                stages[index].add(text, document?.text ?? "")
            }
        }
        let floors = [Floor(all: 0.97, fourth: 0.975), Floor(all: 0.955, fourth: 0.955)]
        for (index, name) in ["extracted", "judged"].enumerated() {
            print("articles \(name): \(stages[index])")
            #expect(stages[index].f1 >= floors[index].value)
        }
    }

    /// Calls `body` with the pages of a set through the default pipeline, languages told by their stop words.
    private static func pages(_ name: String, _ body: (PageInspection, String) -> Void) throws {
        var inspector = try PageInspector(
            pipeline: Repository.root + "/pipelines/quarry.yaml", sets: ["text.language-model=\"\""])
        var number = 0
        for source in try Archives.sources(at: Shared.require("goldens/\(name)/pages.warc.gz")) {
            var reader = try ArchiveReader(source)
            while let item = reader.next() {
                guard case .record(let record) = item, record.type == .response,
                    let payload = try? HTTPPayload.parse(record.content, limits: ArchiveLimits())
                else { continue }
                number += 1
                guard isFull || number % 4 == 0 else { continue }
                body(inspector.inspect(CapturedPage(url: record.targetURI, body: payload.body)), record.targetURI)
            }
        }
    }
}
