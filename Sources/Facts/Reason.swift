/// Why a thing left: a bounded set. What varies (`404`, `0.31 > 0.1`) is the drop's detail.
///
/// The label before the first dot names what left; `page` and `document` are the same unit before and after extraction.
package enum Reason: String, Sendable, CaseIterable {
    // Records that are not pages.
    case recordOtherType = "record.other-type"
    case recordRevisit = "record.revisit"
    case recordNotHTTP = "record.not-http"
    case recordHTTPStatus = "record.http-status"
    case recordNotHTML = "record.not-html"
    case recordNoTarget = "record.no-target-uri"
    case recordTargetScheme = "record.target-scheme"
    case recordSegmented = "record.segmented"
    case recordNotListed = "record.not-listed"
    // Records that are damaged.
    case recordTruncated = "record.truncated"
    case recordCorrupt = "record.corrupt"
    case recordGarbage = "record.garbage"
    case recordBadHeader = "record.bad-header"
    case recordHeaderTooLarge = "record.header-too-large"
    case recordBadLength = "record.bad-length"
    case recordTooLarge = "record.too-large"
    case recordPayloadEncoding = "record.payload-encoding"
    case recordPayloadTooLarge = "record.payload-too-large"
    case recordEmptyPayload = "record.empty-payload"
    // Rows, lines and samples of what others made.
    case recordUnreadable = "record.unreadable"

    // Pages that did not become documents.
    case pageCrashed = "page.crashed"
    case pageDeadline = "page.deadline"
    case pageTooLarge = "page.too-large"
    case pageTooManyAttributes = "page.too-many-attributes"
    case pageUnparsed = "page.unparsed"
    case pageEmpty = "page.empty"
    case pageNoIndex = "page.noai"

    // Documents.
    case documentNoText = "document.no-text"
    case documentNoImage = "document.no-image"
    case documentTooManyImages = "document.too-many-images"
    case documentTooFewWords = "document.too-few-words"
    case documentTooManyWords = "document.too-many-words"
    case documentCharacterRepetition = "document.character-repetition"
    case documentWordRepetition = "document.word-repetition"
    case documentSpecialCharacters = "document.special-characters"
    case documentTooFewStopWords = "document.too-few-stop-words"
    case documentFlaggedWords = "document.flagged-words"
    case documentTooLittlePunctuation = "document.too-little-punctuation"
    case documentTooFewCommonWords = "document.too-few-common-words"
    case documentLanguage = "document.language"
    case documentPerplexity = "document.perplexity"
    case documentDuplicateURL = "document.duplicate-url"
    case documentNearDuplicate = "document.near-duplicate"
    case documentDuplicateImages = "document.duplicate-images"
    case documentContaminated = "document.contaminated"
    case documentTooLarge = "document.too-large"
    case documentNSFW = "document.nsfw"
    case documentScore = "document.score"
    case documentNotSelected = "document.not-selected"
    case documentTakenDown = "document.taken-down"
    case documentDuplicateID = "document.duplicate-id"

    // Paragraphs.
    case paragraphTooFewWords = "paragraph.too-few-words"
    case paragraphTooManyWords = "paragraph.too-many-words"
    case paragraphCharacterRepetition = "paragraph.character-repetition"
    case paragraphWordRepetition = "paragraph.word-repetition"
    case paragraphSpecialCharacters = "paragraph.special-characters"
    case paragraphTooFewStopWords = "paragraph.too-few-stop-words"
    case paragraphFlaggedWords = "paragraph.flagged-words"
    case paragraphTooLittlePunctuation = "paragraph.too-little-punctuation"
    case paragraphTooFewCommonWords = "paragraph.too-few-common-words"
    case paragraphSpamWords = "paragraph.spam-words"
    case paragraphRepeatedInDomain = "paragraph.repeated-in-domain"
    case paragraphPartlyRepeatedInDomain = "paragraph.partly-repeated-in-domain"
    case paragraphBoilerplate = "paragraph.boilerplate"
    case paragraphLoneHeading = "paragraph.lone-heading"
    case paragraphDocumentDropped = "paragraph.document-dropped"

    // Images: in the page.
    case imageInRemovedElement = "image.in-removed-element"
    case imageNoSource = "image.no-source"
    case imageInvalidURL = "image.invalid-url"
    case imageURLScheme = "image.url-scheme"
    case imageDataURI = "image.data-uri"
    case imagePlaceholder = "image.placeholder"
    case imageTooMany = "image.too-many-on-page"
    case imageBannedURL = "image.banned-url"
    case imageBoilerplate = "image.boilerplate"
    // Images: fetching.
    case imageRobots = "image.robots"
    case imageRobotsUnavailable = "image.robots-unavailable"
    case imageNoAI = "image.noai"
    case imageAITxt = "image.ai-txt"
    case imageTDMReserved = "image.tdm-reserved"
    case imageOptedOut = "image.opted-out"
    case imagePrivateAddress = "image.private-address"
    case imageDNS = "image.dns"
    case imageConnect = "image.connect"
    case imageTLS = "image.tls"
    case imageTimeout = "image.timeout"
    case imageReset = "image.reset"
    case imageCutOff = "image.cut-off"
    case imageRedirect = "image.redirect"
    case imageNotFound = "image.not-found"
    case imageForbidden = "image.forbidden"
    case imageTooManyRequests = "image.too-many-requests"
    case imageClientError = "image.client-error"
    case imageServerError = "image.server-error"
    case imageBadResponse = "image.bad-response"
    case imageTooManyBytes = "image.too-many-bytes"
    case imageEmpty = "image.empty"
    case imageHostGivenUp = "image.host-given-up"
    case imageNotFetched = "image.not-fetched"
    // Images: decoding.
    case imageNotAnImage = "image.not-an-image"
    case imageUnsupportedFormat = "image.unsupported-format"
    case imageCorrupt = "image.corrupt"
    case imageTruncated = "image.truncated"
    case imageBadSize = "image.bad-size"
    case imageTooManyPixels = "image.too-many-pixels"
    case imageTooManyFrames = "image.too-many-frames"
    case imageTooManyScans = "image.too-many-scans"
    case imageCrashed = "image.crashed"
    case imageDeadline = "image.deadline"
    // Images: rules.
    case imageFormat = "image.format"
    case imageTooSmall = "image.too-small"
    case imageTooLarge = "image.too-large"
    case imageAspectRatio = "image.aspect-ratio"
    case imageRenderedTooSmall = "image.rendered-too-small"
    case imageRenderedTooLarge = "image.rendered-too-large"
    case imageBlank = "image.blank"
    case imageFrequentURL = "image.frequent-url"
    case imageRepeatedInDomain = "image.repeated-in-domain"
    case imageFrequentContent = "image.frequent-content"
    case imageNearDuplicate = "image.near-duplicate"
    case imageRepeatedInDocument = "image.repeated-in-document"
    case imageNSFW = "image.nsfw"
    case imageScore = "image.score"
    case imageNotSelected = "image.not-selected"
    case imageTakenDown = "image.taken-down"
    case imageDocumentDropped = "image.document-dropped"

    /// Whose fault it is.
    package enum Kind: String, Sendable {
        /// A rule of the pipeline said so.
        case policy
        /// Something went wrong with the data or the network.
        case failure
        /// It left because what it belonged to left.
        case cascade
    }

    /// Whether it left only because what it belonged to left.
    package var isCascade: Bool { kind == .cascade }

    /// Whether it is a piece cut out of a paragraph: what was left of the paragraph kept its ordinal.
    package var isCut: Bool { self == .paragraphPartlyRepeatedInDomain }

    /// The unit it counts for.
    package var unit: Unit {
        switch rawValue.utf8.first {
        case UInt8(ascii: "r"): .record
        case UInt8(ascii: "i"): .image
        case UInt8(ascii: "d"): .document
        default: rawValue.utf8.starts(with: "page.".utf8) ? .document : .paragraph
        }
    }

    /// Policy, failure or cascade.
    package var kind: Kind {
        switch self {
        case .paragraphDocumentDropped, .imageDocumentDropped: .cascade
        case .recordNotHTTP, .recordNoTarget, .recordTruncated, .recordCorrupt, .recordGarbage, .recordBadHeader,
            .recordHeaderTooLarge, .recordBadLength, .recordTooLarge, .recordPayloadEncoding,
            .recordPayloadTooLarge, .recordEmptyPayload, .recordUnreadable,
            .pageCrashed, .pageDeadline, .pageTooLarge, .pageTooManyAttributes, .pageUnparsed, .pageEmpty,
            .imageInvalidURL, .imageRobotsUnavailable, .imageDNS, .imageConnect, .imageTLS, .imageTimeout, .imageReset,
            .imageCutOff,
            .imageRedirect, .imageNotFound, .imageForbidden, .imageTooManyRequests, .imageClientError,
            .imageServerError, .imageBadResponse, .imageTooManyBytes, .imageEmpty, .imageHostGivenUp,
            .imageNotFetched, .imageNotAnImage, .imageCorrupt, .imageTruncated, .imageBadSize, .imageTooManyPixels,
            .imageTooManyFrames, .imageTooManyScans, .imageCrashed, .imageDeadline:
            .failure
        default: .policy
        }
    }

    /// Whether trying again later may mend it.
    package var isRetryable: Bool {
        switch self {
        case .imageRobotsUnavailable, .imageDNS, .imageConnect, .imageTimeout, .imageReset, .imageCutOff,
            .imageTooManyRequests,
            .imageServerError, .imageHostGivenUp, .imageNotFetched, .imageCrashed, .imageDeadline, .pageCrashed,
            .pageDeadline:
            true
        default: false
        }
    }
}
