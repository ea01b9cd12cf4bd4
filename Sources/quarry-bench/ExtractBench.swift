import ArgumentParser
import Extraction
import Foundation
import HTMLTree
import Phases
import Platform
import WebArchive
import WebStandards

/// `quarry-bench extract`: where the time of the `extract` phase goes, each step beside libxml2 alone on the same pages.
struct ExtractBench: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "extract",
        abstract: "Inflate, libxml2 alone, bytes to document, WARC to judged documents, whole phase: MB/s of HTML.",
        discussion: """
            Each archive by itself. One thread, CPU seconds, median over runs; the steps take turns, so that a slow minute hits all of them.

            EXAMPLE:
              quarry-bench extract pages.warc.gz --pipeline pipelines/quarry.yaml
            """)

    @OptionGroup var options: CrawlOptions
    @OptionGroup var checks: CheckOptions

    @Flag(help: "Only bytes to document, again and again: for a profiler.")
    var profile = false

    @Option(help: "Only write what is made of every page, one a line: two builds are the same if their files are.")
    var write: String?

    private struct Page {
        let captured: CapturedPage
        /// As libxml2 is given it: UTF-8.
        let utf8: [UInt8]
    }

    func run() throws {
        var thresholds = try Thresholds("extract", checks)
        if let write { return try Self.write(options.archives, to: write) }
        for archive in options.archives {
            let pages = try Self.pages(archive)
            let megabytes = Double(pages.reduce(0) { $0 + $1.captured.body.count }) / 1e6
            if profile {
                var extractor = Extractor(options: .quarry)
                for _ in 0..<options.runs { for page in pages { _ = extractor.extract(page.captured) } }
                continue
            }
            print(
                "\(archive.split(separator: "/").last ?? ""): \(pages.count) pages, "
                    + String(format: "%.1f MB of HTML", megabytes))
            let steps = try measure(archive, pages)
            for (name, seconds) in steps {
                let padded = name.padding(toLength: 34, withPad: " ", startingAt: 0)
                print("  \(padded) " + String(format: "%7.1f ms  %7.1f MB/s", seconds * 1000, megabytes / seconds))
            }
            Self.note(steps.map(\.1), in: &thresholds)
        }
        try thresholds.finish()
    }

    /// Every value of what extraction gives, so that a change meant for speed alone shows that it was one.
    private static func write(_ archives: [String], to path: String) throws {
        var lines = ""
        for options in [ExtractionOptions.quarry, .obelics] {
            var extractor = Extractor(options: options)
            for archive in archives {
                for page in try CompareBench.pages(archive) { lines += "\(page.url) \(extractor.extract(page))\n" }
            }
        }
        try Files.write(lines, to: path)
    }

    /// The steps' times beside each other, in the order of `measure`.
    private static func note(_ seconds: [Double], in thresholds: inout Thresholds) {
        thresholds.note("tree / htmlReadMemory, time", seconds[3] / seconds[1])
        thresholds.note("document / htmlReadMemory, time", seconds[4] / seconds[1])
        thresholds.note("judged from WARC / document, time", seconds[6] / seconds[4])
        thresholds.note("extract phase / judged from WARC, time", seconds[7] / seconds[6])
    }

    private func measure(_ archive: String, _ pages: [Page]) throws -> [(String, Double)] {
        var extractors = [Extractor(options: .quarry), Extractor(options: .obelics)]
        var inspector = try PageInspector(pipeline: options.pipeline)
        var kept = 0
        var rounds = 0
        let scratch = try Files.makeTemporaryFolder("quarry-bench")
        defer { try? Files.remove(scratch) }
        let steps: [(String, () throws -> Void)] = [
            ("inflate, records only", { try Self.records(archive) { _ in kept += 1 } }),
            ("htmlReadMemory", { for page in pages { page.utf8.withUnsafeBytes { _ = Baseline.readMemory($0) } } }),
            (
                "libxml2's SAX alone",
                { for page in pages { page.utf8.withUnsafeBytes { kept += Baseline.countEvents($0) } } }
            ),
            (
                "bytes -> tree",
                { [parser = Parser()] in
                    for page in pages { page.utf8.withUnsafeBytes { _ = parser.parse($0) } }
                }
            ),
            ("bytes -> document, quarry", { for page in pages { _ = extractors[0].extract(page.captured) } }),
            ("bytes -> document, obelics", { for page in pages { _ = extractors[1].extract(page.captured) } }),
            (
                "WARC -> judged documents",
                {
                    try Self.records(archive) { page in kept += inspector.inspect(page).isKept ? 1 : 0 }
                }
            ),
            (
                "the extract phase, files written",
                {
                    kept += try CrawlBench.extract([archive], pipeline: options.pipeline, to: "\(scratch)/\(rounds)")
                    rounds += 1
                }
            ),
        ]
        var times = [[Double]](repeating: [], count: steps.count)
        for round in 0...max(1, options.runs) {
            for (index, step) in steps.enumerated() {
                let seconds = try CPUClock.measure(step.1)
                if round > 0 { times[index].append(seconds) }
            }
        }
        if kept == 0 { print("no pages") }
        return zip(steps, times).map { ($0.0, CPUClock.median($1)) }
    }

    private static func pages(_ archive: String) throws -> [Page] {
        var pages: [Page] = []
        try records(archive) { page in
            let text = page.body.withUnsafeBytes { bytes in
                TextEncoding.decode(bytes, as: TextEncoding.decide(bytes: bytes, httpCharset: page.httpCharset))
            }
            pages.append(Page(captured: page, utf8: text))
        }
        return pages
    }

    /// Calls `body` with every HTML page of an archive.
    static func records(_ archive: String, _ body: (CapturedPage) throws -> Void) throws {
        for source in try Archives.sources(at: archive) {
            var reader = try ArchiveReader(source)
            while let item = reader.next() {
                guard case .record(let record) = item, record.type == .response,
                    let payload = try? HTTPPayload.parse(record.content, limits: ArchiveLimits()),
                    payload.status == 200,
                    payload.contentType.mime.contains("html")
                else { continue }
                try body(
                    CapturedPage(
                        url: record.targetURI, body: payload.body, httpCharset: payload.contentType.charset))
            }
        }
    }
}
