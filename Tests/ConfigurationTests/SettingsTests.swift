import Curation
import Duplicates
import Extraction
import Facts
import Fetching
import Imaging
import Platform
import RemoteFiles
import Testing
import WebArchive

@testable import Configuration

/// Each key's default, and that each reaches what it is meant for: other values than the defaults, no two alike.
@Suite struct SettingsTests {
    private func config(_ text: String) throws -> PipelineConfig {
        try Pipeline.parse(text, file: "p.yaml", folder: "/p").config
    }

    // MARK: Defaults

    @Test func defaultsOfWhatIsRead() throws {
        let config = try config("name: x")
        let (input, extraction, text) = (config.input, config.extraction, config.text)
        #expect(input.rangeBytes == 134_217_728 && input.recordBytes == 67_108_864 && input.payloadBytes == 33_554_432)
        #expect(input.baseURL == "" && input.commonCrawl == "https://data.commoncrawl.org/")
        #expect(extraction.profile == .quarry && extraction.pageBytes == 16_777_216 && extraction.images == 2000)
        #expect(extraction.pictures == .content && extraction.dataImages)
        #expect(extraction.obeyRobotsMeta && extraction.obeyRobotsTag && extraction.obeyTDMHeader)
        #expect(text.lists == .quarry && text.headings == .withSection && text.redact == [])
        #expect(text.keepVerbatim && text.keepLists && text.languageModel == "" && !text.lacksLanguageModel)
        let published = try self.config("extraction: {profile: obelics}").extraction
        #expect(published.pictures == .all && !published.dataImages)
    }

    @Test func defaultsOfTheCorpus() throws {
        let config = try config("name: x")
        let corpus = config.corpus
        #expect(corpus.imageURLMaximum == 10 && corpus.imageDomainMaximum == 0 && corpus.imageContentMaximum == 0)
        #expect(corpus.deduplicateImages == .off && corpus.deduplicateImagesBy == .bytes && corpus.imageDistance == 4)
        #expect(corpus.deduplicateURLs && corpus.deduplicateImageSets && corpus.firstOccurrence)
        #expect(corpus.paragraphMaximum == 2 && corpus.paragraphShare == 0 && corpus.spamWords == 0.12)
        #expect(corpus.lineWords == 0 && corpus.windowWords == 0 && corpus.domain == .host && !corpus.publishedOrder)
        let near = corpus.nearDuplicates
        #expect(near.action == .off && !near.isOn && !near.takesImages)
        #expect(near.options.threshold == 0.8 && near.options.shingle == 5 && near.options.permutations == 112)
        #expect(near.options.bands == 14 && near.options.verifies && near.otherImages == .keep)
        #expect(try self.config("corpus: {near-duplicates: {threshold: 0.7}}").corpus.nearDuplicates.action == .drop)
        let benchmarks = config.decontaminate
        #expect(benchmarks.ngram == 13 && benchmarks.distance == 4 && benchmarks.action == .drop && !benchmarks.isOn)
    }

    @Test func defaultsOfMannersAndBounds() throws {
        let config = try config("name: x")
        let fetch = config.fetch
        #expect(fetch.network && !fetch.urlsOnly && fetch.archiveImages && fetch.verifyTLS)
        #expect(fetch.robots && fetch.robotsTag && fetch.tdm && fetch.aiTxt && fetch.optOut == [])
        #expect(fetch.connections == 256 && fetch.connectionsPerHost == 4 && fetch.gapPerHost == 0)
        #expect(fetch.timeouts == (10, 20, 20, 60) && fetch.retries == 2 && fetch.retryAfterMaximum == 30)
        #expect(fetch.maximumBytes == 33_554_432 && fetch.redirects == 5 && fetch.allowAddresses == [])
        let (measure, workers, output) = (config.measure, config.workers, config.output)
        #expect(measure.pixels == 89_478_485 && measure.frames == 1000 && measure.scans == 100)
        #expect(!measure.keepTruncated)
        #expect(workers.recordSeconds == 10 && workers.memoryBytes == 4_294_967_296 && workers.buckets == 0)
        #expect(workers.sandbox == .wanted)
        #expect(output.shardBytes == 536_870_912 && output.packBytes == 1_073_741_824 && output.level == 9)
        #expect(output.storeImages && output.keepDrops && output.fullText && output.license == "other")
    }

