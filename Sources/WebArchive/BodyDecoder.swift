import Facts

/// Undoes the codings of a body in the order the header says, looking at the bytes before it believes a label.
struct BodyDecoder {
    let limits: ArchiveLimits
    var notes: HTTPNotes = []

    init(limits: ArchiveLimits) { self.limits = limits }

    /// Bytes that are kept of a body that is not wanted, if nothing had to be undone.
    static let sampleBytes = 1024

    /// The body in clear.
    /// - Throws: `HTTPFault.payloadTooLarge`, `.badEncoding`.
    mutating func decode(
        _ raw: UnsafeRawBufferPointer, _ headers: HeaderFields, type: ContentType, isWanted: Bool = true
    ) throws(HTTPFault) -> [UInt8] {
        var codings = headers.values("Content-Encoding").flatMap(BodyDecoder.tokens)
        var transfer = headers.values("Transfer-Encoding").flatMap(BodyDecoder.tokens)
        var body: [UInt8]?
        if transfer.last == "chunked" {
            transfer.removeLast()
            body = join(raw)
        }
        codings += transfer
        guard codings.count <= limits.codings else { throw .badEncoding }
        for coding in codings.reversed() {
            let bytes = try undo(coding, body, raw)
            if let bytes { body = bytes }
        }
        if type.mime.hasPrefix("text/") || type.mime.hasSuffix("xhtml+xml") {
            for _ in codings.count..<limits.codings {
                guard let bytes = try unlabelled(body, raw) else { break }
                body = bytes
            }
        }
        if let body {
            guard body.count <= limits.payloadBytes else { throw .payloadTooLarge }
            return body
        }
        guard raw.count <= limits.payloadBytes else { throw .payloadTooLarge }
        return Array(isWanted ? raw[...] : raw.prefix(Self.sampleBytes))
    }

    private mutating func join(_ raw: UnsafeRawBufferPointer) -> [UInt8]? {
        switch ChunkedBody.join(raw) {
        case .joined(let body): return body
        case .damaged(let body):
            notes.insert(.chunksDamaged)
            return body
        case .notChunked:
            notes.insert(.notChunked)
            return nil
        }
    }

    /// Undoes one coding; nil when the bytes stay as they are.
    private mutating func undo(
        _ coding: String, _ body: [UInt8]?, _ raw: UnsafeRawBufferPointer
    ) throws(HTTPFault) -> [UInt8]? {
        guard let body else { return try undo(coding, raw) }
        return try body.span.bytes.withUnsafeBytes { (bytes) throws(HTTPFault) in try undo(coding, bytes) }
    }

    private mutating func undo(_ coding: String, _ bytes: UnsafeRawBufferPointer) throws(HTTPFault) -> [UInt8]? {
        guard !bytes.isEmpty else { return nil }
        guard let known = ContentCoding(rawValue: coding) else {
            guard Sniffer.isText(bytes) else { throw .badEncoding }
            notes.insert(.unknownCoding)
            return nil
        }
        guard known.mayBe(bytes) else { return try plain(bytes) }
        switch known.inflate(bytes, limit: limits.payloadBytes) {
        case .whole(let body): return body
        case .tooLarge: throw .payloadTooLarge
        case .cut(let body):
            notes.insert(.truncated)
            return try some(body, of: bytes)
        case .damaged(let body):
            // Nothing came of bytes that look like text: the label lied.
            if body.isEmpty { return try plain(bytes) }
            notes.insert(.damaged)
            return try some(body, of: bytes)
        }
    }

    private mutating func plain(_ bytes: UnsafeRawBufferPointer) throws(HTTPFault) -> [UInt8]? {
        guard Sniffer.isText(bytes) || PictureFormat.isPicture(bytes) else { throw .badEncoding }
        notes.insert(.notEncoded)
        return nil
    }

    private func some(_ body: [UInt8], of bytes: UnsafeRawBufferPointer) throws(HTTPFault) -> [UInt8] {
        guard !body.isEmpty else { throw .badEncoding }
        return body
    }

    /// Text with the magic of gzip in front is gzip, whatever the header keeps to itself.
    private mutating func unlabelled(_ body: [UInt8]?, _ raw: UnsafeRawBufferPointer) throws(HTTPFault) -> [UInt8]? {
        let isGzip = body.map { $0.starts(with: [0x1F, 0x8B, 0x08]) } ?? raw.has((0x1F, 0x8B, 0x08), at: 0)
        guard isGzip else { return nil }
        notes.insert(.unlabelled)
        return try undo("gzip", body, raw)
    }

    private static func tokens(_ value: String) -> [String] {
        value.split(separator: ",").map { part in
            var bytes = Array(part.utf8).map(\.lowerASCII)
            bytes.removeAll { $0 <= 0x20 || $0 == 0x22 }
            return String(decoding: bytes, as: UTF8.self)
        }.filter { !["", "identity", "none", "binary", "8bit", "utf-8"].contains($0) }
    }
}
