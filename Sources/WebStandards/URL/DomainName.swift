import CIDN2
import Glibc

/// Domain names in their ASCII form: UTS #46 with the flags of the URL Standard (non-transitional), by libidn2.
///
/// libidn2 also enforces IDNA 2008, which forbids symbols that UTS #46 allows (`☃.net`, emoji). Names it refuses
/// are tried once more label by label, with symbols let through.
enum DomainName {
    /// The longest name tried: a DNS name has at most 253 bytes, and mapping is not free.
    private static let longest = 4096

    /// The ASCII form of UTF-8 `bytes`, nil when the name is not allowed.
    static func toASCII(_ bytes: [UInt8]) -> [UInt8]? {
        guard !bytes.contains(0), bytes.count <= longest else { return nil }
        if bytes.allSatisfy({ $0 < 0x80 }), !hasACELabel(bytes) { return bytes.map(ASCII.lower) }
        // A name that grew beyond what is tried could not be read again.
        guard let name = lookup(bytes) ?? labelByLabel(bytes), name.count <= longest else { return nil }
        return name
    }

    private static func hasACELabel(_ bytes: [UInt8]) -> Bool {
        bytes.split(separator: 0x2E).contains { isACE($0) }
    }

    private static func isACE(_ label: ArraySlice<UInt8>) -> Bool {
        label.count >= 4 && ASCII.equals(label.prefix(4), lowercase: "xn--")
    }

    private static func lookup(_ bytes: [UInt8]) -> [UInt8]? {
        var name: UnsafeMutablePointer<UInt8>?
        let flags = Int32(IDN2_NFC_INPUT.rawValue | IDN2_NONTRANSITIONAL.rawValue)
        let status = (bytes + [0]).withUnsafeBufferPointer { idn2_lookup_u8($0.baseAddress, &name, flags) }
        defer { free(name) }
        guard status == IDN2_OK.rawValue, let name else { return nil }
        return Array(UnsafeBufferPointer(start: name, count: strlen(UnsafePointer<CChar>(OpaquePointer(name)))))
    }

    // MARK: - Names with symbols

    private static func labelByLabel(_ bytes: [UInt8]) -> [UInt8]? {
        guard UTF8Validation.firstInvalid(bytes) == bytes.count else { return nil }
        let scalars = Array(String(decoding: bytes, as: UTF8.self).unicodeScalars)
        let labels = scalars.split(omittingEmptySubsequences: false) { isDot($0.value) }
        var out: [UInt8] = []
        for (index, label) in labels.enumerated() {
            if index > 0 { out.append(0x2E) }
            let text = Array(String(String.UnicodeScalarView(label)).utf8)
            if text.allSatisfy({ $0 < 0x80 }), !isACE(text[...]) {
                out.append(contentsOf: text.map(ASCII.lower))
            } else if let known = lookup(text) ?? symbolLabel(Array(label), text: text) {
                out.append(contentsOf: known)
            } else {
                return nil
            }
        }
        return out
    }

    /// The full stops of UTS #46.
    private static func isDot(_ value: UInt32) -> Bool {
        value == 0x2E || value == 0x3002 || value == 0xFF0E || value == 0xFF61
    }

    private static func symbolLabel(_ label: [Unicode.Scalar], text: [UInt8]) -> [UInt8]? {
        if isACE(text[...]) {
            guard let decoded = Punycode.decode(text[4...]), decoded.contains(where: { !$0.isASCII }),
                mapped(decoded) == decoded, Punycode.encode(decoded) == text[4...].map(ASCII.lower)
            else { return nil }
            return text.map(ASCII.lower)
        }
        guard let mapped = mapped(label) else { return nil }
        if mapped.allSatisfy(\.isASCII) {
            let plain = mapped.map { UInt8($0.value) }
            return isACE(plain[...]) ? nil : plain
        }
        guard let code = Punycode.encode(mapped) else { return nil }
        return Array("xn--".utf8) + code
    }

    /// The label as UTS #46 maps it: each scalar through libidn2 alone, or as it is when it is a symbol.
    private static func mapped(_ label: [Unicode.Scalar]) -> [Unicode.Scalar]? {
        var out: [Unicode.Scalar] = []
        for scalar in label where !isIgnored(scalar.value) {
            if scalar.isASCII {
                let byte = ASCII.lower(UInt8(scalar.value))
                if ASCIISet.forbiddenDomain.contains(byte) { return nil }
                out.append(Unicode.Scalar(byte))
            } else if let name = lookup(Array(String(Character(scalar)).utf8)) {
                guard let mapped = isACE(name[...]) ? Punycode.decode(name[4...]) : name.map({ Unicode.Scalar($0) })
                else { return nil }
                out.append(contentsOf: mapped)
            } else if isSymbol(scalar) {
                out.append(scalar)
            } else {
                return nil
            }
        }
        return out
    }

    /// Soft hyphen, zero width space, word joiner and the variation selectors that emoji carry.
    private static func isIgnored(_ value: UInt32) -> Bool {
        value == 0xAD || value == 0x200B || value == 0x2060 || (0xFE00...0xFE0F).contains(value)
    }

    private static func isSymbol(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .otherSymbol, .mathSymbol, .currencySymbol, .modifierSymbol: scalar.value != 0xFFFD
        default: false
        }
    }
}
