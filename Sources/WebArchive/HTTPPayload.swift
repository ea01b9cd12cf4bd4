/// Why a response record holds no usable HTTP answer.
public enum HTTPFault: String, Error, Sendable, CaseIterable {
    /// No status line.
    case notHTTP
    /// A header without end, or beyond `ArchiveLimits.headerBytes`.
    case badHeader
    /// A content coding that we do not know.
    case unknownEncoding
    /// A content coding that does not decode.
    case badEncoding
    /// A body that decodes to more than `ArchiveLimits.payloadBytes`.
    case tooLarge
}

/// An HTTP answer as an archive has it: status, headers, and the body with its codings taken off.
public struct HTTPPayload: Sendable {
    /// The status code.
    public let status: Int
    /// Names in lower case, in order.
    public let headers: [(name: String, value: String)]
    /// The body.
    public let body: [UInt8]

    /// The first header of that name (lower case).
    public subscript(name: String) -> String? { headers.first { $0.name == name }?.value }

    /// The media type in lower case (`""` when not said), and its charset.
    public var contentType: (mime: String, charset: String?) {
        let parts = (self["content-type"] ?? "").split(separator: ";", omittingEmptySubsequences: false)
        let mime = parts.first.map { String($0).lowercased().trimmed } ?? ""
        for part in parts.dropFirst() {
            let pair = part.split(separator: "=", maxSplits: 1)
            if pair.count == 2, String(pair[0]).lowercased().trimmed == "charset" {
                return (mime, String(pair[1]).trimmed.filter { $0 != "\"" && $0 != "'" })
            }
        }
        return (mime, nil)
    }

    /// Reads the block of a response record. Crawls lie about codings: chunks and compression are taken off when the
    /// bytes are what the header says, and left alone when they are not.
    /// - Throws: `HTTPFault`.
    public static func parse(_ block: [UInt8], limits: ArchiveLimits) throws(HTTPFault) -> HTTPPayload {
        var rest = block[...]
        while true {
            guard rest.starts(with: Array("HTTP/".utf8)) else { throw .notHTTP }
            let window = rest.prefix(limits.headerBytes)
            guard let end = HeaderLines.end(in: window) ?? (rest.count < limits.headerBytes ? rest.endIndex : nil)
            else {
                throw .badHeader
            }
            let head = rest[rest.startIndex..<end]
            let line = head.firstIndex(of: 0x0A) ?? head.endIndex
            guard let status = status(head[..<line]) else { throw .notHTTP }
            rest = rest[end...]
            // An interim answer stands before the real one.
            if status / 100 == 1, rest.starts(with: Array("HTTP/".utf8)) { continue }
            let headers = HeaderLines.parse(line == head.endIndex ? [] : head[(line + 1)...])
            let body = try PayloadDecoder.decode(rest, headers: headers, limit: limits.payloadBytes)
            return HTTPPayload(status: status, headers: headers, body: body)
        }
    }

    private static func status(_ line: ArraySlice<UInt8>) -> Int? {
        let words = line.split(separator: 0x20)
        guard words.count >= 2 else { return nil }
        let digits = HeaderLines.trim(words[1])
        guard digits.count == 3 else { return nil }
        return Int(String(decoding: digits, as: UTF8.self))
    }
}

extension String {
    fileprivate var trimmed: String { String(decoding: HeaderLines.trim(Array(utf8)[...]), as: UTF8.self) }
}
