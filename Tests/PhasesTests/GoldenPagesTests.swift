import Facts
import Foundation
import JSON
import Phases
import Platform
import Testing
import TestKit

/// The published profile against the reference implementation's documents, page by page: after extraction
/// (`pipelines/obelics.yaml`), and after the rules with the goldens' stand-ins (`Tests/PhasesTests/Goldens/obelics-standins.yaml`).
@Suite struct GoldenPagesTests {
    private static let stages = [
        (name: "extracted", file: "extracted", pipeline: "pipelines/obelics.yaml"),
        (name: "judged", file: "filtered", pipeline: "Tests/PhasesTests/Goldens/obelics-standins.yaml"),
    ]

    @Test(.needsShared("goldens/obelics/pages")) func publishedProfileAgrees() throws {
        let folder = try Shared.require("goldens/obelics/pages")
        let urls = try JSONValue(parsing: Files.read(folder + "/urls.json")).members ?? []
        var means = [Agreement](repeating: Agreement(), count: Self.stages.count)
        var hash = SHA256()
        // The shared data may lie elsewhere than the stand-ins' file says.
        let words = "text.common-words=\(folder)/../assets/common_words_standin.json"
        var inspectors = try Self.stages.map {
            try PageInspector(
                pipeline: "\(Repository.root)/\($0.pipeline)", sets: $0.name == "judged" ? [words] : [])
        }
        for (page, url) in urls.sorted(by: { $0.key < $1.key }).map({ ($0.key, $0.value.string ?? "") }) {
            hash.update(try Files.read("\(folder)/\(page).html"))
            var row = page
            for (index, stage) in Self.stages.enumerated() {
                let bytes = try Files.read("\(folder)/\(page).\(stage.file).json")
                hash.update(bytes)
                let golden = try JSONValue(parsing: bytes)
                let inspection = try inspectors[index].inspect(file: "\(folder)/\(page).html", url: url)
                let json = try JSONValue(parsing: inspection.json)
                let agreement = Agreement(
                    Agreement.nodes(json[stage.name] ?? .null), Agreement.nodes(golden))
                means[index].add(agreement, of: urls.count)
                row += " | \(stage.name) " + Self.text(agreement)
                if stage.name == "judged" { Self.checkDecision(json, golden, page) }
            }
            print(row)
        }
        for (stage, mean) in zip(Self.stages, means) { print("\(urls.count) pages \(stage.name): " + Self.text(mean)) }
        try Floors.check(means, stages: Self.stages.map(\.name), digest: Hex.encode(hash.finish().bytes))
    }

    private static func text(_ agreement: Agreement) -> String {
        String(
            format: "paragraphs %.4f images %.4f order %.4f", agreement.paragraphs, agreement.images, agreement.order)
    }

    /// Whether the document is kept, and if not the first check that it fails.
    private static func checkDecision(_ json: JSONValue, _ golden: JSONValue, _ page: String) {
        let reasons = (json["drops"]?.array ?? []).compactMap { $0["reason"]?.string.flatMap(Reason.init(rawValue:)) }
        let mine = reasons.filter { $0.unit == .document && !$0.isCascade }.map(check)
        let theirs = (golden["doc_fails"]?.array ?? []).compactMap(\.string)
        #expect(mine == Array(theirs.prefix(1)), "\(page)")
        #expect(mine.isEmpty == (golden["keep"] == .bool(true)), "\(page)")
    }

    /// The goldens' name of the check that a reason belongs to.
    private static func check(_ reason: Reason) -> String {
        switch reason {
        case .documentNoText, .documentTooFewWords, .documentTooManyWords: "number_words"
        case .documentCharacterRepetition: "character_repetition_ratio"
        case .documentWordRepetition: "word_repetition_ratio"
        case .documentSpecialCharacters: "special_character_ratio"
        case .documentTooFewStopWords: "stopword_ratio"
        case .documentFlaggedWords: "flagged_word_ratio"
        case .documentTooLittlePunctuation: "punctuation_ratio"
        case .documentTooFewCommonWords: "common_word_ratio_standin"
        case .documentNoImage, .documentTooManyImages: "number_images"
        default: reason.rawValue
        }
    }
}

/// The floors of the goldens: in a file, with the digest of the goldens they were measured on. `RECORD=1` writes what was
/// measured, where it is higher or the goldens are others, and fails.
enum Floors {
    private static let path = Repository.root + "/Tests/PhasesTests/Goldens/floors.json"

    static func check(_ means: [Agreement], stages: [String], digest: String) throws {
        let floors = try JSONValue(parsing: Files.read(path))
        let isKnown = floors["digest"]?.string == digest
        let measured = zip(stages, means).flatMap { stage, mean in
            [("paragraphs", mean.paragraphs), ("images", mean.images), ("order", mean.order)].map { (stage, $0, $1) }
        }
        if ProcessInfo.processInfo.environment["RECORD"] == "1" {
            var json = JSONWriter()
            json.object { json in
                json.member("digest", digest)
                for stage in stages {
                    json.key(stage)
                    json.object { json in
                        for (_, name, value) in measured.filter({ $0.0 == stage }) {
                            let old = isKnown ? floors[stage]?[name]?.number ?? 0 : 0
                            json.key(name)
                            json.value(max(old, (value * 10_000).rounded(.down) / 10_000))
                        }
                    }
                }
            }
            try Files.write(Array((json.text + "\n").utf8), to: path)
            Issue.record("floors recorded: run again without RECORD=1")
            return
        }
        #expect(isKnown, "these are other goldens than the floors were measured on")
        for (stage, name, value) in measured {
            let floor = try #require(floors[stage]?[name]?.number)
            #expect(value >= floor - 1e-9, "\(stage) \(name)")
        }
    }
}
