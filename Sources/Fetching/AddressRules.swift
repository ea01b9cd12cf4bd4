/// Which addresses may be connected to: the globally reachable ones, and what the pipeline opens by name.
///
/// Source: the IANA special-purpose registries (RFC 6890 and its successors). Addresses that carry an IPv4 address
/// (mapped, translated, NAT64, 6to4) are judged by that one.
package struct AddressRules: Sendable {
    /// Opened although not global.
    let allowed: [CIDR]

    /// The rules, with those ranges opened.
    package init(allowed: [CIDR]) { self.allowed = allowed }

    private static let refusedV4 = [
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
        "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24",
        "224.0.0.0/4", "240.0.0.0/4",
    ].compactMap { CIDR($0) }

    /// Inside 2000::/3, the only block of global unicast; everything outside is refused anyway.
    private static let refusedV6 = ["2001::/23", "2001:db8::/32", "3fff::/20"].compactMap { CIDR($0) }

    /// Whether a connection to this address and port may be opened.
    package func permits(_ address: IPAddress, port: Int) -> Bool {
        let plain = Self.unwrapped(address)
        return Self.isGlobal(plain) || allowed.contains { $0.contains(plain, port: port) }
    }

    /// Whether the address, already unwrapped, is globally reachable.
    static func isGlobal(_ address: IPAddress) -> Bool {
        switch address {
        case .v4: !refusedV4.contains { $0.contains(address, port: 0) }
        case .v6(let high, _): high >> 61 == 1 && !refusedV6.contains { $0.contains(address, port: 0) }
        }
    }

    /// The IPv4 address inside an IPv6 one that only carries it, else the address itself.
    static func unwrapped(_ address: IPAddress) -> IPAddress {
        guard case .v6(let high, let low) = address else { return address }
        let tail = IPAddress.v4(UInt32(truncatingIfNeeded: low))
        let mapped = high == 0 && low >> 32 == 0xFFFF  // ::ffff:0:0/96, RFC 4291
        let translated = high == 0 && low >> 32 == 0xFFFF_0000  // ::ffff:0:0:0/96, RFC 2765
        let nat64 = high == 0x0064_FF9B_0000_0000 && low >> 32 == 0  // 64:ff9b::/96, RFC 6052
        if mapped || translated || nat64 { return tail }
        if high >> 48 == 0x2002 { return .v4(UInt32(truncatingIfNeeded: high >> 16)) }  // 6to4, RFC 3056
        return address
    }
}
