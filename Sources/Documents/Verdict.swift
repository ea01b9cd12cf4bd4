package import Facts

/// What a rule says.
package enum Verdict: Sendable, Equatable {
    /// The thing stays.
    case keep
    /// The thing leaves, for a reason of the bounded set; `detail` has what varies (`0.31 > 0.1`).
    case drop(Reason, detail: String)

    /// Whether the thing stays.
    package var isKept: Bool { self == .keep }
}

/// One thing that left, as the drop log tells it.
package struct Drop: Sendable, Equatable {
    /// Why.
    package var reason: Reason
    /// What varies: numbers compared, a status code; at most 200 bytes.
    package var detail: String
    /// The document it belonged to, `""` for a record.
    package var document: String
    /// The URL of the page it stood on, `""` for a record and until the page is known.
    package var page = ""
    /// The page's, image's or record's URL, `""` when there is none.
    package var url: String
    /// Ordinal in the document; the byte offset for a record.
    package var ordinal: Int
    /// What it was: the first 200 characters of a paragraph's text, of an image's caption (else of its alternative text),
    /// of a document's text; `""` for a record and for what left only with what it belonged to.
    package var text = ""
    /// Where it stood in the page (`html > body > div.author-box > p`), `""` where that is not known any more.
    package var path = ""

    /// A drop.
    package init(_ reason: Reason, detail: String = "", document: String = "", url: String = "", ordinal: Int = 0) {
        self.reason = reason
        self.detail = detail.utf8.count <= 200 ? detail : Drop.clip(detail)
        self.document = document
        self.url = url
        self.ordinal = ordinal
    }

    /// A paragraph that left.
    package init(_ reason: Reason, detail: String = "", paragraph: Paragraph) {
        self.init(reason, detail: detail, ordinal: paragraph.ordinal)
        text = Drop.excerpt(paragraph.text)
    }

    /// An image that left.
    package init(_ reason: Reason, detail: String = "", image: ImageNode) {
        self.init(reason, detail: detail, url: image.url, ordinal: image.ordinal)
        text = Drop.excerpt(image.caption.isEmpty ? image.alt : image.caption)
    }

    /// A document that left.
    package init(_ reason: Reason, detail: String = "", of document: Document) {
        self.init(reason, detail: detail, url: document.url)
        text = document.beginning
    }

    /// Whether it is a paragraph or an image that left by itself, not only with its document.
    package var isPiece: Bool { (reason.unit == .paragraph || reason.unit == .image) && !reason.isCascade }

    /// Characters (Unicode scalars) of a text that a drop carries.
    package static let excerptLength = 200

    /// The first 200 characters of a text.
    package static func excerpt(_ text: String) -> String {
        guard text.utf8.count > excerptLength else { return text }
        return String(text.unicodeScalars.prefix(excerptLength))
    }

    /// The first 200 characters of UTF-8.
    package static func excerpt(utf8 bytes: ArraySlice<UInt8>) -> String {
        var end = bytes.startIndex
        var count = 0
        while end < bytes.endIndex {
            if bytes[end] & 0xC0 != 0x80 {
                if count == excerptLength { break }
                count += 1
            }
            end += 1
        }
        return String(decoding: bytes[bytes.startIndex..<end], as: UTF8.self)
    }

    private static func clip(_ text: String) -> String {
        var out = ""
        for scalar in text.unicodeScalars {
            if out.utf8.count > 196 { break }
            out.unicodeScalars.append(scalar)
        }
        return out
    }
}
