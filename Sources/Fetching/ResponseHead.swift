/// The header of an answer, read line by line; only what fetching needs is kept.
struct ResponseHead {
    /// The status of the last status line, 0 before one.
    private(set) var status = 0
    /// `Content-Type` as sent.
    private(set) var contentType = ""
    /// `Content-Length`, nil when absent; libcurl refuses a broken one.
    private(set) var contentLength: Int?
    /// Two lengths that differ, and no chunks to go by: where the body ends is anybody's guess (RFC 9112, 6.3).
    var hasTwoLengths: Bool { isContradictory && !isChunked }
    private var isContradictory = false
    private var isChunked = false
    /// The answer is HTTP/1, where answers on a connection are told apart by their order only.
    private(set) var isHTTP1 = true
    /// The codings of `Content-Encoding`, in the order they were applied, lower case.
    private(set) var encodings: [String] = []
    /// The bytes of `Location`, nil when absent.
    private(set) var location: [UInt8]?
    /// `Retry-After` as sent.
    private(set) var retryAfter = ""
    /// Values of `X-Robots-Tag`.
    private(set) var robotsTags: [String] = []
    /// `tdm-reservation` as sent, nil when absent.
    private(set) var tdmReservation: String?
    /// Bytes of all header lines so far, interim answers included.
    private(set) var bytes = 0
    /// The empty line of a final answer has come.
    private(set) var isComplete = false

    /// Header bytes taken before the answer is refused.
    static let maximumBytes = 256 << 10

    /// Takes one line with its line end; false when the header has become too long.
    mutating func read(_ line: UnsafeRawBufferPointer) -> Bool {
        bytes += line.count
        guard bytes <= Self.maximumBytes else { return false }
        if isComplete { return true }  // trailers
        var end = line.count
        while end > 0, line[end - 1] == 0x0A || line[end - 1] == 0x0D { end -= 1 }
        if line.starts(with: "HTTP/".utf8) {
            begin(line[..<end])
        } else if end == 0 {
            isComplete = status >= 200 || status == 101
        } else if let colon = line[..<end].firstIndex(of: 0x3A) {
            keep(name: line[..<colon], value: line[(colon + 1)..<end])
        }
        return true
    }

    /// A status line starts an answer anew: what an interim answer said does not count.
    private mutating func begin(_ line: Slice<UnsafeRawBufferPointer>) {
        let size = bytes
        self = ResponseHead()
        bytes = size
        isHTTP1 = line.dropFirst(5).first == 0x31
        let digits = line.drop { $0 != 0x20 }.dropFirst().prefix(3)
        status = digits.allSatisfy { $0 >= 0x30 && $0 <= 0x39 } ? digits.reduce(0) { $0 * 10 + Int($1 - 0x30) } : 0
    }

    private mutating func keep(name: Slice<UnsafeRawBufferPointer>, value: Slice<UnsafeRawBufferPointer>) {
        switch name.count {
        case 8 where Self.equal(name, "location"): location = Array(Self.trim(value))
        case 11 where Self.equal(name, "retry-after"): retryAfter = String(header: Self.trim(value))
        case 12 where Self.equal(name, "content-type"): contentType = String(header: Self.trim(value))
        case 12 where Self.equal(name, "x-robots-tag"):
            if robotsTags.count < 64 { robotsTags.append(String(header: Self.trim(value), limit: 1000)) }
        case 14 where Self.equal(name, "content-length"):
            let length = Int(String(header: Self.trim(value)))
            if let earlier = contentLength, earlier != length { isContradictory = true }
            contentLength = length
        case 17 where Self.equal(name, "transfer-encoding"): isChunked = true
        case 15 where Self.equal(name, "tdm-reservation"): tdmReservation = String(header: Self.trim(value))
        case 16 where Self.equal(name, "content-encoding"):
            encodings += String(header: Self.trim(value)).lowercased().split(separator: ",").map { $0.trimmed }
        default: break
        }
    }

    private static func equal(_ name: Slice<UnsafeRawBufferPointer>, _ lower: StaticString) -> Bool {
        let expected = UnsafeBufferPointer(start: lower.utf8Start, count: lower.utf8CodeUnitCount)
        return name.elementsEqual(expected) { left, right in
            (left >= 0x41 && left <= 0x5A ? left | 0x20 : left) == right
        }
    }

    private static func trim(_ value: Slice<UnsafeRawBufferPointer>) -> Slice<UnsafeRawBufferPointer> {
        let front = value.drop { $0 == 0x20 || $0 == 0x09 }
        guard let last = front.lastIndex(where: { $0 != 0x20 && $0 != 0x09 }) else { return front.prefix(0) }
        return front[...last]
    }
}
