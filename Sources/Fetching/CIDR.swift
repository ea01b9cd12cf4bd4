/// A range of addresses, and optionally one port: `127.0.0.1`, `10.1.0.0/16`, `127.0.0.1:8080`, `[::1]/128:8080`.
public struct CIDR: Hashable, Sendable, CustomStringConvertible {
    /// The first address, its bits after the prefix cleared.
    public let address: IPAddress
    /// Bits that must agree: 0...32 or 0...128.
    public let prefix: Int
    /// The only port meant; nil for every port.
    public let port: Int?

    /// Reads the text forms above; nil for anything else.
    public init?(_ text: some StringProtocol) {
        var rest = Substring(text)
        var port: Int?
        let bracketed = rest.hasPrefix("[")
        if bracketed || rest.filter({ $0 == ":" }).count == 1, let colon = rest.lastIndex(of: ":"),
            !rest[colon...].contains("]")
        {
            guard let number = UInt16(rest[rest.index(after: colon)...]), number > 0 else { return nil }
            port = Int(number)
            rest = rest[..<colon]
        }
        let parts = rest.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard var name = parts.first else { return nil }
        if bracketed {
            guard name.last == "]" else { return nil }
            name = name.dropFirst().dropLast()
        }
        guard let address = IPAddress(name) else { return nil }
        let bits = if case .v4 = address { 32 } else { 128 }
        var prefix = bits
        if parts.count == 2 {
            guard let number = UInt8(parts[1]), Int(number) <= bits else { return nil }
            prefix = Int(number)
        }
        self.init(address: address, prefix: prefix, port: port)
    }

    init(address: IPAddress, prefix: Int, port: Int? = nil) {
        self.address = Self.cut(address, to: prefix)
        self.prefix = prefix
        self.port = port
    }

    /// Whether `other` (of the same family) and the port are in the range.
    public func contains(_ other: IPAddress, port: Int) -> Bool {
        if let own = self.port, own != port { return false }
        return Self.cut(other, to: prefix) == address
    }

    /// The address with the bits after `prefix` cleared.
    private static func cut(_ address: IPAddress, to prefix: Int) -> IPAddress {
        switch address {
        case .v4(let value): .v4(prefix >= 32 ? value : value & ~(UInt32.max >> UInt32(prefix)))
        case .v6(let high, let low):
            .v6(
                prefix >= 64 ? high : high & ~(UInt64.max >> UInt64(prefix)),
                prefix >= 128 ? low : prefix <= 64 ? 0 : low & ~(UInt64.max >> UInt64(prefix - 64)))
        }
    }

    /// The text form it can be read from.
    public var description: String {
        guard let port else { return "\(address)/\(prefix)" }
        if case .v4 = address { return "\(address)/\(prefix):\(port)" }
        return "[\(address)]/\(prefix):\(port)"
    }
}
