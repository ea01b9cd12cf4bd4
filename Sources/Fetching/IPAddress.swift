import Glibc

/// An IPv4 or IPv6 address as a number.
public enum IPAddress: Hashable, Sendable, CustomStringConvertible {
    /// 32 bits, first byte highest.
    case v4(UInt32)
    /// 128 bits in two halves, first byte highest.
    case v6(UInt64, UInt64)

    /// From 4 or 16 bytes in network order; nil for other counts.
    package init?(bytes: some Collection<UInt8>) {
        func number(_ part: some Sequence<UInt8>) -> UInt64 { part.reduce(0) { $0 << 8 | UInt64($1) } }
        switch bytes.count {
        case 4: self = .v4(UInt32(number(bytes)))
        case 16: self = .v6(number(bytes.prefix(8)), number(bytes.dropFirst(8)))
        default: return nil
        }
    }

    /// From the usual text forms, strictly (`inet_pton`): no octal, no short forms, no brackets.
    public init?(_ text: some StringProtocol) {
        var bytes = [UInt8](repeating: 0, count: 16)
        let text = String(text)
        if inet_pton(AF_INET, text, &bytes) == 1 {
            self.init(bytes: bytes.prefix(4))
        } else if inet_pton(AF_INET6, text, &bytes) == 1 {
            self.init(bytes: bytes)
        } else {
            return nil
        }
    }

    /// The bytes in network order.
    var bytes: [UInt8] {
        switch self {
        case .v4(let value): (0..<4).map { UInt8(truncatingIfNeeded: value >> (24 - 8 * $0)) }
        case .v6(let high, let low):
            (0..<8).map { UInt8(truncatingIfNeeded: high >> (56 - 8 * $0)) }
                + (0..<8).map { UInt8(truncatingIfNeeded: low >> (56 - 8 * $0)) }
        }
    }

    /// The usual text form.
    public var description: String {
        let raw = bytes
        var text = [CChar](repeating: 0, count: 64)
        let family = raw.count == 4 ? AF_INET : AF_INET6
        guard inet_ntop(family, raw, &text, 64) != nil else { return "?" }
        return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
