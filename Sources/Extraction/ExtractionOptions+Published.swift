extension ExtractionOptions {
    /// The published rules of OBELICS with their defects (`config_extract_web_documents.yaml`, all switches on).
    package static let obelics: ExtractionOptions = {
        var options = ExtractionOptions()
        options.set(
            .unwrap,
            """
            a abbr acronym b bdi bdo big cite code data dfn em font i ins kbd mark q s samp shadow small span strike \
            strong sub sup time tt u var wbr
            """)
        options.set(
            .keep,
            """
            address article aside blink blockquote body br caption center dd dl dt div figcaption h h1 h2 h3 h4 h5 h6 \
            hgroup html legend main marquee ol p section summary title ul
            """)
        options.set(.media, "audio embed figure iframe img object picture video source")
        options.unlisted = .remove
        options.ignoresDigitsInNames = true
        options.set(.paragraph, "blockquote dl h1 h2 h3 h4 h5 h6 ol p ul")
        options.set(
            .line, "address article aside center dd div dt figcaption hgroup legend main marquee section summary")
        options.removedClasses = ["footer", "site-info"]
        options.dividingClasses = ["more-link"]
        options.removedDivNames = ["footer", "header", "navigation", "nav", "navbar", "menu"]
        options.textlessDivClasses = ["date"]
        options.prunesEmptyElements = true
        options.lineBreaks = .bare
        options.readsAsPublished = true
        options.text.writesDivider = true
        options.text.keepsEmptyParagraphs = true
        options.images.sourceAttributes = [
            "src", "data-src", "data-src-fg", "data-scroll-image", "srcset", "data-lateloadsrc", "data-img-src",
            "data-original", "data-gt-lazy-src", "data-lazy", "data-lazy-src", "src2",
        ]
        options.images.refusesCommasAndSpaces = true
        return options
    }()

    /// Gives names, separated by spaces, a treatment.
    mutating func set(_ treatment: Treatment, _ names: String) {
        for name in names.split(separator: " ") { treatments[String(name)] = treatment }
    }

    /// Gives names, separated by spaces, a separator.
    mutating func set(_ separator: Separator, _ names: String) {
        for name in names.split(separator: " ") { separators[String(name)] = separator }
    }
}
