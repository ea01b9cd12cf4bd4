import Curation
import Facts
import Testing

@testable import Configuration

/// Every key's bounds and choices: what is just inside is read, what is just outside is refused.
@Suite struct KeyRangeTests {
    private func problems(_ path: String, _ value: String) -> [String] {
        do {
            // The section of scores is read only where it stands.
            let text = path.hasPrefix("score.") ? "score: {model: m}" : "name: x"
            _ = try Pipeline.parse(text, file: "p.yaml", folder: "/p", sets: ["\(path)=\(value)"])
            return []
        } catch {
            guard case .problems(let list) = error else { return ["\(error)"] }
            return list
        }
    }

    @Test(arguments: [
        ("input.range-bytes", 4_096, 1_099_511_627_776), ("input.record-bytes", 1_024, 4_294_967_296),
        ("input.payload-bytes", 1_024, 4_294_967_296), ("extraction.page-bytes", 1, 1_073_741_824),
        ("extraction.images", 0, 1_000_000), ("corpus.image-distance", 0, 16), ("corpus.line-words", 0, 1_000),
        ("corpus.window-words", 0, 1_000), ("corpus.near-duplicates.shingle", 1, 100), ("decontaminate.ngram", 1, 100),
        ("decontaminate.distance", 0, 16), ("fetch.connections", 1, 10_000), ("fetch.connections-per-host", 1, 1_000),
        ("fetch.maximum-bytes", 1, 4_294_967_296), ("fetch.redirects", 0, 50), ("fetch.retries", 0, 20),
        ("measure.pixels", 1, 1_099_511_627_776), ("measure.frames", 1, 1_000_000), ("measure.scans", 1, 100_000),
        ("workers.buckets", 0, 4_096), ("output.shard-bytes", 65_536, 1_099_511_627_776),
        ("output.pack-bytes", 65_536, 1_099_511_627_776), ("output.index-documents", 1, 10_000_000),
        ("output.level", 1, 19),
        ("score.scorers", 1, 256), ("score.batch-tokens", 16, 1_048_576), ("score.caption-tokens", 1, 1_024),
        ("score.caption-context", 0, 100_000), ("score.caption-beams", 1, 64),
    ])
    func wholeNumbers(path: String, least: Int, most: Int) {
        #expect(problems(path, "\(least)") == [] && problems(path, "\(most)") == [])
        for value in [least - 1, most + 1] {
            #expect(
                problems(path, "\(value)")
                    == ["--set: '\(path)' must be an integer of at least \(least) and at most \(most), not '\(value)'"])
        }
    }

    @Test(arguments: [
        "corpus.image-url-maximum", "corpus.image-domain-maximum", "corpus.image-content-maximum",
        "corpus.paragraph-maximum",
    ])
    func countsWithoutAnEnd(path: String) {
        #expect(problems(path, "0") == [] && problems(path, "9223372036854775807") == [])
        #expect(problems(path, "-1") == ["--set: '\(path)' must be an integer of at least 0, not '-1'"])
        #expect(
            problems(path, "9223372036854775808") == ["--set: '\(path)' must be an integer, not '9223372036854775808'"])
    }

    @Test(arguments: [
        ("corpus.paragraph-share", 0, 1), ("corpus.spam-words", 0, 1), ("corpus.near-duplicates.threshold", 0.01, 1),
        ("fetch.gap-per-host", 0, 3_600), ("fetch.connect-timeout", 0.1, 3_600),
        ("fetch.first-byte-timeout", 0.1, 3_600),
        ("fetch.stall-timeout", 0.1, 3_600), ("fetch.total-timeout", 0.1, 36_000),
        ("fetch.retry-after-maximum", 0, 86_400),
        ("workers.record-seconds", 0.1, 3_600), ("score.timeout", 0.001, 1_000_000),
        ("score.caption-repetition-penalty", 1, 10),
    ])
    func numbers(path: String, least: Double, most: Double) {
        #expect(problems(path, "\(least)") == [] && problems(path, "\(most)") == [])
        for value in ["\(least - 0.0005)", "\(most + 0.5)"] {
            #expect(
                problems(path, value) == [
                    "--set: '\(path)' must be a number between \(least) and \(most), not '\(value)'"
                ])
        }
    }

    @Test(arguments: [
        ("extraction.profile", ["obelics", "quarry"]), ("extraction.pictures", ["content", "all"]),
        ("text.lists", ["obelics", "quarry"]), ("text.headings", ["judge", "with-section"]),
        ("corpus.deduplicate-images", ["off", "document", "domain", "corpus"]),
        ("corpus.deduplicate-images-by", ["bytes", "looks"]), ("corpus.domain", ["netloc", "host", "registrable"]),
        ("corpus.image-sets-by", ["urls", "pictures"]), ("corpus.near-duplicates.action", ["off", "mark", "drop"]),
        ("corpus.near-duplicates.other-images", ["keep", "drop"]), ("decontaminate.action", ["mark", "drop"]),
        ("workers.sandbox", ["wanted", "required"]), ("score.dtype", ["auto", "f32", "bf16", "int8", "int4"]),
        ("score.question-about", ["document", "image"]), ("score.caption-template", ["plain", "brief", "detailed"]),
    ])
    func choices(path: String, names: [String]) {
        for name in names { #expect(problems(path, name) == [], "\(name)") }
        #expect(
            problems(path, "zzzzzzzz") == [
                "--set: '\(path)' must be one of \(names.joined(separator: ", ")), not 'zzzzzzzz'"
            ])
    }

    @Test(arguments: [
        "extraction.data-images", "extraction.obey-robots-meta", "extraction.obey-robots-tag",
        "extraction.obey-tdm-header",
        "text.keep-verbatim", "text.keep-lists", "corpus.deduplicate-urls", "corpus.published-order",
        "corpus.deduplicate-image-sets", "corpus.first-occurrence", "corpus.near-duplicates.verify",
        "corpus.near-duplicates.union-images", "fetch.network", "fetch.urls-only", "fetch.archive-images",
        "fetch.robots",
        "fetch.robots-tag", "fetch.tdm", "fetch.ai-txt", "fetch.verify-tls", "measure.keep-truncated",
        "output.store-images",
        "output.keep-drops", "output.full-text", "score.cascade", "score.captions",
    ])
    func switches(path: String) {
        #expect(problems(path, "true") == [] && problems(path, "false") == [])
        #expect(problems(path, "yes") == ["--set: '\(path)' must be true or false, not 'yes'"])
    }

    /// What a value becomes, key by key: none stands for another.
    @Test func everyKeyReachesItsOwnField() throws {
        func config(_ path: String, _ value: String) throws -> PipelineConfig {
            try Pipeline.parse("score: {model: m}", file: "p", folder: "/p", sets: ["\(path)=\(value)"]).config
        }
        #expect(try config("input.base-url", "http://a.org/").input.baseURL == "http://a.org/")
        #expect(try config("input.common-crawl", "/cc").input.commonCrawl == "/cc/")
        #expect(try config("input.common-crawl", "s3://cc/").input.commonCrawl == "s3://cc/")
        #expect(try config("input.range-bytes", "5000").input.rangeBytes == 5_000)
        #expect(try config("summary", "Two words").summary == "Two words")
        #expect(try config("text.lists", "obelics").text.lists == .obelics)
        #expect(try config("text.headings", "judge").text.headings == .judge)
        #expect(try !config("text.keep-verbatim", "false").text.keepVerbatim)
        #expect(try !config("text.keep-lists", "false").text.keepLists)
        #expect(try config("text.redact", "[phone, email]").text.redact == ["phone", "email"])
        #expect(try config("corpus.image-url-maximum", "3").corpus.imageURLMaximum == 3)
        #expect(try config("corpus.image-domain-maximum", "3").corpus.imageDomainMaximum == 3)
        #expect(try config("corpus.image-content-maximum", "3").corpus.imageContentMaximum == 3)
        #expect(try config("corpus.deduplicate-images", "domain").corpus.deduplicateImages == .domain)
        #expect(try !config("corpus.deduplicate-urls", "false").corpus.deduplicateURLs)
        #expect(try config("corpus.paragraph-share", "0.5").corpus.paragraphShare == 0.5)
        #expect(try config("corpus.line-words", "6").corpus.lineWords == 6)
        #expect(try config("corpus.window-words", "6").corpus.windowWords == 6)
        #expect(try config("corpus.domain", "registrable").corpus.domain == .registrable)
        #expect(try config("corpus.published-order", "true").corpus.publishedOrder)
        #expect(try !config("corpus.deduplicate-image-sets", "false").corpus.deduplicateImageSets)
        #expect(try config("corpus.image-sets-by", "pictures").corpus.imageSetsBy == .pictures)
        #expect(try config("corpus.near-duplicates.other-images", "drop").corpus.nearDuplicates.otherImages == .drop)
        #expect(try config("decontaminate.texts", "[a, /b]").decontaminate.texts == ["/p/a", "/b"])
        #expect(try config("decontaminate.images", "[c]").decontaminate.images == ["/p/c"])
        #expect(
            try config("decontaminate.images", "[c]").decontaminate.isOn
                && config("decontaminate.texts", "[a]").decontaminate.isOn)
        #expect(try config("decontaminate.action", "mark").decontaminate.action == .mark)
        #expect(try config("fetch.urls-only", "true").fetch.urlsOnly && !config("fetch.network", "false").fetch.network)
        #expect(try !config("fetch.archive-images", "false").fetch.archiveImages)
        #expect(try config("workers.record-seconds", "3").workers.recordSeconds == 3)
        #expect(try config("workers.sandbox", "required").workers.sandbox == .required)
        #expect(try config("workers.buckets", "7").workers.buckets == 7)
        #expect(try config("output.shard-bytes", "70000").output.shardBytes == 70_000)
        #expect(try config("output.pack-bytes", "70000").output.packBytes == 70_000)
        #expect(
            try !config("output.store-images", "false").output.storeImages
                && !config("output.keep-drops", "false").output.keepDrops)
        #expect(try !config("output.full-text", "false").output.fullText)
        #expect(try config("output.index-documents", "9").output.indexDocuments == 9)
        #expect(
            try config("output.license", "cc0").output.license == "cc0"
                && config("output.contact", "a@b").output.contact == "a@b")
        #expect(try config("measure.nsfw-model", "/m.onnx").measure.nsfwModel == "/m.onnx")
        #expect(try config("score.caption-prefix", "A").score.captions.prefix == "A")
        #expect(try config("score.caption-template", "brief").score.captions.template == "brief")
        #expect(try config("score.caption-context", "9").score.captions.context == 9)
        #expect(try config("score.caption-repetition-penalty", "2").score.captions.repetitionPenalty == 2)
        #expect(try config("score.caption-beams", "3").score.captions.beams == 3)
        #expect(try config("score.name", "n").score.name == "n" && config("score.dtype", "int4").score.dtype == .int4)
    }
}
