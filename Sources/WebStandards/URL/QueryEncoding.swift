import Synchronization

/// The query of an address in the encoding of its page, as browsers send it (URL Standard, 4.4, "query state"; Encoding
/// Standard, "percent-encode after encoding"): `?q=café` of a Latin-1 page is `?q=caf%E9`.
public enum QueryEncoding {
    /// The address with the letters of its query percent-encoded, if the page is in an old encoding and there are any; else
    /// the address itself. What the encoding does not have becomes `&#N;`, percent-encoded.
    public static func encoded(_ address: String, in name: String) -> String {
        guard address.utf8.contains(where: { $0 >= 0x80 }), let start = address.firstIndex(of: "?"),
            let encoding = Encoding(rawValue: name), let table = table(for: encoding)
        else { return address }
        let end = address[start...].firstIndex(of: "#") ?? address.endIndex
        var query = ""
        for scalar in address[start..<end].unicodeScalars {
            if scalar.isASCII {
                query.unicodeScalars.append(scalar)
            } else if let bytes = table[scalar] {
                for byte in bytes { query += percent(byte) }
            } else {
                query += "%26%23\(scalar.value)%3B"
            }
        }
        return String(address[..<start]) + query + String(address[end...])
    }

    /// ASCII bytes of a sequence stay as they are where a query may have them.
    private static func percent(_ byte: UInt8) -> String {
        if byte < 0x80, !ASCIISet.specialQuery.contains(byte) { return String(Unicode.Scalar(byte)) }
        let digits = String(byte, radix: 16, uppercase: true)
        return "%" + (digits.count < 2 ? "0" : "") + digits
    }

    // MARK: tables

    private static let tables = Mutex<[Encoding: [Unicode.Scalar: [UInt8]]]>([:])

    /// The bytes of each character; nil for encodings whose queries are UTF-8 (UTF-16, replacement), and for ISO-2022-JP,
    /// which has a state.
    private static func table(for encoding: Encoding) -> [Unicode.Scalar: [UInt8]]? {
        switch encoding {
        case .utf8, .utf16BE, .utf16LE, .replacement, .iso2022JP, .userDefined: return nil
        default: break
        }
        return tables.withLock { tables in
            if let known = tables[encoding] { return known }
            let made = makeTable(encoding)
            tables[encoding] = made
            return made
        }
    }

    /// Decodes every sequence of one and of two bytes; of several for one character the first counts.
    private static func makeTable(_ encoding: Encoding) -> [Unicode.Scalar: [UInt8]] {
        var table: [Unicode.Scalar: [UInt8]] = [:]
        func add(_ sequence: [UInt8]) {
            let decoded = sequence.withUnsafeBufferPointer { LegacyDecoder.decode($0, as: encoding).bytes }
            let scalars = Array(String(decoding: decoded, as: UTF8.self).unicodeScalars)
            guard scalars.count == 1, scalars[0] != "\u{FFFD}", !scalars[0].isASCII, table[scalars[0]] == nil else {
                return
            }
            table[scalars[0]] = sequence
        }
        for byte in UInt8(0x80)...0xFF { add([byte]) }
        switch encoding {
        case .gbk, .gb18030, .big5, .eucJP, .shiftJIS, .eucKR: break
        default: return table
        }
        // Big5 is encoded without its extensions of Hong Kong (Encoding Standard, "index Big5 pointer").
        let first: UInt8 = encoding == .big5 ? 0xA1 : 0x81
        for lead in first...0xFE {
            for trail in UInt8(0x40)...0xFE { add([lead, trail]) }
        }
        return table
    }
}
