import Platform
import TestKit
import Testing

@Suite struct HashTests {
    /// The vectors of FIPS 180-4's examples, and of nothing.
    @Test(arguments: [
        ("", 1, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("abc", 1, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        (
            "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", 1,
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
        ),
        ("a", 1_000_000, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"),
    ])
    func sha256(text: String, times: Int, hex: String) throws {
        let whole = String(repeating: text, count: times)
        #expect(SHA256.hash(whole).hex == hex)
        #expect(SHA256.hash(Array(whole.utf8)).description == hex)
        let scratch = try Scratch()
        #expect(try SHA256.hash(file: scratch.write(Array(whole.utf8), "file")).hex == hex)
        var pieces = SHA256()
        for byte in whole.utf8.prefix(70) { pieces.update([byte]) }
        pieces.update(Array(whole.utf8.dropFirst(70)))
        #expect(pieces.finish().hex == hex)
    }

    @Test func aFileThatIsNotThereHasNoDigest() {
        #expect(throws: SystemError.self) { try SHA256.hash(file: "/nowhere/at/all") }
    }

    @Test func digestsAreEqualWhenTheirBytesAre() {
        #expect(SHA256.hash("a") == SHA256.hash([0x61]) && SHA256.hash("a") != SHA256.hash("b"))
        #expect(SHA256.hash("a").bytes.count == 32 && Set([SHA256.hash("a"), SHA256.hash("a")]).count == 1)
        #expect(Digest(bytes: Array(repeating: 0xAB, count: 32)).hex == String(repeating: "ab", count: 32))
    }

    /// The values of the reference implementation, for lengths that take its different ways.
    @Test(
        arguments: [
            ("", 0, 0x2D06_8005_38D3_94C2), ("a", 0, 0xE6C6_32B6_1E96_4E1F), ("abc", 0, 0x78AF_5F94_892F_3950),
            ("abc", 1, 0x6B44_67B4_43C7_6228), (String(repeating: "x", count: 17), 7, 0xA6A7_83C7_9BD5_157F),
            (String(repeating: "a", count: 300), 0, 0xC1D1_7581_D8EB_7E21),
            (String(repeating: "Quarry ", count: 40), 1 << 63, 0xE87B_E4E6_07E2_6CBB),
        ] as [(String, UInt64, UInt64)])
    func xxh3(text: String, seed: UInt64, hash: UInt64) {
        #expect(XXH3.hash(text, seed: seed) == hash)
        #expect(Array(text.utf8).withUnsafeBytes { XXH3.hash($0, seed: seed) } == hash)
    }

    /// The first numbers for seed 1234567, as published with the algorithm's other implementations.
    @Test func seededNumbers() {
        var random = SplitMix64(seed: 1_234_567)
        #expect(
            (0..<5).map { _ in random.next() } == [
                6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
                4_593_380_528_125_082_431,
                16_408_922_859_458_223_821,
            ])
        var (one, other) = (SplitMix64(seed: 1), SplitMix64(seed: 2))
        #expect(one.next() != other.next())
    }

    @Test func hexadecimalDigits() {
        #expect(Hex.encode([0, 1, 0x7F, 0x80, 0xFF]) == "00017f80ff")
        #expect(Hex.encode([]) == "" && Hex.encode(UInt64(0x1)) == "0000000000000001")
        #expect(Hex.encode(UInt64(0xFEDC_BA98_7654_3210)) == "fedcba9876543210")
        #expect(Hex.decode("00fF7a") == [0, 255, 0x7A] && Hex.decode("") == [])
        for wrong in ["0", "0g", "g0", "0x", " 0", "000", "é", "@0", "`0", "/0", ":0"] {
            #expect(Hex.decode(wrong) == nil, "\(wrong)")
        }
    }

    @Test func everyByteComesBack() {
        let bytes = (0...255).map { UInt8($0) }
        #expect(Hex.decode(Hex.encode(bytes)) == bytes)
        #expect(Hex.decode(Hex.encode(bytes).uppercased()) == bytes)
    }
}
