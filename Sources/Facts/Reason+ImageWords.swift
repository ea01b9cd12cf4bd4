extension Reason {
    /// Images.
    static let imageWords: [Reason: Words] = [
        .imageTakenDown: Words(
            "A takedown list names its bytes, its address or its domain.",
            example: "example.org",
            advice: "Nothing to mend; the receipt beside the export says by which line."),
        .imageInRemovedElement: Words(
            "It stands in something that readers of the page do not see or that is no content.",
            example: "noscript",
            advice: "Nothing to mend, unless the element is content: then report the page."),
        .imageNoSource: Words(
            "The element names no address.",
            advice: "Scripts put the address in; report the page if a reader sees the picture without them."),
        .imageInvalidURL: Words(
            "The address is no URL.",
            example: "http://[x",
            advice: "Nothing to mend."),
        .imageURLScheme: Words(
            "The address is no web address.",
            example: "file",
            advice: "Give a folder of pages with their pictures beside them: those are used."),
        .imageDataURI: Words(
            "A picture in the page itself that is no picture, damaged or too small.",
            example: "43 bytes: a placeholder",
            advice: "Nothing to mend; extraction.data-images says whether they are taken at all."),
        .imagePlaceholder: Words(
            "A stand-in for a picture, or a pixel that counts visits.",
            example: "tracking pixel",
            advice: "Nothing to mend."),
        .imageTooMany: Words(
            "The page has more images than the pipeline reads.",
            example: "more than 2000",
            advice: "Raise extraction.images."),
        .imageBannedURL: Words(
            "The address has a word that logos, buttons and icons have.",
            example: "logo",
            advice: "Change the words of images.banned-url-words."),
        .imageBoilerplate: Words(
            "It belongs to the page's frame: a logo, an icon, a portrait of the author, a teaser.",
            example: "an icon",
            advice: "Look at it with quarry page. extraction.pictures=all keeps every picture."),
        .imageRobots: Words(
            "The host's robots.txt forbids it.",
            example: "Disallow: /images/",
            advice: "Nothing to mend: that is the owner's word."),
        .imageRobotsUnavailable: Words(
            "The robots.txt of its host could not be read, so nothing is fetched from the host.",
            example: "503",
            advice: "Try again later: quarry fetch --retry-failed."),
        .imageNoAI: Words(
            "Its header, or its page, says that it must not be used.",
            example: "noai",
            advice: "Nothing to mend: that is the owner's word."),
        .imageAITxt: Words(
            "The host's ai.txt forbids it.",
            example: "Disallow: /",
            advice: "Nothing to mend: that is the owner's word."),
        .imageTDMReserved: Words(
            "Text and data mining is reserved.",
            example: "tdm-reservation: 1",
            advice: "Nothing to mend: that is the owner's word."),
        .imageOptedOut: Words(
            "It is on the list of those who do not want to be used.",
            example: "example.org",
            advice: "Nothing to mend: that is the owner's word."),
        .imagePrivateAddress: Words(
            "Its host is an address of this machine or network.",
            example: "127.0.0.1",
            advice: "Open it, if it is yours: --allow-address 127.0.0.0/8 (fetch.allow-addresses in a pipeline)."),
        .imageDNS: Words(
            "The host's name is not known.",
            example: "no such host",
            advice: "Hosts die; try again later with quarry fetch --retry-failed."),
        .imageConnect: Words(
            "No connection to the host.",
            example: "refused",
            advice: "Try again later: quarry fetch --retry-failed."),
        .imageTLS: Words(
            "The host's certificate cannot be trusted.",
            example: "expired",
            advice: "fetch.verify-tls=false takes it all the same, and says so on the card."),
        .imageTimeout: Words(
            "The host was too slow.",
            example: "no byte for 20 s",
            advice: "Raise the timeouts of fetch:, or try again later."),
        .imageReset: Words(
            "The host broke the connection off.",
            advice: "Try again later; lower fetch.connections-per-host."),
        .imageCutOff: Words(
            "The bytes ended before the length that was said.",
            example: "5000 of 9000 bytes",
            advice: "Try again later."),
        .imageRedirect: Words(
            "Too many redirects, or one that leads nowhere.",
            example: "more than 5",
            advice: "Nothing to mend."),
        .imageNotFound: Words(
            "The server does not have it (404, 410).",
            example: "404",
            advice: "Links die; take the crawl's own pictures (fetch.archive-images)."),
        .imageForbidden: Words(
            "The server refuses it (401, 403).",
            example: "403",
            advice: "Nothing to mend: say who you are with fetch.contact."),
        .imageTooManyRequests: Words(
            "The server asks for patience (429).",
            example: "429",
            advice: "Raise fetch.gap-per-host, lower fetch.connections-per-host, try again later."),
        .imageClientError: Words(
            "The server calls the request wrong (another 4xx).",
            example: "400",
            advice: "Nothing to mend."),
        .imageServerError: Words(
            "The server failed (5xx).",
            example: "503",
            advice: "Try again later: quarry fetch --retry-failed."),
        .imageBadResponse: Words(
            "An answer that is no HTTP, or has a status that is none.",
            example: "a header without an end",
            advice: "Nothing to mend."),
        .imageTooManyBytes: Words(
            "It is larger than the pipeline fetches.",
            example: "50000000 > 33554432",
            advice: "Raise fetch.maximum-bytes."),
        .imageEmpty: Words(
            "The answer has no bytes.",
            advice: "Nothing to mend."),
        .imageHostGivenUp: Words(
            "The host failed so often that it is asked no more.",
            example: "20 failures",
            advice: "Try again later: quarry fetch --retry-failed."),
        .imageNotFetched: Words(
            "It was never asked for.",
            example: "the network is off",
            advice: "Switch the network on (fetch.network), or give archives that hold the pictures."),
        .imageNotAnImage: Words(
            "The bytes are no picture.",
            example: "text/html",
            advice: "Servers answer pages for pictures that are gone."),
        .imageUnsupportedFormat: Words(
            "A picture of a format that is not decoded.",
            example: "svg",
            advice: "Nothing to mend."),
        .imageCorrupt: Words(
            "The picture cannot be decoded.",
            example: "bad Huffman code",
            advice: "Nothing to mend."),
        .imageTruncated: Words(
            "The picture ends too early.",
            example: "the file ends in a scan",
            advice: "measure.keep-truncated=true keeps what there is of it."),
        .imageBadSize: Words(
            "A picture without width or height.",
            example: "0 x 10",
            advice: "Nothing to mend."),
        .imageTooManyPixels: Words(
            "Decoding it would take more memory than a worker may have.",
            example: "40000 x 40000",
            advice: "Raise measure.pixels."),
        .imageTooManyFrames: Words(
            "An animation of too many frames.",
            example: "> 1000",
            advice: "Raise measure.frames."),
        .imageTooManyScans: Words(
            "A progressive JPEG of more scans than any camera writes.",
            example: "> 100",
            advice: "Nothing to mend."),
        .imageCrashed: Words(
            "The decoder died on it.",
            example: "signal 11",
            advice: "Report the picture."),
        .imageDeadline: Words(
            "Decoding took longer than it may.",
            example: "20 s",
            advice: "Raise workers.record-seconds, or report the picture."),
        .imageFormat: Words(
            "A format that is not asked for.",
            example: "gif",
            advice: "Add it to images.format."),
        .imageTooSmall: Words(
            "A side is too short.",
            example: "width 20 < 150",
            advice: "Lower min of images.side."),
        .imageTooLarge: Words(
            "A side is too long.",
            example: "width 30000 > 20000",
            advice: "Raise max of images.side."),
        .imageAspectRatio: Words(
            "It is too long or too wide.",
            example: "5 > 2",
            advice: "Banners do this; raise max of images.aspect-ratio."),
        .imageRenderedTooSmall: Words(
            "The page shows it too small.",
            example: "width 16 < 150",
            advice: "Lower min of images.rendered-side."),
        .imageRenderedTooLarge: Words(
            "The page shows it too large.",
            example: "width 9000 > 5000",
            advice: "Raise max of images.rendered-side."),
        .imageBlank: Words(
            "It is of one colour.",
            example: "0000000000000000",
            advice: "Nothing to mend."),
        .imageFrequentURL: Words(
            "The same address stands on too many pages.",
            example: "25 > 10 in the corpus",
            advice: "Logos do this; raise corpus.image-url-maximum."),
        .imageRepeatedInDomain: Words(
            "It stands on many pages of its site, as what belongs to the site does and not to the page.",
            example: "7 > 3 in the domain",
            advice: "Raise corpus.image-domain-maximum (0: no limit)."),
        .imageFrequentContent: Words(
            "The same picture stands in too many documents.",
            example: "30 > 20 documents",
            advice: "Raise corpus.image-content-maximum (0: no limit)."),
        .imageNearDuplicate: Words(
            "It looks like another picture that is kept.",
            example: "of 9f2c4e…",
            advice: "Lower corpus.image-distance, or corpus.deduplicate-images=off."),
        .imageRepeatedInDocument: Words(
            "The document shows it already.",
            advice: "Nothing to mend."),
        .imageNSFW: Words(
            "It is not safe for work.",
            example: "0.97 > 0.9",
            advice: "Raise the rule's number."),
        .imageScore: Words(
            "A model's number is on the wrong side of the threshold.",
            example: "0.02 < 0.1",
            advice: "Change the condition of select."),
        .imageNotSelected: Words(
            "The condition of quarry select --images-where is not true for it.",
            example: "width > 300",
            advice: "Change --images-where."),
        .imageDocumentDropped: Words(
            "It left because its document left.",
            advice: "See why the document left."),
    ]
}
