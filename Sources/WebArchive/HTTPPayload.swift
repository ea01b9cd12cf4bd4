/// The HTTP message in the block of a response record (RFC 9112), its body decoded.
///
/// Archives of the wild label bodies wrongly all the time, so bytes are looked at before a label is believed:
/// ```swift
/// let payload = try HTTPPayload.parse(record.content)
/// if payload.status == 200, payload.contentType.mime == "text/html" { take(payload.body) }
/// ```
public struct HTTPPayload: Sendable {
    /// The status code, 100 to 999.
    public var status: Int
    /// The header fields of the (last) header.
    public var headers: HeaderFields
    /// The media type.
    public var contentType: ContentType
    /// The body: transfer and content codings undone.
    public var body: [UInt8]
    /// What was odd.
    public var notes: HTTPNotes

    /// What a record holds: the message of a response, or the entity of a `resource` record, whose block is the body and
    /// whose `Content-Type` is the body's (ISO 28500:2017, 6.4); its status is 200.
    /// - Parameter wants: as below.
    /// - Throws: `HTTPFault`.
    public static func of(
        _ record: ArchiveRecord, limits: ArchiveLimits = ArchiveLimits(),
        wants: (ContentType) -> Bool = { _ in true }
    ) throws(HTTPFault) -> HTTPPayload {
        var type = ContentType(headers: record.headers.values("Content-Type"))
        guard record.type == .resource, type.mime != "application/http" else {
            return try parse(record.content, limits: limits, wants: wants)
        }
        if type.isVague, !record.identifiedType.isEmpty { type.mime = record.identifiedType }
        var decoder = BodyDecoder(limits: limits)
        let body = try record.content.withUnsafeBytes { (bytes) throws(HTTPFault) in
            try decoder.decode(bytes, HeaderFields(), type: type, isWanted: wants(type))
        }
        return HTTPPayload(
            status: 200, headers: HeaderFields(), contentType: type, body: body, notes: decoder.notes)
    }

    /// Reads the block of a record.
    /// - Parameter wants: of a body of a type that is not wanted only the beginning need be kept; it is read for its
    ///   faults all the same.
    /// - Throws: `HTTPFault`.
    public static func parse(
        _ block: ArchiveBlock, limits: ArchiveLimits = ArchiveLimits(), wants: (ContentType) -> Bool = { _ in true }
    ) throws(HTTPFault) -> HTTPPayload {
        try block.withUnsafeBytes { (bytes) throws(HTTPFault) in try parse(bytes, limits: limits, wants: wants) }
    }

    /// Reads a block.
    /// - Throws: `HTTPFault`.
    public static func parse(
        _ block: [UInt8], limits: ArchiveLimits = ArchiveLimits()
    ) throws(HTTPFault) -> HTTPPayload {
        try block.span.bytes.withUnsafeBytes { (bytes) throws(HTTPFault) in try parse(bytes, limits: limits) }
    }

    /// Reads a block.
    /// - Throws: `HTTPFault`.
    public static func parse(
        _ block: UnsafeRawBufferPointer, limits: ArchiveLimits = ArchiveLimits(),
        wants: (ContentType) -> Bool = { _ in true }
    ) throws(HTTPFault) -> HTTPPayload {
        let head = try HTTPHead(block, limits: limits)
        var decoder = BodyDecoder(limits: limits)
        let raw = UnsafeRawBufferPointer(rebasing: block[head.bodyStart...])
        let type = ContentType(headers: head.fields.values("Content-Type"))
        if let said = head.fields.bytes("Content-Length").flatMap(WARCValue.length), said != raw.count {
            decoder.notes.insert(.lengthDiffers)
        }
        let body = try decoder.decode(raw, head.fields, type: type, isWanted: wants(type))
        return HTTPPayload(
            status: head.status, headers: head.fields, contentType: type, body: body, notes: decoder.notes)
    }
}

/// The status line and the header in front of a body. Interim responses (1xx) are stepped over.
struct HTTPHead {
    var status = 0
    var fields = HeaderFields()
    var bodyStart = 0

    init(_ block: UnsafeRawBufferPointer, limits: ArchiveLimits) throws(HTTPFault) {
        guard !block.isEmpty else { throw .empty }
        // Empty lines in front of a message are to be ignored (RFC 9112, 2.2).
        while bodyStart < block.count, block[bodyStart].isPadding { bodyStart += 1 }
        repeat {
            guard let status = HTTPHead.status(block, at: bodyStart) else { throw .notHTTP }
            let window = UnsafeRawBufferPointer(rebasing: block[..<min(block.count, bodyStart + limits.headerBytes)])
            guard let end = window.headerEnd(from: bodyStart) else {
                throw window.count < block.count ? .headerTooLarge : .badHeader
            }
            let first = (block.firstLineFeed(from: bodyStart) ?? bodyStart) + 1
            self.status = status
            fields = HeaderFields(lines: UnsafeRawBufferPointer(rebasing: block[first..<end]))
            bodyStart = end
        } while (100..<200).contains(status) && status != 101 && HTTPHead.status(block, at: bodyStart) != nil
    }

    /// The code of a status line: `HTTP/1.1 200 OK`, `HTTP/2 200`, `ICY 200 OK`.
    private static func status(_ block: UnsafeRawBufferPointer, at start: Int) -> Int? {
        guard block.hasFolded("http/", at: start) || block.hasFolded("icy ", at: start) else { return nil }
        let end = min(block.firstLineFeed(from: start) ?? block.count, start + 64)
        var at = start
        while at < end, block[at] != 0x20, block[at] != 0x09 { at += 1 }
        while at < end, block[at] == 0x20 || block[at] == 0x09 { at += 1 }
        var digits = 0
        var status = 0
        while at < end, block[at].isDigit, digits < 4 {
            status = status * 10 + Int(block[at] - 0x30)
            digits += 1
            at += 1
        }
        return digits == 3 && status >= 100 ? status : nil
    }
}
