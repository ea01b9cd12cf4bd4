package import Documents

/// What extraction made of a page.
///
/// Double entry: every `img` of the page and every paragraph that was formed is in the document or has a drop.
package struct Extraction: Sendable {
    /// The document; id and provenance are the caller's to fill. Nil when a `page.*` drop says why.
    package var document: Document?
    /// What did not come into the document.
    package var drops: [Drop] = []
    /// The node of the page's tree that got each ordinal, -1 where there is none: for `Extractor.path`.
    package var places: [Int32] = []
    /// `img` elements of the page.
    package var imagesBorn = 0
    /// Paragraphs that were formed.
    package var paragraphsBorn = 0
    /// The primary language subtag of `<html lang>` in lower case, `""` when it names none: a hint, not a finding.
    package var language = ""
    /// The directives of `<meta name="robots">` and of its relatives, lower case, in order, without repeats.
    package var robotsDirectives: [String] = []
    /// What `<meta name="tdm-reservation">` says of text and data mining; nil when it says nothing.
    package var reservesTDM: Bool?
    /// The absolute URL of the first `rel=license` link, `""` when there is none.
    package var license = ""
    /// The absolute URL of `<link rel=canonical>`, `""` when there is none.
    package var canonical = ""
    /// The character encoding the page was read in, by its WHATWG name.
    package var encoding = ""
    /// What of the page the text is when it is not what a reader sees: `articleBody`, `description` …; else `""`.
    package var textSource = ""
    /// Elements that stood deeper than the limit and were hung higher.
    package var flattened = 0

    /// An extraction of nothing.
    package init() {}
}
