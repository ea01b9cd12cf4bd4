extension ExtractionOptions {
    /// Our own profile: what a reader of the page sees, as text and images in reading order.
    package static let quarry: ExtractionOptions = {
        var options = ExtractionOptions()
        options.unlisted = .unwrap
        options.set(
            .remove,
            """
            head script style template noscript svg math canvas iframe embed object applet audio video select option \
            optgroup datalist input textarea button label fieldset progress meter map area nav frame frameset noframes \
            noembed dialog param track link meta title base rp rt rtc hr
            """)
        options.set(
            .keep,
            """
            address article aside blockquote body caption center dd details dir div dl dt fieldset figcaption figure \
            footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li listing main marquee menu ol p plaintext pre \
            section summary table tbody td tfoot th thead tr ul xmp search
            """)
        options.set(.media, "img amp-img")
        options.set(
            .paragraph,
            """
            address article aside blockquote body caption center dd details dir div dl dt fieldset figcaption figure \
            footer form h1 h2 h3 h4 h5 h6 header hgroup hr legend li listing main marquee ol p plaintext pre section \
            summary table tbody td tfoot th thead tr ul xmp hr nav dialog menu iframe object video search
            """)
        options.removedLeaves = .space
        options.lineBreaks = .all
        options.text.foldsAllSpaces = true
        options.text.keepsPreformatted = true
        options.text.marksListItems = true
        options.text.writesTables = true
        options.text.marksHeadings = true
        options.text.dropsFurniture = true
        options.text.takesSaidText = true
        options.text.marksScripts = true
        options.text.writesFormulas = true
        options.text.writesEmoji = true
        options.text.keepsSentences = true
        options.text.dropsSoftHyphens = true
        options.images.urlMode = .whatwg
        options.images.lazyAttributes = [
            "data-src", "data-original", "data-lazy-src", "data-lazy", "data-img-src", "data-original-src",
            "data-image",
            "data-url", "data-hi-res-src", "data-full-src", "data-src-fg", "data-scroll-image", "data-lateloadsrc",
            "data-gt-lazy-src", "data-echo", "data-actualsrc", "data-orig-file",
            "data-large-file", "data-medium-file", "data-highres", "data-pin-media", "src2",
        ]
        options.images.sourceSetAttributes = ["srcset", "data-srcset", "data-lazy-srcset", "data-original-set"]
        options.images.sureLazyAttributes = 6
        options.images.backgroundAttributes = ["data-bg", "data-background", "data-background-image", "background"]
        options.images.readsUnknownAttributes = true
        options.images.readsOtherElements = true
        options.images.keepsOnlyContent = true
        options.images.readsPictureSources = true
        options.images.readsNoscript = true
        options.images.findsCaptions = true
        options.images.tinySide = 3
        options.images.placeholderNames = [
            "spacer", "blank", "pixel", "transparent", "placeholder", "clear", "1x1", "lazy", "loading", "empty",
            "trans",
            "grey", "gray", "lazyload", "lazy-load", "dot", "s",
        ]
        options.images.dropsRepeats = true
        options.boilerplate = BoilerplateOptions()
        options.limits.maximumParagraphWords = 1_000
        return options
    }()
}
