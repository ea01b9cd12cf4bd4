import Platform
import Testing

@Suite struct HashTests {
    @Test func hashesKnownVectors() {
        #expect(SHA256.hash("abc").hex == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
        #expect(Hex.encode(XXH3.hash("")) == "2d06800538d394c2")
        #expect(Hex.decode("00fF") == [0, 255])
        #expect(Hex.decode("0g") == nil)
    }
}
