import Testing

@testable import WebStandards

/// All decoders against an independent implementation of the Encoding Standard (encoding_rs 0.8.31): FNV-1a digests of
/// what it makes of the same bytes. The two-byte cells that the edition of 2022 of GB 18030 moved out of the private
/// use area were changed in its output to the standard's present index.
@Suite struct DecoderConformanceTests {
    /// The encoding, the digest of random bytes (which hold every byte), and that of all sequences of two bytes for
    /// encodings that have such.
    static let digests: [(String, UInt64, UInt64?)] = [
        ("UTF-8", 0xFB67_CED4_EFF9_5B03, 0xD552_29C0_EA71_34A5),
        ("IBM866", 0xD807_09CE_6B7F_351A, nil),
        ("ISO-8859-2", 0x6156_89CE_7E55_481C, nil),
        ("ISO-8859-3", 0x8E85_4315_07F7_6F3C, nil),
        ("ISO-8859-4", 0x6A9E_72C4_03D2_4458, nil),
        ("ISO-8859-5", 0x05B8_6A43_7556_F76A, nil),
        ("ISO-8859-6", 0x6BE9_63E1_4293_529C, nil),
        ("ISO-8859-7", 0x0869_FC29_6268_CC05, nil),
        ("ISO-8859-8", 0x5657_B584_4FD8_07BE, nil),
        ("ISO-8859-8-I", 0x5657_B584_4FD8_07BE, nil),
        ("ISO-8859-10", 0xAD33_C5A2_72D3_95DB, nil),
        ("ISO-8859-13", 0x3982_C7F4_A02B_6D13, nil),
        ("ISO-8859-14", 0x0437_603D_692E_FDC4, nil),
        ("ISO-8859-15", 0x1835_F066_C82D_BB87, nil),
        ("ISO-8859-16", 0x7A57_7028_C53E_3D4C, nil),
        ("KOI8-R", 0xA285_2C1B_88AF_3F56, nil),
        ("KOI8-U", 0x2440_B9A5_7D9B_A08B, nil),
        ("macintosh", 0x5BC6_A895_CC96_4D8C, nil),
        ("windows-874", 0xFEB5_3CCE_B75A_5FFC, nil),
        ("windows-1250", 0xEB34_836B_7AA7_B732, nil),
        ("windows-1251", 0x7D02_9BCA_9050_FDAC, nil),
        ("windows-1252", 0x06A2_56D2_62D1_A3A2, nil),
        ("windows-1253", 0x96DF_F4C3_B3F7_56D9, nil),
        ("windows-1254", 0x7C23_4D21_7669_88FE, nil),
        ("windows-1255", 0xC1E7_6677_1F9D_4D5F, nil),
        ("windows-1256", 0xAE7D_8E5B_4A90_90C1, nil),
        ("windows-1257", 0x2923_1FEA_6C64_9084, nil),
        ("windows-1258", 0x0420_4F71_CB05_0899, nil),
        ("x-mac-cyrillic", 0x2EE2_32C3_858F_C542, nil),
        ("GBK", 0x48C0_B3FE_5D16_7855, 0xDA70_8651_B4A9_97FE),
        ("gb18030", 0x48C0_B3FE_5D16_7855, 0xDA70_8651_B4A9_97FE),
        ("Big5", 0x6C11_091A_9AF6_4403, 0x2D41_6AD4_9AE2_D48C),
        ("EUC-JP", 0x8A54_6360_1BA3_1EF6, 0x2FE3_13D4_AE38_6955),
        ("ISO-2022-JP", 0x619A_0B5D_D9E7_7C33, nil),
        ("Shift_JIS", 0xED24_2583_3D21_702E, 0xE6FF_29BD_BC84_7FE1),
        ("EUC-KR", 0xB143_9554_5049_ADB4, 0x8ECB_9143_A2FF_DC98),
        ("replacement", 0x6F6D_661B_9658_624A, nil),
        ("UTF-16BE", 0xFE90_95BA_DBF8_389E, nil),
        ("UTF-16LE", 0x795A_ACD3_A26B_ED18, nil),
        ("x-user-defined", 0x5AEF_71B9_1E4D_8C59, nil),
    ]

    @Test(arguments: digests)
    func agrees(name: String, random: UInt64, pairs: UInt64?) throws {
        let encoding = try #require(Encoding(rawValue: name))
        #expect(Self.digest(of: Self.random(name == "ISO-2022-JP"), as: encoding) == random)
        if let pairs { #expect(Self.digest(of: Self.pairs, as: encoding) == pairs) }
    }

    /// The four-byte codes of the basic plane and the first supplementary rows.
    @Test func fourByteCodes() {
        var bytes: [UInt8] = []
        for lead in UInt8(0x81)...0x85 {
            for second in UInt8(0x30)...0x39 {
                for third in UInt8(0x81)...0xFE {
                    for fourth in UInt8(0x30)...0x39 { bytes += [lead, second, third, fourth, 0x0A] }
                }
            }
        }
        #expect(Self.digest(of: bytes, as: .gb18030) == 0xAF67_AEE0_29B6_D138)
        let emoji: [UInt8] = [0x94, 0x39, 0xFC, 0x36]
        #expect(Self.decode(emoji, as: .gb18030) == Array("😀".utf8))
    }

    /// Every sequence of two bytes whose first is not ASCII, a line each.
    static let pairs: [UInt8] = {
        var bytes: [UInt8] = []
        for lead in UInt8(0x80)...0xFF {
            for trail in UInt8(0)...0xFF { bytes += [lead, trail, 0x0A] }
        }
        return bytes
    }()

    /// 20,000 bytes of a linear congruential generator: one ASCII byte in four, or the alphabet of escape sequences.
    static func random(_ escapes: Bool) -> [UInt8] {
        var alphabet: [UInt8] = [0x1B, 0x1B, 0x1B, 0x1B, 0x24, 0x24, 0x24, 0x28, 0x28, 0x28, 0x42, 0x42, 0x42]
        alphabet += [0x40, 0x4A, 0x49, 0x0E, 0x0A, 0x5C, 0x7E, 0x80, 0xFF] + Array(0x21...0x7E)
        var state: UInt64 = 42
        return (0..<20_000).map { _ in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            if escapes { return alphabet[Int((state >> 33) % UInt64(alphabet.count))] }
            let byte = UInt8(state >> 56)
            return state >> 40 & 3 == 0 ? byte & 0x7F : byte | 0x80
        }
    }

    static func decode(_ bytes: [UInt8], as encoding: Encoding) -> [UInt8] {
        if encoding == .utf8 {
            return bytes.withUnsafeBufferPointer {
                UTF8Validation.repaired($0, firstInvalid: UTF8Validation.firstInvalid($0))
            }
        }
        return bytes.withUnsafeBufferPointer { LegacyDecoder.decode($0, as: encoding).bytes }
    }

    static func digest(of bytes: [UInt8], as encoding: Encoding) -> UInt64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in decode(bytes, as: encoding) { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        return hash
    }
}
