import ArgumentParser
import Documents
import Extraction
import Facts
import Foundation
import JSON
import Phases
import Platform
import WebArchive

/// `quarry-bench compare`: what several pipelines keep of the same pages.
struct CompareBench: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compare",
        abstract:
            "Images and paragraphs that pipelines keep of the same pages, and F1 where a truth.json stands beside.",
        discussion: """
            An input is an archive, or a folder of NAME.html with urls.json (the goldens). F1 is that of 4-grams of words, \
            as the article extraction benchmark counts it.

            EXAMPLE:
              quarry-bench compare pages.warc.gz --pipeline pipelines/obelics.yaml --pipeline pipelines/quarry.yaml
            """)

    @Argument(help: "Archives and folders.")
    var inputs: [String]

    @Option(help: "A pipeline file (repeatable).")
    var pipeline: [String]

    @OptionGroup var checks: CheckOptions

    func run() throws {
        var thresholds = try Thresholds("compare", checks)
        print(
            "| pages | pipeline | img elements | images | paragraphs | after the rules: documents | images | paragraphs | F1 |"
        )
        print("|---|---|---|---|---|---|---|---|---|")
        for input in inputs {
            let pages = try Self.pages(input)
            let truth = try Self.truth(beside: input)
            for path in pipeline {
                let row = try row(input, pages, path, truth)
                print(row.text)
                guard let f1 = row.f1 else { continue }
                let name = path.split(separator: "/").last?.split(separator: ".").first ?? ""
                thresholds.note("F1 of articles, \(name)", f1)
            }
        }
        try thresholds.finish()
    }

    private func row(
        _ input: String, _ pages: [CapturedPage], _ path: String, _ truth: [String: String]
    ) throws -> (text: String, f1: Double?) {
        var inspector = try PageInspector(pipeline: path)
        var (elements, images, paragraphs, documents, keptImages, keptParagraphs) = (0, 0, 0, 0, 0, 0)
        var texts: [String: String] = [:]
        for page in pages {
            let inspection = inspector.inspect(page)
            elements += inspection.ledger[.image].born
            images += inspection.extracted?.imageCount ?? 0
            paragraphs += inspection.extracted?.paragraphCount ?? 0
            texts[page.url] = inspection.extracted?.text ?? ""
            guard inspection.isKept, let judged = inspection.judged else { continue }
            documents += 1
            keptImages += judged.imageCount
            keptParagraphs += judged.paragraphCount
        }
        let f1 = truth.isEmpty ? nil : ArticleScore.f1(truth: truth, texts)
        let name = input.split(separator: "/").last ?? ""
        let profile = path.split(separator: "/").last ?? ""
        let text =
            "| \(name) (\(pages.count)) | \(profile) | \(elements) | \(images) | \(paragraphs) | \(documents) | "
            + "\(keptImages) | \(keptParagraphs) | \(f1.map { String(format: "%.4f", $0) } ?? "") |"
        return (text, f1)
    }

    /// The pages of an archive, or of a folder of `NAME.html` with `urls.json`.
    static func pages(_ input: String) throws -> [CapturedPage] {
        var pages: [CapturedPage] = []
        if Files.isFolder(input) {
            for member in try JSONValue(parsing: Files.read(input + "/urls.json")).members ?? [] {
                let body = try Files.read("\(input)/\(member.key).html")
                pages.append(CapturedPage(url: member.value.string ?? "", body: body))
            }
        } else {
            try ExtractBench.records(input) { pages.append($0) }
        }
        return pages
    }

    private static func truth(beside input: String) throws -> [String: String] {
        let path = (input.lastIndex(of: "/").map { String(input[..<$0]) } ?? ".") + "/truth.json"
        guard !Files.isFolder(input), Files.exists(path) else { return [:] }
        let members = try JSONValue(parsing: Files.read(path)).members ?? []
        return Dictionary(members.compactMap { member in member.value.string.map { (member.key, $0) } }) { $1 }
    }
}

/// Multisets of 4-grams of words: precision and recall a page, averaged, F1 of the averages.
enum ArticleScore {
    static func f1(truth: [String: String], _ texts: [String: String]) -> Double {
        var precisions: [Double] = []
        var recalls: [Double] = []
        for (url, want) in truth {
            let (want, got) = (grams(want), grams(texts[url] ?? ""))
            let common = want.reduce(0) { $0 + min($1.value, got[$1.key] ?? 0) }
            let (wanted, found) = (want.values.reduce(0, +), got.values.reduce(0, +))
            if found > 0 {
                precisions.append(Double(common) / Double(found))
            } else if wanted > 0 {
                precisions.append(0)
            }
            if wanted > 0 { recalls.append(Double(common) / Double(wanted)) }
        }
        let precision = precisions.reduce(0, +) / Double(max(1, precisions.count))
        let recall = recalls.reduce(0, +) / Double(max(1, recalls.count))
        return precision + recall > 0 ? 2 * precision * recall / (precision + recall) : 0
    }

    private static func grams(_ text: String) -> [[String]: Int] {
        let words = text.unicodeScalars.split { scalar in
            let properties = scalar.properties
            return !(properties.isAlphabetic || properties.numericType != nil || scalar == "_")
        }.map(String.init)
        guard !words.isEmpty else { return [:] }
        return (0..<max(1, words.count - 3)).reduce(into: [:]) { grams, at in
            grams[Array(words[at..<min(words.count, at + 4)]), default: 0] += 1
        }
    }
}
