import Documents
import Testing

@testable import Curation

/// Where exactly a number becomes personal data: the neighbours on both sides of every border.
@Suite struct PIIEdgesTests {
    private func redacted(_ text: String) -> String { PIIRedactor().redact(text).text }

    @Test(arguments: [
        "0.1.2.3", "10.255.2.3", "100.64.0.1", "100.127.9.9", "127.0.0.2", "169.254.1.1", "172.16.0.1", "172.31.255.1",
        "192.0.0.9", "192.0.2.9", "192.168.0.9", "198.18.0.1", "198.19.0.1", "198.51.100.7", "203.0.113.7", "224.0.0.1",
        "255.1.1.1",
    ])
    func addressesThatTellNothing(address: String) { #expect(redacted("ip \(address)") == "ip \(address)") }

    @Test(arguments: [
        "9.1.2.3", "11.1.2.3", "100.63.0.1", "100.128.0.1", "126.1.1.1", "128.0.0.1", "169.253.1.1", "172.15.0.1",
        "172.32.0.1", "192.0.1.9", "192.167.0.9", "192.169.0.9", "198.17.0.1", "198.20.0.1", "198.51.101.7",
        "203.0.112.7", "223.0.0.1",
    ])
    func theirNeighbours(address: String) { #expect(redacted("ip \(address)") == "ip <IP_ADDRESS>") }

    /// Two parts from 32 on, a word before it, or a resolver that everybody knows.
    @Test func whatLooksLikeAnAddress() {
        #expect(redacted("by 31.31.31.40 then") == "by 31.31.31.40 then")
        #expect(redacted("by 31.31.32.40 then") == "by <IP_ADDRESS> then")
        #expect(
            redacted("by 9.9.9.9 then") == "by <IP_ADDRESS> then" && redacted("by 9.9.9.8 then") == "by 9.9.9.8 then")
        for word in ["section", "Firmware", "Kapitel", "chrome", "v"] {
            #expect(redacted("\(word) 91.92.93.94") == "\(word) 91.92.93.94", "\(word)")
        }
    }

    @Test(arguments: [
        ("2001:db8::1", false), ("2001:db9::1", true), ("3fff:fff::1", false), ("3fff:1000::1", true),
        ("2606:2800:220:1:248:1893:25c8:1946", true), ("2606:2800:220:1:248:1893:25c8", false),
        ("2606::1::2", false), ("4606::1", false),
    ])
    func addressesOfVersionSix(address: String, isRedacted: Bool) {
        #expect(redacted("at \(address) now") == (isRedacted ? "at <IP_ADDRESS> now" : "at \(address) now"))
    }

    @Test(arguments: [
        ("+49301234567", true), ("+1234567", false), ("+12345678", true), ("+123456789012345", true),
        ("+1234567890123456", false), ("+2 500 000", false), ("+25 500 000", false), ("+35 500 001 000", true),
        ("+350000000", false),
        ("+350000001", true), ("030 1234567", true), ("030 12345", false), ("003 1234567", false),
        ("03 12345678", false), ("020 7946 0958", true), ("030.1234567", false), ("12 030 1234567", false),
        ("03 11 17 28 49", false), ("03 11 17 28 51", true), ("03 11 28 17 49", true), ("00 11 28 17 49", false),
        ("03 11.28 17 49", false), ("212-555-0123", true), ("112-555-0123", false), ("212-155-0123", false),
        ("212 555 0123", false), ("(212) 555 0123", true),
    ])
    func numbersWithoutAWord(number: String, isRedacted: Bool) {
        #expect(redacted("at \(number) now") == (isRedacted ? "at <PHONE> now" : "at \(number) now"))
    }

    @Test(arguments: [
        ("Tel 123456", "Tel <PHONE>"), ("tel.: 123456", "tel.: <PHONE>"), ("Tel 12345", "Tel 12345"),
        ("Fax 123456789012345", "Fax <PHONE>"), ("Fax 1234567890123456", "Fax 1234567890123456"),
        ("WhatsApp: 654321", "WhatsApp: <PHONE>"), ("Mobile: 654321", "Mobile: <PHONE>"),
        ("mobile 654321", "mobile 654321"), ("Handy 0654321", "Handy <PHONE>"), ("hotel 123456", "hotel 123456"),
    ])
    func numbersBehindAWord(text: String, expected: String) { #expect(redacted(text) == expected) }

    @Test func codeIsLeftAsItIs() {
        var document = Document(
            url: "",
            nodes: [
                .text(
                    TextNode(paragraphs: [
                        Paragraph(ordinal: 0, text: "x@y.org", role: .verbatim),
                        Paragraph(ordinal: 1, text: "x@y.org", role: .table),
                    ]))
            ])
        #expect(PIIRedactor().redact(&document) == [.email: 1])
        #expect(document.text == "x@y.org\n\n<EMAIL>")
    }
}
