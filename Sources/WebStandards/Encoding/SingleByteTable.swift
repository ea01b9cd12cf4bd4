/// The upper half (80-FF) of a single-byte encoding: the scalar of each byte, 0 where the standard has none.
///
/// The tables come from glibc, mended where the standard differs: it maps holes in 80-9F to the C1 controls, and a
/// few cells otherwise. `WebStandardsTests` compares digests of all of them with those of the standard's indexes.
struct SingleByteTable: Sendable {
    let scalars: [UInt32]

    /// The table of `encoding`, made at its first use; nil for an encoding that is not a single-byte one.
    static func table(_ encoding: Encoding) -> SingleByteTable? { tables[encoding] }

    private static let tables: [Encoding: SingleByteTable] = {
        var tables: [Encoding: SingleByteTable] = [:]
        for encoding in Encoding.allCases where encoding.family == .singleByte {
            tables[encoding] = SingleByteTable(encoding)
        }
        tables[.userDefined] = SingleByteTable(scalars: (0x80...0xFF).map { 0xF700 + $0 })
        return tables
    }()

    private init(scalars: [UInt32]) { self.scalars = scalars }

    private init(_ encoding: Encoding) {
        let name = Self.systemName(encoding)
        guard let converter = LegacyConverter(from: name) else {
            scalars = [UInt32](repeating: 0, count: 128)
            return
        }
        var scalars = (0x80...0xFF).map { byte in
            let scalar = converter.scalar(of: [UInt8(byte)])
            return scalar == 0 && byte < 0xA0 ? UInt32(byte) : scalar
        }
        for (byte, scalar) in Self.corrections(encoding) { scalars[byte - 0x80] = scalar }
        self.scalars = scalars
    }

    private static func systemName(_ encoding: Encoding) -> String {
        switch encoding {
        case .iso8859_8I: "ISO-8859-8"
        case .macintosh: "MACINTOSH"
        case .macCyrillic: "MAC-UK"
        case .windows874: "CP874"
        default: encoding.rawValue.replacingPrefix("windows-", with: "CP")
        }
    }

    private static func corrections(_ encoding: Encoding) -> [(Int, UInt32)] {
        switch encoding {
        case .koi8U: [(0xAE, 0x45E), (0xBE, 0x40E)]
        case .macintosh: [(0xC6, 0x2206), (0xF0, 0xF8FF)]
        case .macCyrillic: [(0xFF, 0x20AC)]
        case .windows1255: [(0xCA, 0x5BA)]
        default: []
        }
    }
}

extension String {
    fileprivate func replacingPrefix(_ prefix: String, with other: String) -> String {
        hasPrefix(prefix) ? other + dropFirst(prefix.count) : self
    }
}
