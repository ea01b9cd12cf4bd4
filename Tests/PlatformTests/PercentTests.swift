import Platform
import Testing

/// RFC 3986, 2.1 and 2.3.
@Suite struct PercentTests {
    @Test("The unreserved bytes stay, all others are written in upper case")
    func encoding() {
        let unreserved = "ABCXYZabcxyz0189-._~"
        #expect(Percent.encode(unreserved) == unreserved)
        #expect(Percent.encode("a b/ü+~.warc.gz", keeping: "/") == "a%20b/%C3%BC%2B~.warc.gz")
        #expect(Percent.encode("@[`{^,:") == "%40%5B%60%7B%5E%2C%3A")
        #expect(Percent.encode("\u{0}\u{1F}\u{7F}😀") == "%00%1F%7F%F0%9F%98%80")
        #expect(Percent.encode("") == "")
    }

    @Test("Kept are the bytes that are named and no others")
    func kept() {
        #expect(Percent.encode("a%20b/c?d", keeping: "/%") == "a%20b/c%3Fd")
        #expect(Percent.encode("a/b") == "a%2Fb")
    }

    @Test(
        "What is no escape stays as it is",
        arguments: [
            ("a%20b/%C3%BC%2B~%", "a b/ü+~%"), ("%c3%Bc", "ü"), ("%2", "%2"), ("%%41", "%A"), ("%4", "%4"),
            ("%zz%41", "%zzA"), ("%+fx", "%+fx"), ("%-0x", "%-0x"), ("% 1", "% 1"), ("%2541", "%41"), ("a+b", "a+b"),
            ("%FF", "\u{FFFD}"), ("", ""),
        ])
    func decoding(_ text: String, _ expected: String) { #expect(Percent.decode(text) == expected) }

    @Test("A part of a text is decoded alone") func slices() {
        let text = "%41%42%43"
        #expect(Percent.decode(text.dropFirst(3)) == "BC" && Percent.decode(text.prefix(4)) == "A%")
    }

    @Test func everyTextComesBack() {
        for text in ["plain", "ünï cödé/?#&=+%", "%41", "日本語\n\t\"'<>"] {
            #expect(Percent.decode(Percent.encode(text)) == text)
        }
    }
}
