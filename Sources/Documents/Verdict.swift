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
    /// The page's, image's or record's URL, `""` when there is none.
    package var url: String
    /// Ordinal in the document; the byte offset for a record.
    package var ordinal: Int

    /// A drop.
    package init(_ reason: Reason, detail: String = "", document: String = "", url: String = "", ordinal: Int = 0) {
        self.reason = reason
        self.detail = detail.utf8.count <= 200 ? detail : Drop.clip(detail)
        self.document = document
        self.url = url
        self.ordinal = ordinal
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
