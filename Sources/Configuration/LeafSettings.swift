package import Curation
package import Extraction
package import Fetching
package import Imaging
import Platform
package import RemoteFiles
import Synchronization
package import WebArchive

// Sections of a pipeline as the settings of the leaf modules: each in one place.

extension InputConfig {
    package var limits: ArchiveLimits {
        var limits = ArchiveLimits()
        limits.recordBytes = recordBytes
        limits.payloadBytes = payloadBytes
        return limits
    }
}

extension ExtractionConfig {
    package var options: ExtractionOptions {
        var options: ExtractionOptions = profile == .obelics ? .obelics : .quarry
        options.limits.maximumBytes = pageBytes
        options.limits.maximumImages = images
        options.images.keepsDataURLs = dataImages
        options.images.keepsOnlyContent = options.images.keepsOnlyContent && pictures == .content
        return options
    }
}

extension TextConfig {
    package func wordLists() throws(PipelineError) -> WordLists {
        let base: WordLists = lists == .obelics ? .obelics : .quarry
        guard !commonWords.isEmpty else { return base }
        do { return try base.adding(commonWordsFile: commonWords) } catch {
            throw .problems(["text.common-words: \(error)"])
        }
    }

    /// The model that `language-model` names; nil when it names none.
    package func languageIdentifier() throws(PipelineError) -> LanguageIdentifier? {
        guard !languageModel.isEmpty else { return nil }
        do { return try LanguageIdentifier(path: languageModel) } catch {
            throw .problems([
                "text.language-model: \(error); 'pipelines/setup' brings lid.176.ftz, and "
                    + "'language-model: \"\"' leaves languages unidentified"
            ])
        }
    }
}

extension CorpusConfig {
    /// Whether images are deduplicated beyond their document.
    package var exchangesImages: Bool { deduplicateImages == .domain || deduplicateImages == .corpus }
    /// Bits by which hashes of images that look equal may differ; nil when only bytes count.
    package var looksDistance: Int? { deduplicateImagesBy == .looks ? imageDistance : nil }
    /// The same where near hashes of the whole corpus are looked for in buckets: parts of a hash tell few hashes apart when
    /// there are many of them, so a larger distance is searched in one unit.
    package var matchedDistance: Int? {
        looksDistance.flatMap { deduplicateImages == .corpus && $0 <= 7 ? $0 : nil }
    }

    package var cleaning: DocumentCleaning {
        DocumentCleaning(spamWordLimit: spamWords > 0 ? spamWords : nil, dropsRepeatedImages: firstOccurrence)
    }
}

extension MeasureConfig {
    package func limits(bytes: Int) -> ImageLimits {
        var limits = ImageLimits()
        limits.maximumPixels = pixels
        limits.maximumFrames = frames
        limits.maximumScans = scans
        limits.maximumBytes = bytes
        limits.keepTruncated = keepTruncated
        return limits
    }
}

extension MeasureConfig {
    /// The classifier behind the rule `images.nsfw`.
    package func classifier() throws(PipelineError) -> NSFWClassifier {
        do { return try NSFWClassifier(library: nsfwLibrary, model: nsfwModel) } catch {
            throw .problems(["images.nsfw: \(error) (measure.nsfw-model, measure.nsfw-library)"])
        }
    }
}

extension FetchConfig {
    private func ranges() throws(PipelineError) -> [CIDR] {
        try allowAddresses.map { text throws(PipelineError) in
            guard let range = CIDR(text) else { throw .problems(["fetch.allow-addresses: '\(text)' is no CIDR range"]) }
            return range
        }
    }

    /// Looks at what can be wrong before a run begins, without reading lists of any size.
    /// - Throws: `PipelineError.problems`.
    package func check() throws(PipelineError) {
        _ = try ranges()
        for path in optOut where !Files.exists(path) {
            throw .problems(["fetch.opt-out: there is no file '\(path)'"])
        }
    }

    /// How inputs behind `https://` and `s3://` are read.
    package func remotePolicy() throws(PipelineError) -> RemotePolicy {
        var policy = RemotePolicy()
        policy.allowedAddresses = try ranges()
        policy.userAgent = FetchPolicy.userAgentHeader(userAgent, contact: contact)
        policy.attempts = max(policy.attempts, retries + 1)
        policy.longestPause = retryAfterMaximum
        policy.connectTimeout = timeouts.connect
        policy.stallTimeout = timeouts.stall
        policy.verifyTLS = verifyTLS
        return policy
    }

    package func policy() throws(PipelineError) -> FetchPolicy {
        var policy = FetchPolicy()
        policy.userAgent = userAgent
        policy.contact = contact
        policy.connections = connections
        policy.connectionsPerHost = connectionsPerHost
        policy.minimumGapPerHost = gapPerHost
        policy.connectTimeout = timeouts.connect
        policy.firstByteTimeout = timeouts.firstByte
        policy.stallTimeout = timeouts.stall
        policy.totalTimeout = timeouts.total
        policy.maximumBytes = maximumBytes
        policy.maximumRedirects = redirects
        policy.retries = retries
        policy.retryAfterMaximum = retryAfterMaximum
        policy.robots = robots
        policy.robotsDirectives = robotsTag
        policy.tdmrep = tdm
        policy.aiTxt = aiTxt
        policy.verifyTLS = verifyTLS
        policy.allowedAddresses = try ranges()
        policy.optOut = try optOutList()
        return policy
    }

    /// The list, read once in a process: a worker has many units, and a list may have millions of lines.
    private func optOutList() throws(PipelineError) -> OptOutList {
        do {
            let key = try optOut.map { "\($0) \(try Files.size($0))" }
            if let known = FetchConfig.lists.withLock({ $0[key] }) { return known }
            let list = try OptOutList(files: optOut)
            FetchConfig.lists.withLock { $0[key] = list }
            return list
        } catch { throw .problems(["fetch.opt-out: \(error)"]) }
    }

    private static let lists = Mutex<[[String]: OptOutList]>([:])
}
