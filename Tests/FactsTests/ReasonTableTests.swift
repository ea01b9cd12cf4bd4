import Testing

@testable import Facts

/// Every reason by itself: what it counts for, whose fault it is, and the words that people read.
@Suite struct ReasonTableTests {
    private func names(_ unit: Unit, _ kind: Reason.Kind, prefix: String = "") -> Set<String> {
        Set(
            Reason.allCases.filter { $0.unit == unit && $0.kind == kind && $0.rawValue.hasPrefix(prefix) }.map(
                \.rawValue))
    }

    // MARK: Whose fault

    /// Records that rules leave out; whatever else a record leaves for went wrong.
    @Test func recordsThatRulesLeaveOut() {
        #expect(
            names(.record, .policy) == [
                "record.other-type", "record.revisit", "record.http-status", "record.not-html", "record.target-scheme",
                "record.segmented", "record.not-listed",
            ])
        #expect(
            names(.record, .failure) == [
                "record.not-http", "record.no-target-uri", "record.truncated", "record.corrupt", "record.garbage",
                "record.bad-header", "record.header-too-large", "record.bad-length", "record.too-large",
                "record.payload-encoding", "record.payload-too-large", "record.empty-payload", "record.unreadable",
            ])
        #expect(names(.record, .cascade).isEmpty)
    }

    @Test func onlyThePagesOwnWordIsARuleOfPages() {
        #expect(names(.document, .policy, prefix: "page.") == ["page.noai"])
        #expect(
            names(.document, .failure) == [
                "page.crashed", "page.deadline", "page.too-large", "page.too-many-attributes", "page.unparsed",
                "page.empty",
            ])
        #expect(names(.document, .cascade).isEmpty && names(.document, .policy, prefix: "document.").count == 24)
    }

    /// What owners say and what pipelines ask for are rules; the rest of what befalls a picture is a failure.
    @Test func picturesThatRulesLeaveOut() {
        #expect(
            names(.image, .policy) == [
                "image.in-removed-element", "image.no-source", "image.url-scheme", "image.data-uri",
                "image.placeholder",
                "image.too-many-on-page", "image.banned-url", "image.boilerplate", "image.robots", "image.noai",
                "image.ai-txt", "image.tdm-reserved", "image.opted-out", "image.private-address",
                "image.unsupported-format", "image.format", "image.too-small", "image.too-large", "image.aspect-ratio",
                "image.rendered-too-small", "image.rendered-too-large", "image.blank", "image.frequent-url",
                "image.repeated-in-domain", "image.frequent-content", "image.near-duplicate",
                "image.repeated-in-document", "image.nsfw", "image.score", "image.not-selected", "image.taken-down",
            ])
        #expect(
            names(.image, .failure) == [
                "image.invalid-url", "image.robots-unavailable", "image.dns", "image.connect", "image.tls",
                "image.timeout", "image.reset", "image.cut-off", "image.redirect", "image.not-found", "image.forbidden",
                "image.too-many-requests", "image.client-error", "image.server-error", "image.bad-response",
                "image.too-many-bytes", "image.empty", "image.host-given-up", "image.not-fetched", "image.not-an-image",
                "image.corrupt", "image.truncated", "image.bad-size", "image.too-many-pixels", "image.too-many-frames",
                "image.too-many-scans", "image.crashed", "image.deadline",
            ])
        #expect(names(.image, .cascade) == ["image.document-dropped"])
    }

    @Test func kindsAreNamedForTables() {
        #expect([Reason.Kind.policy, .failure, .cascade].map(\.rawValue) == ["policy", "failure", "cascade"])
        #expect(Unit.allCases.map(\.rawValue) == ["record", "document", "paragraph", "image"])
    }

    @Test func namesAreUniqueAndPlain() {
        #expect(Set(Reason.allCases.map(\.rawValue)).count == Reason.allCases.count)
        for reason in Reason.allCases {
            let parts = reason.rawValue.split(separator: ".", omittingEmptySubsequences: false)
            #expect(parts.count == 2 && !parts[1].isEmpty, "\(reason.rawValue)")
            #expect(reason.rawValue.allSatisfy { $0.isLowercase || $0 == "." || $0 == "-" }, "\(reason.rawValue)")
            #expect(Reason(rawValue: reason.rawValue) == reason)
        }
        #expect(Reason(rawValue: "image.Blank") == nil && Reason(rawValue: "") == nil)
    }

    // MARK: Words

    /// A reason without words would be explained by its own name.
    @Test func everyReasonHasWordsAndEachListItsOwnUnit() {
        let lists: [([Reason: Reason.Words], (Reason) -> Bool)] = [
            (Reason.recordWords, { $0.unit == .record }), (Reason.pageWords, { $0.rawValue.hasPrefix("page.") }),
            (Reason.documentWords, { $0.rawValue.hasPrefix("document.") }),
            (Reason.paragraphWords, { $0.unit == .paragraph }), (Reason.imageWords, { $0.unit == .image }),
        ]
        for (list, belongs) in lists { #expect(Set(list.keys) == Set(Reason.allCases.filter(belongs))) }
        for reason in Reason.allCases {
            #expect(
                reason.words.sentence != reason.rawValue && reason.words.sentence.hasSuffix("."), "\(reason.rawValue)")
            #expect(reason.words.advice.last.map { ".?".contains($0) } == true, "\(reason.rawValue)")
            #expect(reason.words.sentence.first?.isUppercase == true, "\(reason.rawValue)")
        }
    }

    /// What is too much was more than a limit, what is too little less than one.
    @Test func examplesCompareAsTheirReasonSays() {
        for reason in Reason.allCases {
            let (name, example) = (reason.rawValue, reason.words.example)
            if name.contains("too-few") || name.contains("too-little") || name.hasSuffix("too-small") {
                #expect(example.contains(" < "), "\(name): \(example)")
            }
            if name.hasSuffix("too-many-words") || name.hasSuffix("repetition") || name.hasSuffix("special-characters")
                || name.hasSuffix("flagged-words") || name.hasSuffix("too-many-images") || name.hasSuffix("nsfw")
                || name.hasSuffix("repeated-in-domain") || name.hasSuffix("aspect-ratio") || name.contains("frequent")
            {
                #expect(example.contains(" > "), "\(name): \(example)")
            }
        }
    }

    /// The numbers of an example are on the side that they must be on.
    @Test func theNumbersOfExamplesAreWrong() {
        for reason in Reason.allCases {
            let parts = reason.words.example.split(separator: " ").map(String.init)
            guard let sign = parts.firstIndex(where: { [">", "<", ">="].contains($0) }), sign > 0,
                sign + 1 < parts.count,
                let left = Double(parts[sign - 1]), let right = Double(parts[sign + 1])
            else { continue }
            #expect(parts[sign] == "<" ? left < right : left >= right, "\(reason.rawValue): \(reason.words.example)")
        }
    }

    @Test(
        arguments: [
            (Reason.recordHTTPStatus, "The server did not answer 200 (or 203, a 200 that a proxy changed).", "404"),
            (.recordRevisit, "The crawler saw the same content before and stored only a pointer.", ""),
            (.pageCrashed, "The worker died on the page twice.", "signal 11"),
            (.pageTooLarge, "A page of more bytes or elements than the pipeline reads.", "20000000 > 16777216 bytes"),
            (.documentNoText, "Nothing was left of the text.", ""),
            (.documentNoImage, "Nothing was left of the images.", ""),
            (.documentTooFewWords, "The text that was left is too short.", "3 < 10"),
            (.documentTooManyWords, "The text that was left is too long.", "3000 > 2000"),
            (.paragraphTooFewWords, "A paragraph of too few words.", "2 < 4"),
            (.paragraphTooManyWords, "A paragraph of too many words.", "1200 > 1000"),
            (.paragraphDocumentDropped, "It left because its document left.", ""),
            (.imageDocumentDropped, "It left because its document left.", ""),
            (.imageNotFound, "The server does not have it (404, 410).", "404"),
            (.imageForbidden, "The server refuses it (401, 403).", "403"),
            (.imageTooManyRequests, "The server asks for patience (429).", "429"),
            (.imageServerError, "The server failed (5xx).", "503"),
            (.imageClientError, "The server calls the request wrong (another 4xx).", "400"),
            (.imageTooSmall, "A side is too short.", "width 20 < 150"),
            (.imageTooLarge, "A side is too long.", "width 30000 > 20000"),
        ] as [(Reason, String, String)]) func wordsSayWhatHappened(reason: Reason, sentence: String, example: String)
    {
        #expect(reason.words.sentence == sentence && reason.words.example == example)
    }

    /// Advice names the setting that decides, as the pipeline spells it.
    @Test(arguments: [
        (Reason.documentTooFewWords, "min of documents.words"), (.documentTooManyWords, "max of documents.words"),
        (.paragraphTooFewWords, "min of paragraphs.words"), (.paragraphTooManyWords, "max of paragraphs.words"),
        (.imageTooSmall, "min of images.side"), (.imageTooLarge, "max of images.side"),
        (.imageRenderedTooSmall, "min of images.rendered-side"),
        (.imageRenderedTooLarge, "max of images.rendered-side"),
        (.imageTooManyBytes, "fetch.maximum-bytes"), (.imageTooManyPixels, "measure.pixels"),
        (.imageFormat, "images.format"), (.recordTooLarge, "input.record-bytes"),
        (.recordPayloadTooLarge, "input.payload-bytes"), (.imageFrequentURL, "corpus.image-url-maximum"),
        (.imageRepeatedInDomain, "corpus.image-domain-maximum"),
        (.imageFrequentContent, "corpus.image-content-maximum"),
        (.imageTruncated, "measure.keep-truncated=true"), (.imageTLS, "fetch.verify-tls=false"),
    ]) func adviceNamesTheSetting(reason: Reason, setting: String) { #expect(reason.words.advice.contains(setting)) }

    /// What may be tried again says so, or says who can mend it.
    @Test func whatIsRetriedSaysSo() {
        for reason in Reason.allCases where reason.isRetryable && reason.unit == .image {
            let advice = reason.words.advice.lowercased()
            #expect(
                advice.contains("again") || advice.contains("report") || advice.contains("switch the network on"),
                "\(reason.rawValue): \(advice)")
        }
    }
}