    // MARK: What the modules get

    @Test func theFetchersPolicy() throws {
        let policy = try config(
            """
            fetch: {user-agent: Bot, contact: 'mailto:a@b.org', connections: 11, connections-per-host: 3, gap-per-host: 1.5,
              connect-timeout: 2, first-byte-timeout: 4, stall-timeout: 5, total-timeout: 6, maximum-bytes: 77, redirects: 8,
              retries: 9, retry-after-maximum: 12, allow-addresses: [10.0.0.0/8]}
            """
        ).fetch.policy()
        #expect(policy.userAgent == "Bot" && policy.contact == "mailto:a@b.org")
        #expect(policy.connections == 11 && policy.connectionsPerHost == 3 && policy.minimumGapPerHost == 1.5)
        #expect(policy.connectTimeout == 2 && policy.firstByteTimeout == 4)
        #expect(policy.stallTimeout == 5 && policy.totalTimeout == 6)
        #expect(policy.maximumBytes == 77 && policy.maximumRedirects == 8 && policy.retries == 9)
        #expect(policy.retryAfterMaximum == 12 && policy.allowedAddresses.count == 1)
        #expect(policy.robots && policy.robotsDirectives && policy.tdmrep && policy.aiTxt && policy.verifyTLS)
    }

    /// One switch at a time: none stands for another.
    @Test(arguments: ["robots", "robots-tag", "tdm", "ai-txt", "verify-tls"]) func aMannerIsSwitchedOff(key: String)
        throws
    {
        let policy = try config("fetch: {\(key): false}").fetch.policy()
        let on = [policy.robots, policy.robotsDirectives, policy.tdmrep, policy.aiTxt, policy.verifyTLS]
        let place = ["robots", "robots-tag", "tdm", "ai-txt", "verify-tls"].firstIndex(of: key)
        #expect(on.indices.filter { !on[$0] } == [place])
    }

    @Test func thePolicyOfRemoteFiles() throws {
        let policy = try config(
            """
            fetch: {user-agent: Bot, retries: 9, retry-after-maximum: 12, connect-timeout: 2, stall-timeout: 5,
              verify-tls: false, allow-addresses: [10.0.0.0/8, 'fd00::/8']}
            """
        ).fetch.remotePolicy()
        #expect(policy.userAgent.hasPrefix("Bot") && policy.attempts == 10 && policy.longestPause == 12)
        #expect(policy.connectTimeout == 2 && policy.stallTimeout == 5 && !policy.verifyTLS)
        #expect(policy.allowedAddresses.count == 2)
        #expect(try config("fetch: {retries: 0}").fetch.remotePolicy().attempts == 6, "never fewer than usual")
    }

    @Test func limitsOfArchivesPagesAndPictures() throws {
        let config = try config(
            """
            input: {record-bytes: 2048, payload-bytes: 1024}
            extraction: {page-bytes: 99, images: 7}
            measure: {pixels: 5, frames: 6, scans: 7, keep-truncated: true}
            """)
        #expect(config.input.limits.recordBytes == 2048 && config.input.limits.payloadBytes == 1024)
        let options = config.extraction.options
        #expect(options.limits.maximumBytes == 99 && options.limits.maximumImages == 7)
        let limits = config.measure.limits(bytes: 8)
        #expect(limits.maximumPixels == 5 && limits.maximumFrames == 6 && limits.maximumScans == 7)
        #expect(limits.maximumBytes == 8 && limits.keepTruncated)
    }

    @Test func picturesOfAPage() throws {
        let usual = try config("name: x").extraction.options.images
        #expect(usual.keepsDataURLs && usual.keepsOnlyContent && usual.urlMode == .whatwg)
        #expect(try !config("extraction: {pictures: all}").extraction.options.images.keepsOnlyContent)
        #expect(try !config("extraction: {data-images: false}").extraction.options.images.keepsDataURLs)
        let published = try config("extraction: {profile: obelics, pictures: content}").extraction.options
        #expect(published.images.urlMode == .published && !published.images.keepsOnlyContent)
    }

