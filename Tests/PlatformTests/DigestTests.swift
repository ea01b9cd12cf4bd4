import Platform
import Testing

@Suite struct DigestTests {
    private let counting = Digest(bytes: Array(1...32))

    @Test("Bytes stay in their order, eight a word from the most significant on") func order() {
        #expect(counting.bytes == Array(1...32) && counting.key == 0x0102_0304_0506_0708)
        #expect(
            counting.numbers == [
                0x0102_0304_0506_0708, 0x090A_0B0C_0D0E_0F10, 0x1112_1314_1516_1718, 0x191A_1B1C_1D1E_1F20,
            ])
        #expect(Digest(numbers: counting.numbers) == counting)
        #expect(counting.hex == "0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20")
        #expect("\(counting)" == counting.hex && Digest(hex: counting.hex) == counting)
        #expect(Digest(hex: counting.hex.uppercased()) == counting)
    }

    @Test("What is missing is 0, what is more is left out") func lengths() {
        #expect(Digest(bytes: [0xFF]).bytes == [0xFF] + [UInt8](repeating: 0, count: 31))
        #expect(Digest(bytes: Array(1...40)) == counting && Digest(bytes: []).key == 0)
        #expect(Digest(numbers: [1]).numbers == [1, 0, 0, 0])
        #expect(Digest(numbers: [1, 2, 3, 4, 5]).numbers == [1, 2, 3, 4])
    }

    @Test(
        "A text is a digest of 64 digits or none",
        arguments: [
            "", "ab", String(repeating: "a", count: 63), String(repeating: "a", count: 65),
            String(repeating: "g", count: 64), String(repeating: "é", count: 32),
        ])
    func texts(_ text: String) { #expect(Digest(hex: text) == nil) }

    @Test("The key sorts as the bytes do") func keys() {
        #expect(
            Digest(bytes: [0, 1]).key < Digest(bytes: [1, 0]).key
                && Digest(bytes: [0x80]).key > Digest(bytes: [0x7F, 0xFF]).key)
    }

    @Test("Numbers go out and come in little endian, at any place") func littleEndian() {
        var bytes: [UInt8] = [9]
        bytes.append(littleEndian: UInt32(0x0102_0304))
        bytes.append(littleEndian: UInt64(0x0506_0708_090A_0B0C))
        #expect(bytes == [9, 4, 3, 2, 1, 0x0C, 0x0B, 0x0A, 9, 8, 7, 6, 5])
        #expect(
            bytes.littleEndian(at: 1) as UInt32 == 0x0102_0304 && bytes.littleEndian64(at: 5) == 0x0506_0708_090A_0B0C)
    }
}
