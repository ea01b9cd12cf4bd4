import Foundation
import TestKit
import Testing

@testable import WebArchive

/// Every damaged and every real archive of the hostile corpus, held to the facts of its manifest.
@Suite(.needsShared("hostile/MANIFEST.tsv")) struct HostileArchiveTests {
    struct Facts {
        let path: String
        let expected: String
        let facts: [String: Any]

        func number(_ name: String) -> Int? { facts[name] as? Int }
        var lowest: Int { number("pages") ?? number("pages_min") ?? 0 }
        var highest: Int { number("pages") ?? number("pages_max") ?? .max }
    }

    static func manifest() throws -> [Facts] {
        let path = try Shared.require("hostile/MANIFEST.tsv")
        let text = String(decoding: try bytes(of: path), as: UTF8.self)
        return text.split(separator: "\n").compactMap { line in
            let parts = line.split(separator: "\t", omittingEmptySubsequences: false)
            guard parts.count >= 10, parts[0].hasPrefix("warc/") else { return nil }
            let facts = try? JSONSerialization.jsonObject(with: Data(parts[9].utf8)) as? [String: Any]
            return Facts(path: String(parts[0]), expected: String(parts[7]), facts: facts ?? [:])
        }
    }

    struct Outcome {
        var records = 0
        var pages = 0
        var damages: [ArchiveFault: Int] = [:]
        var urls: Set<String> = []
        var error = ""
    }

    static func read(_ path: String) -> Outcome {
        var outcome = Outcome()
        do throws(ArchiveError) {
            for source in try Archives.sources(at: path) {
                var reader = try ArchiveReader(source)
                while let item = reader.next() {
                    switch item {
                    case .damage(let damage): outcome.damages[damage.fault, default: 0] += 1
                    case .record(let record):
                        outcome.records += 1
                        if isPage(record) {
                            outcome.pages += 1
                            outcome.urls.insert(record.targetURI)
                        }
                    }
                }
            }
        } catch {
            outcome.error = error.description
        }
        return outcome
    }

    @Test func everyArchiveGivesItsPages() throws {
        var table = "file | records | pages (wanted) | warcio | fastwarc | damage\n"
        var ours = (records: 0, pages: 0, mandatory: 0, best: 0, warcio: 0, fastwarc: 0)
        for facts in try Self.manifest() where facts.expected != "" {
            guard let path = Shared.path("hostile/" + facts.path), !facts.path.hasSuffix(".json") else { continue }
            let outcome = Self.read(path)
            let wanted = facts.highest == .max ? "-" : "\(facts.lowest)...\(facts.highest)"
            let damage = outcome.damages.sorted { $0.key.rawValue < $1.key.rawValue }.map { "\($0.key) \($0.value)" }
            table += "\(facts.path) | \(outcome.records) | \(outcome.pages) (\(wanted)) | "
            table += "\(facts.number("warcio_records") ?? -1) | \(facts.number("fastwarc_records") ?? -1) | "
            table += damage.joined(separator: ", ") + outcome.error + "\n"
            #expect(outcome.pages >= facts.lowest, "\(facts.path)")
            #expect(outcome.pages <= facts.highest, "\(facts.path)")
            ours.records += outcome.records
            ours.warcio += facts.number("warcio_records") ?? 0
            ours.fastwarc += facts.number("fastwarc_records") ?? 0
            if facts.highest != .max {
                ours.pages += outcome.pages
                ours.mandatory += facts.lowest
                ours.best += facts.highest
            }
            if facts.expected == "reject" {
                #expect(outcome.error.contains(path), "\(facts.path) is refused by name")
            } else {
                #expect(outcome.error.isEmpty, "\(facts.path)")
            }
            if facts.expected == "parse", facts.facts["warcio_error"] is NSNull, facts.path.contains("/real/") {
                let items = outcome.records + outcome.damages.values.reduce(0, +)
                #expect(items == facts.number("warcio_records"), "\(facts.path)")
            }
            if let uri = facts.facts["uri"] as? String { #expect(outcome.urls.contains(uri)) }
        }
        print(table)
        print(
            "records \(ours.records) (warcio \(ours.warcio), fastwarc \(ours.fastwarc)); pages \(ours.pages), mandatory"
                + " \(ours.mandatory), at most \(ours.best)")
        #expect(ours.pages * 10 >= ours.best * 9)
    }
}
