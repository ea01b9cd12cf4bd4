/// An IPv4 address as the URL Standard reads one: up to four numbers, each decimal, octal or hexadecimal.
struct IPv4Address {
    let value: UInt32

    /// Parses a host that ends in a number; nil is failure.
    init?(_ text: ArraySlice<UInt8>) {
        var parts = text.split(separator: 0x2E, maxSplits: .max, omittingEmptySubsequences: false)
        if parts.count > 1, parts.last?.isEmpty == true { parts.removeLast() }
        guard parts.count <= 4 else { return nil }
        var address: UInt64 = 0
        for (index, part) in parts.enumerated() {
            guard let number = Self.number(part) else { return nil }
            let isLast = index == parts.count - 1
            let bits = isLast ? 8 * UInt64(5 - parts.count) : 8
            guard number < 1 << bits else { return nil }
            address = address << bits | number
        }
        value = UInt32(address)
    }

    /// The IPv4 number parser; a number too big for 32 bits comes back as `UInt64(UInt32.max) + 1`.
    static func number(_ text: ArraySlice<UInt8>) -> UInt64? {
        guard let first = text.first else { return nil }
        var digits = text
        var radix: UInt64 = 10
        if first == 0x30, text.count >= 2 {
            let hexadecimal = text[text.startIndex + 1] | 0x20 == 0x78
            radix = hexadecimal ? 16 : 8
            digits = text.dropFirst(hexadecimal ? 2 : 1)
        }
        var number: UInt64 = 0
        for byte in digits {
            guard let digit = ASCII.hexDigit(byte), UInt64(digit) < radix else { return nil }
            number = min(number * radix + UInt64(digit), 1 << 32)
        }
        return number
    }

    /// Appends the dotted form.
    func append(to out: inout [UInt8]) {
        for shift in stride(from: 24, through: 0, by: -8) {
            out.append(contentsOf: String(value >> UInt32(shift) & 255).utf8)
            if shift > 0 { out.append(0x2E) }
        }
    }
}
