package import Documents

/// Replaces personal data that has a form of its own by typed placeholders: e-mail addresses, telephone numbers and
/// public IP addresses.
///
/// Precision before recall: what may as well be a version, a date, a price or an identifier stays. Names and postal
/// addresses are not looked for.
package struct PIIRedactor: Sendable {
    /// What is looked for.
    package enum Kind: String, Sendable, CaseIterable {
        case email, phone, address

        /// What stands in its place.
        package var placeholder: StaticString {
            switch self {
            case .email: "<EMAIL>"
            case .phone: "<PHONE>"
            case .address: "<IP_ADDRESS>"
            }
        }
    }

    /// How many of each kind were replaced.
    package typealias Counts = [Kind: Int]

    private let redactsEmails: Bool
    private let redactsPhones: Bool
    private let redactsAddresses: Bool

    /// A redactor for some kinds.
    package init(kinds: Set<Kind> = Set(Kind.allCases)) {
        redactsEmails = kinds.contains(.email)
        redactsPhones = kinds.contains(.phone)
        redactsAddresses = kinds.contains(.address)
    }

    /// The text with placeholders, and how many there are; the same string when there is nothing to replace.
    package func redact(_ text: String) -> (text: String, counts: Counts) {
        var text = text
        let found = text.withUTF8 { matches($0) }
        guard !found.isEmpty else { return (text, [:]) }
        var counts: Counts = [:]
        var out: [UInt8] = []
        text.withUTF8 { bytes in
            var copied = 0
            for match in found {
                out.append(contentsOf: bytes[copied..<match.range.lowerBound])
                match.kind.placeholder.withUTF8Buffer { out.append(contentsOf: $0) }
                counts[match.kind, default: 0] += 1
                copied = match.range.upperBound
            }
            out.append(contentsOf: bytes[copied...])
        }
        return (String(decoding: out, as: UTF8.self), counts)
    }

    /// Redacts paragraphs, alternative texts, captions and the title of a document; code is left as it is.
    package func redact(_ document: inout Document) -> Counts {
        var counts: Counts = [:]
        func redacted(_ text: String) -> String {
            let (text, found) = redact(text)
            counts.merge(found, uniquingKeysWith: +)
            return text
        }
        document.title = redacted(document.title)
        document.sift { node in
            switch node {
            case .divide: return node
            case .image(var image):
                image.alt = redacted(image.alt)
                image.caption = redacted(image.caption)
                return .image(image)
            case .text(var text):
                for index in text.paragraphs.indices where text.paragraphs[index].role != .verbatim {
                    text.paragraphs[index].text = redacted(text.paragraphs[index].text)
                }
                return .text(text)
            }
        }
        return counts
    }

    struct Match: Equatable {
        let kind: Kind
        let range: Range<Int>
    }

    /// What is found, from left to right, without overlaps.
    func matches(_ bytes: UnsafeBufferPointer<UInt8>) -> [Match] {
        var found: [Match] = []
        var at = 0
        var end = 0
        while at < bytes.count {
            guard Bytes.mayBegin[Int(bytes[at])], let match = match(bytes, at), match.range.lowerBound >= end else {
                at += 1
                continue
            }
            found.append(match)
            end = match.range.upperBound
            at = end
        }
        return found
    }

    private func match(_ bytes: UnsafeBufferPointer<UInt8>, _ at: Int) -> Match? {
        switch bytes[at] {
        case UInt8(ascii: "@"):
            return redactsEmails
                ? EmailPattern.match(bytes, at: at).map { Match(kind: .email, range: $0) } : nil
        case UInt8(ascii: "+"), UInt8(ascii: "("), 0x30...0x39:
            guard Bytes.isStart(bytes, at) else { return nil }
            if redactsAddresses, let range = AddressPattern.match(bytes, at: at) {
                return Match(kind: .address, range: range)
            }
            return redactsPhones
                ? PhonePattern.match(bytes, at: at).map { Match(kind: .phone, range: $0) } : nil
        default: return nil
        }
    }
}

/// Tests on bytes that the patterns share.
enum Bytes {
    /// By byte: whether `PIIRedactor` looks closer.
    static let mayBegin: [Bool] = (0..<256).map { isDigit(UInt8($0)) || "@+(".utf8.contains(UInt8($0)) }

    static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }
    static func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte | 0x20) }
    static func isWord(_ byte: UInt8) -> Bool { isDigit(byte) || isLetter(byte) || byte == 0x5F || byte >= 0x80 }

    /// Whether the two bytes in front of a place are a Latin letter beyond ASCII (U+00C0 to U+027F).
    static func isLatin(_ bytes: UnsafeBufferPointer<UInt8>, before at: Int) -> Bool {
        at > 1 && (0xC3...0xC9).contains(bytes[at - 2]) && bytes[at - 1] & 0xC0 == 0x80
    }

    /// Whether a number or address may start here: nothing before it that it would be a part of.
    static func isStart(_ bytes: UnsafeBufferPointer<UInt8>, _ at: Int) -> Bool {
        guard at > 0 else { return true }
        let before = bytes[at - 1]
        if before >= 0x80 {
            // A no-break space, a full-width colon, spaces and punctuation of U+2000…, scripts without blanks (U+3000…).
            return at > 1 && (before == 0xA0 || before == 0x9A)
                || at > 2 && (bytes[at - 3] == 0xE2 || (0xE3...0xE9).contains(bytes[at - 3]))
        }
        return !isWord(before) && !"./-+#=%&@$,".utf8.contains(before)
    }

    /// Whether a number or address may end here: no letter, digit or `@` follows, and no more of a number.
    static func isEnd(_ bytes: UnsafeBufferPointer<UInt8>, _ at: Int) -> Bool {
        guard at < bytes.count else { return true }
        if isDigit(bytes[at]) || isLetter(bytes[at]) || "_@%".utf8.contains(bytes[at]) { return false }
        guard at + 1 < bytes.count, isDigit(bytes[at + 1]) else { return true }
        return !"./-:,".utf8.contains(bytes[at])
    }
}
