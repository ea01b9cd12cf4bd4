/// The host parser (URL Standard, section 3.5): domains, IPv4 and IPv6 addresses, opaque hosts.
enum HostParser {
    /// Appends the serialised host of `text` to `out`; false is failure, and then `out` may hold a part of it.
    static func append(_ text: UnsafeBufferPointer<UInt8>, special: Bool, to out: inout [UInt8]) -> Bool {
        if text.first == 0x5B {
            guard text.count > 2, text[text.count - 1] == 0x5D,
                let address = IPv6Address(UnsafeBufferPointer(rebasing: text[1..<(text.count - 1)]))
            else { return false }
            out.append(0x5B)
            address.append(to: &out)
            out.append(0x5D)
            return true
        }
        guard special else {
            if text.contains(where: ASCIISet.forbiddenHost.contains) { return false }
            out.append(text, encoding: .c0Control)
            return true
        }
        let start = out.count
        guard appendPlain(text, to: &out) else {
            out.removeLast(out.count - start)
            return appendInternational(text, to: &out) && finishDomain(from: start, in: &out)
        }
        return finishDomain(from: start, in: &out)
    }

    /// Appends a domain of plain ASCII in lower case; false when it needs more than that.
    private static func appendPlain(_ text: UnsafeBufferPointer<UInt8>, to out: inout [UInt8]) -> Bool {
        let unusual = ASCIISet.unusualDomain
        var labelStart = true
        for (index, byte) in text.enumerated() {
            if unusual.contains(byte) { return false }
            if labelStart, byte | 0x20 == 0x78, index + 3 < text.count, text[index + 1] | 0x20 == 0x6E,
                text[index + 2] == 0x2D, text[index + 3] == 0x2D
            {
                return false
            }
            labelStart = byte == 0x2E
            out.append(ASCII.lower(byte))
        }
        return !text.isEmpty
    }

    /// Percent-decodes `text`, and appends it as an ASCII domain by UTS #46.
    private static func appendInternational(_ text: UnsafeBufferPointer<UInt8>, to out: inout [UInt8]) -> Bool {
        guard let domain = DomainName.toASCII([UInt8](percentDecoding: text)), !domain.isEmpty,
            !domain.contains(where: ASCIISet.forbiddenDomain.contains)
        else { return false }
        out.append(contentsOf: domain)
        return true
    }

    /// Turns a domain that ends in a number into the IPv4 address it means, or fails.
    private static func finishDomain(from start: Int, in out: inout [UInt8]) -> Bool {
        // The last label starts with a digit if it is a number; nearly no domain's does.
        guard endsInNumber(out[start...]) else { return true }
        guard let address = IPv4Address(out[start...]) else { return false }
        out.removeLast(out.count - start)
        address.append(to: &out)
        return true
    }

    /// The ends-in-a-number checker.
    private static func endsInNumber(_ domain: ArraySlice<UInt8>) -> Bool {
        var text = domain
        if text.last == 0x2E, text.count > 1 { text.removeLast() }
        let label = text[(text.lastIndex(of: 0x2E).map { $0 + 1 } ?? text.startIndex)...]
        guard let first = label.first, ASCII.isDigit(first) else { return false }
        return label.allSatisfy(ASCII.isDigit) || IPv4Address.number(label) != nil
    }
}
