/// A set of bytes: some of the ASCII ones, and none or all of the others.
struct ASCIISet: Sendable {
    private let low: UInt64
    private let high: UInt64
    private let others: Bool

    /// The set of the characters of `text`, with the controls (0-1F, 7F) and the bytes from 80 up if asked.
    init(_ text: StaticString, controls: Bool = false, nonASCII: Bool = false) {
        var low: UInt64 = controls ? 0xFFFF_FFFF : 0
        var high: UInt64 = controls ? 1 << 63 : 0
        text.withUTF8Buffer { bytes in
            for byte in bytes {
                if byte < 64 { low |= 1 << UInt64(byte) } else { high |= 1 << UInt64(byte - 64) }
            }
        }
        (self.low, self.high, others) = (low, high, nonASCII)
    }

    @inline(__always)
    func contains(_ byte: UInt8) -> Bool {
        if byte >= 128 { return others }
        return (byte < 64 ? low : high) >> UInt64(byte & 63) & 1 != 0
    }
}

/// The percent-encode sets of the URL Standard, section 1.3.
extension ASCIISet {
    static let c0Control = ASCIISet("", controls: true, nonASCII: true)
    static let fragment = ASCIISet(" \"<>`", controls: true, nonASCII: true)
    static let query = ASCIISet(" \"#<>", controls: true, nonASCII: true)
    static let specialQuery = ASCIISet(" \"#<>'", controls: true, nonASCII: true)
    static let path = ASCIISet(" \"#<>?^`{}", controls: true, nonASCII: true)
    static let userinfo = ASCIISet(" \"#<>?^`{}/:;=@[\\]|", controls: true, nonASCII: true)

    /// Code points no host may have (section 3.1), opaque hosts included.
    static let forbiddenHost = ASCIISet("\0\t\n\r #/:<>?@[\\]^|")
    /// Code points no domain may have.
    static let forbiddenDomain = ASCIISet(" #/:<>?@[\\]^|%", controls: true)
    /// What the quick way through a domain cannot take: forbidden, percent-encoded or not ASCII.
    static let unusualDomain = ASCIISet(" #/:<>?@[\\]^|%", controls: true, nonASCII: true)
}

extension [UInt8] {
    /// Appends `bytes` with those of `set` written as `%XX`.
    @inline(__always)
    mutating func append(_ bytes: UnsafeBufferPointer<UInt8>, encoding set: ASCIISet) {
        var run = 0
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            if set.contains(byte) {
                append(contentsOf: UnsafeBufferPointer(rebasing: bytes[run..<index]))
                appendPercentEncoded(byte)
                run = index + 1
            }
            index += 1
        }
        append(contentsOf: UnsafeBufferPointer(rebasing: bytes[run..<index]))
    }

    /// Appends `%XX`, in upper case.
    mutating func appendPercentEncoded(_ byte: UInt8) {
        append(0x25)
        append(Self.upperHex(byte >> 4))
        append(Self.upperHex(byte & 15))
    }

    private static func upperHex(_ digit: UInt8) -> UInt8 { digit < 10 ? 0x30 + digit : 0x37 + digit }

    /// `bytes` with each valid `%XX` decoded.
    init(percentDecoding bytes: UnsafeBufferPointer<UInt8>) {
        self.init()
        reserveCapacity(bytes.count)
        var index = 0
        while index < bytes.count {
            if bytes[index] == 0x25, index + 2 < bytes.count,
                let high = ASCII.hexDigit(bytes[index + 1]), let low = ASCII.hexDigit(bytes[index + 2])
            {
                append(high << 4 | low)
                index += 3
            } else {
                append(bytes[index])
                index += 1
            }
        }
    }
}