    @Test func imagesThatAreComparedBeyondTheirDocument() throws {
        func corpus(_ text: String) throws -> CorpusConfig { try config("corpus: {\(text)}").corpus }
        for scope in ["off", "document"] { #expect(try !corpus("deduplicate-images: \(scope)").exchangesImages) }
        for scope in ["domain", "corpus"] { #expect(try corpus("deduplicate-images: \(scope)").exchangesImages) }
        #expect(try corpus("deduplicate-images: corpus").looksDistance == nil)
        let looks = "deduplicate-images-by: looks, image-distance: "
        #expect(try corpus("deduplicate-images: domain, \(looks)3").looksDistance == 3)
        #expect(try corpus("deduplicate-images: domain, \(looks)3").matchedDistance == nil)
        #expect(try corpus("deduplicate-images: corpus, \(looks)7").matchedDistance == 7)
        #expect(try corpus("deduplicate-images: corpus, \(looks)8").matchedDistance == nil)
    }

    @Test func theLastCleaning() throws {
        func cleaning(_ text: String) throws -> DocumentCleaning { try config("corpus: {\(text)}").corpus.cleaning }
        let usual = try cleaning("")
        #expect(usual.spamWordLimit == 0.12 && usual.dropsRepeatedImages)
        #expect(try cleaning("spam-words: 0").spamWordLimit == nil)
        #expect(try !cleaning("first-occurrence: false").dropsRepeatedImages)
    }

    @Test func copiesAndWhoMayLendPictures() throws {
        func near(_ text: String) throws -> NearDuplicateConfig {
            try config("corpus: {near-duplicates: {\(text)}}").corpus.nearDuplicates
        }
        #expect(try near("action: drop").takesImages && !near("action: mark").takesImages)
        #expect(try !near("action: drop, union-images: false").takesImages)
        #expect(try near("action: mark").isOn && !near("action: off").isOn)
        let options = try near("threshold: 0.5, shingle: 3, permutations: 60, bands: 20, verify: false").options
        #expect(options.threshold == 0.5 && options.shingle == 3 && options.permutations == 60 && options.bands == 20)
        #expect(!options.verifies && options.rows == 3)
        #expect(throws: PipelineError.self) { try near("permutations: 60, bands: 7") }
    }

    @Test func rulesOnScoresHoldAtTheirEdges() throws {
        let score = try config(
            "score: {model: /m}\ndocuments: {image-gain: {min: 0.1, max: 3}, model-perplexity: {max: 50}}"
        ).score
        #expect(score.documents.map(\.predicate) == ["image_gain >= 0.1 AND image_gain <= 3.0", "perplexity <= 50.0"])
        let bound = try #require(score.documents.first)
        #expect(bound.holds(0.1) && bound.holds(3) && !bound.holds(0.0999) && !bound.holds(3.0001))
        #expect(score.documents.last?.holds(-1e300) == true && score.isActive && score.selects && score.isAsked)
        let none = try config("name: x").score
        #expect(!none.isActive && !none.selects && !none.isAsked)
        let only = try config("score: {model: /m}").score
        #expect(only.isActive && !only.selects && only.isAsked && only.signals == [.imageGain, .perplexity])
        #expect(only.batchTokens == 1024 && only.captions.tokens == 40 && only.captions.beams == 1 && !only.cascades)
    }

    @Test func rulesThatNeedBytesOrTheClassifier() throws {
        let rules = try config(
            "images: {rendered-side: {min: 50}, format: {allow: [png]}, side: {min: 9}, aspect-ratio: {max: 3}, blank: {hashes: ['0000000000000000']}}"
        ).rules
        #expect(rules.needingFacts == ["images.format", "images.side", "images.aspect-ratio", "images.blank"])
        #expect(!rules.needsNSFW && !rules.needsImage)
    }
}
