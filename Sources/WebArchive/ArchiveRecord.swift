/// The type of a record (ISO 28500:2017, 5.5).
public enum WARCType: String, Sendable, CaseIterable {
    case warcinfo, response, resource, request, metadata, revisit, conversion, continuation
    /// No type, or one the standard does not know.
    case other
}

/// A record of an archive.
public struct ArchiveRecord: Sendable {
    /// Where it begins in the file: its gzip member or zstd frame, else the record itself.
    public let offset: Int
    /// Bytes on disk from `offset` to the end of its member, or of its block in a plain file.
    public let length: Int
    /// How many records begin before it in the same member; 0 where each record has its own.
    public let ordinal: Int
    /// Its type.
    public let type: WARCType
    /// `WARC-Target-URI` without angle brackets and white space around it; what is no text in it is percent-encoded; `""` when there is none.
    public let targetURI: String
    /// `WARC-Date` as 14 digits, as in CDX; `""` when it is no date.
    public let date: String
    /// Its fields. Those of an ARC record get the names WARC has for them.
    public let headers: HeaderFields
    /// Its block, in place.
    public let content: ArchiveBlock

    /// A copy of its block.
    public var block: [UInt8] { content.bytes }

    /// `WARC-Type` as it stands, in lower case.
    public var typeName: String { (headers["WARC-Type"] ?? "").lowercased() }

    /// Why the crawler says that it cut the content (`length`, `time`, `disconnect`, `unspecified`; ISO 28500:2017, 5.13),
    /// `segment` for the first of several segments; nil when it is whole.
    public var truncation: String? {
        headers["WARC-Truncated"].map { $0.lowercased() } ?? (headers["WARC-Segment-Number"] == nil ? nil : "segment")
    }

    /// What the crawler found the payload to be by its bytes (`WARC-Identified-Payload-Type`), `""` when it does not say.
    public var identifiedType: String { ContentType(headers: headers.values("WARC-Identified-Payload-Type")).mime }

    init(place: Place, headers: HeaderFields, content: ArchiveBlock) {
        offset = place.offset
        length = place.length
        ordinal = place.ordinal
        self.headers = headers
        self.content = content
        type = headers.bytes("WARC-Type").map(WARCValue.type) ?? .other
        targetURI = headers.bytes("WARC-Target-URI").map(WARCValue.uri) ?? ""
        date = headers.bytes("WARC-Date").map(WARCValue.date) ?? ""
    }

    /// Where a record lies.
    struct Place {
        var offset: Int
        var length: Int
        var ordinal: Int
    }
}
