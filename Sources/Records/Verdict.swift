/// What a rule says.
public enum Verdict: Sendable, Equatable {
    /// The thing stays.
    case keep
    /// The thing leaves, for a reason of the bounded set; `detail` has what varies (`0.31 > 0.1`).
    case drop(Reason, detail: String)

    /// Whether the thing stays.
    public var isKept: Bool { self == .keep }
}

/// One thing that left, as the drop log tells it.
public struct Drop: Sendable, Equatable {
    /// Why.
    public var reason: Reason
    /// What varies: numbers compared, a status code; at most 200 bytes.
    public var detail: String
    /// The document it belonged to, `""` for a record.
    public var document: String
    /// The page's, image's or record's URL, `""` when there is none.
    public var url: String
    /// Ordinal in the document; the byte offset for a record.
    public var ordinal: Int

    /// A drop.
    public init(_ reason: Reason, detail: String = "", document: String = "", url: String = "", ordinal: Int = 0) {
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
