import Documents
import Extraction
import Facts

/// Short ways to a document.
enum Pages {
    static let url = "https://example.org/dir/page.html"

    static func extract(_ html: String, _ options: ExtractionOptions, url: String = Pages.url) -> Extraction {
        var extractor = Extractor(options: options)
        return extractor.extract(CapturedPage(url: url, body: Array(html.utf8), httpCharset: "utf-8"))
    }

    /// The document in lines: `T` a text (paragraphs joined by ¶), `I` an image, `D` a divide.
    static func lines(_ html: String, _ options: ExtractionOptions, url: String = Pages.url) -> [String] {
        (extract(html, options, url: url).document?.nodes ?? []).map { node in
            switch node {
            case .text(let text): "T " + text.paragraphs.map(\.text).joined(separator: "¶")
            case .image(let image): "I " + image.url + (image.caption.isEmpty ? "" : " [" + image.caption + "]")
            case .divide: "D"
            }
        }
    }

    /// The paragraphs of a page.
    static func paragraphs(_ html: String, _ options: ExtractionOptions) -> [Paragraph] {
        (extract(html, options).document?.nodes ?? []).flatMap { node -> [Paragraph] in
            if case .text(let text) = node { return text.paragraphs } else { return [] }
        }
    }

    /// Our own profile without the search for content, so that short pages stay whole.
    static var whole: ExtractionOptions {
        var options = ExtractionOptions.quarry
        options.boilerplate = nil
        return options
    }

    /// Whether everything that was born is in the document or has a drop.
    static func balances(_ extraction: Extraction) -> Bool {
        let images = extraction.document?.imageCount ?? 0
        let paragraphs = extraction.document?.paragraphCount ?? 0
        let dropped = extraction.drops.reduce(into: [Unit: Int]()) { $0[$1.reason.unit, default: 0] += 1 }
        return images + dropped[.image, default: 0] == extraction.imagesBorn
            && paragraphs + dropped[.paragraph, default: 0] == extraction.paragraphsBorn
    }

    /// Whether ordinals are distinct, and rise through the document.
    static func isNumbered(_ extraction: Extraction) -> Bool {
        var seen: Set<Int> = []
        var last = -1
        for node in extraction.document?.nodes ?? [] {
            var ordinals = [node.ordinal]
            if case .text(let text) = node { ordinals = text.paragraphs.map(\.ordinal) }
            for ordinal in ordinals {
                guard ordinal > last, seen.insert(ordinal).inserted else { return false }
                last = ordinal
            }
        }
        return extraction.drops.allSatisfy { $0.reason.rawValue.hasPrefix("page.") || seen.insert($0.ordinal).inserted }
    }
}
