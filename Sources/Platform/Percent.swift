/// Percent-encoding (RFC 3986, 2.1).
package enum Percent {
    private static let digits = Array("0123456789ABCDEF".utf8)

    /// Every byte of `text` but the unreserved ones and `kept` as `%XX`, in upper case, as the signatures of object stores
    /// want it.
    package static func encode(_ text: String, keeping kept: String = "") -> String {
        var out: [UInt8] = []
        for byte in text.utf8 {
            switch byte {
            case 0x41...0x5A, 0x61...0x7A, 0x30...0x39, 0x2D, 0x2E, 0x5F, 0x7E: out.append(byte)
            case _ where kept.utf8.contains(byte): out.append(byte)
            default: out += [0x25, digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: out, as: UTF8.self)
    }

    /// `%XX` as the byte it stands for; a `%` without two hexadecimal digits behind it stays. What is not UTF-8 then becomes
    /// U+FFFD.
    package static func decode(_ text: some StringProtocol) -> String {
        var out: [UInt8] = []
        var bytes = Array(text.utf8)[...]
        while let byte = bytes.popFirst() {
            if byte == 0x25, let value = bytes.prefix(2).hexByte {
                out.append(value)
                bytes = bytes.dropFirst(2)
            } else {
                out.append(byte)
            }
        }
        return String(decoding: out, as: UTF8.self)
    }
}

extension ArraySlice<UInt8> {
    /// The byte that two digits write; a sign is none, as it would be to `UInt8(_:radix:)`.
    fileprivate var hexByte: UInt8? {
        count == 2 ? Hex.decode(String(decoding: self, as: UTF8.self))?.first : nil
    }
}
