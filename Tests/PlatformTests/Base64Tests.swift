import Testing

@testable import Platform

@Suite struct Base64Tests {
    /// RFC 4648, section 10, forgiving white space and padding.
    @Test(
        arguments: [
            ("", ""), ("Zg==", "f"), ("Zm8=", "fo"), ("Zm9v", "foo"), ("Zm9vYg==", "foob"), ("Zm9vYmE=", "fooba"),
            ("Zm9vYmFy", "foobar"), ("Zg", "f"), (" Z g\n= =\t", "f"), ("Zg=", nil),
            ("Z", nil), ("Zg===", nil), ("Z=g=", nil), ("Zg=a", nil), ("Zm9-", nil), ("Zm9_", nil),
        ] as [(String, String?)])
    func base64(text: String, decoded: String?) {
        #expect(Base64.decode(text) == decoded.map { Array($0.utf8) }, "\(text)")
    }

    @Test func encodingIsPadded() {
        let cases = [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy")]
        for (text, code) in cases { #expect(Base64.encode(Array(text.utf8)) == code) }
        #expect(Base64.encode([0xFB, 0xFF, 0xBF]) == "+/+/" && Base64.decode("+/+/") == [0xFB, 0xFF, 0xBF])
        let bytes = (0..<1000).map { UInt8(truncatingIfNeeded: $0 * 7) }
        #expect(Base64.decode(Base64.encode(bytes)) == bytes)
    }

    /// In mail, whatever is no digit is passed over, and padding ends the text.
    @Test func mailIsReadAsFarAsItGoes() {
        #expect(Base64.decodeMail(Array("Zm9v\r\n-Ym*Fy".utf8)) == Array("foobar".utf8))
        #expect(Base64.decodeMail(Array("Zg==Zm9v".utf8)) == Array("f".utf8))
        #expect(Base64.decodeMail(Array("Zm9vY".utf8)) == Array("foo".utf8))
    }
}
