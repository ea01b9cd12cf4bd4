import Documents
import Testing
import TestKit
@testable import Curation

@Suite struct PIIRedactorTests {
    private let redactor = PIIRedactor()

    @Test func eMailAddresses() {
        #expect(redactor.redact("Write to jane.doe+news@mail.example.co.uk.").text == "Write to <EMAIL>.")
        #expect(
            redactor.redact("<a_b@x-y.org>, (c@d.io); mailto:e%f@g.museum").text
                == "<<EMAIL>>, (<EMAIL>); mailto:<EMAIL>")
        #expect(redactor.redact("O'Neil@example.com").text == "<EMAIL>")
        for text in [
            "logo@2x.png", "@handle", "me@localhost", "a@b.c", "x@.com", "a.@b.com", "C@-a.com", "a@b@c.com x",
        ] {
            #expect(redactor.redact(text).text == text, "\(text)")
        }
    }

    @Test func telephoneNumbers() {
        for number in [
            "+49 (0)30 1234567", "+1-212-555-0123", "(212) 555-0123", "212-555-0123", "1-800-555-0199", "212.555.0123",
            "01 23 45 67 89", "01.23.45.67.89", "+44 20 7946 0958", "+33\u{A0}1\u{A0}23\u{A0}45\u{A0}67\u{A0}89",
        ] {
            #expect(redactor.redact("Call \(number), please").text == "Call <PHONE>, please", "\(number)")
        }
        #expect(redactor.redact("Tel.: 030 / 123 45 67").text == "Tel.: <PHONE>")
        #expect(redactor.redact("Téléphone 0612345678.").text == "Téléphone <PHONE>.")
        #expect(redactor.redact("fax (089) 123456").text == "fax <PHONE>")
    }

    @Test(arguments: [
        ("電話: 03-1234-5678", "電話: <PHONE>"), ("お問い合わせは0120-123-456まで。", "お問い合わせは<PHONE>まで。"),
        ("手机 13812345678", "手机 <PHONE>"), ("联系电话：13812345678", "联系电话：<PHONE>"),
        ("Телефон: 8 (495) 123-45-67", "Телефон: <PHONE>"), ("Tlf. 22 12 34 56", "Tlf. <PHONE>"),
        ("+81 3-1234-5678", "<PHONE>"),
    ]) func telephoneNumbersOfOtherScripts(text: String, left: String) {
        #expect(redactor.redact(text).text == left)
    }

    @Test(arguments: [
        ("max@firma-müller.de, bitte", "<EMAIL>, bitte"), ("jürgen.groß@example.de", "<EMAIL>"),
        ("メールはinfo@example.jpへ", "メールは<EMAIL>へ"), ("«ann@example.fr»", "«<EMAIL>»"),
    ]) func addressesWithLettersBeyondASCII(text: String, left: String) {
        #expect(redactor.redact(text).text == left)
    }

    @Test func numbersOfOtherScriptsThatAreNoTelephones() {
        for text in ["平成03-12-25", "第0123号", "価格は1,234,567円", "2023年03月15日", "面积 13812345 平方米", "тел 2023"] {
            #expect(redactor.redact(text).text == text, "\(text)")
        }
    }

    @Test func numbersThatAreNoTelephones() {
        for text in [
            "ISBN 978-0-306-40615-7", "2023-01-15", "15/01/2023 10:30", "1 000 000 000", "$1,234,567.89", "3.14159265",
            "id=212-555-0123", "/u/212-555-0123/", "100-200-3000", "212 555 0123 4567", "212-555-0123x", "+12",
            "+0 123 4567",
            "12 34 56 78 90 12", "01 23 45 67 89 01", "4111 1111 1111 1111", "0123456789", "page 212 555 0123",
        ] {
            #expect(redactor.redact(text).text == text, "\(text)")
        }
    }

    @Test func addressesOfTheNet() {
        #expect(redactor.redact("from 93.184.216.34:8080, 8.8.8.8.").text == "from <IP_ADDRESS>:8080, <IP_ADDRESS>.")
        #expect(redactor.redact("at 2606:2800:220:1:248:1893:25c8:1946 now").text == "at <IP_ADDRESS> now")
        #expect(redactor.redact("at 2a00:1450::200e, 2001:4860:: too").text == "at <IP_ADDRESS>, <IP_ADDRESS> too")
        #expect(redactor.redact("source:2606:2800:220:1:248:1893:25c8:1946").text == "source:<IP_ADDRESS>")
        for text in [
            "2a00:2606:2800:220:1:248:1893:25c8:1946", "2606:2800:2800:220:1:248:1893:25c8:1946:1",
            "127.0.0.1", "192.168.1.1", "10.0.0.7", "172.20.0.1", "256.1.1.1", "1.2.3", "1.2.3.4.5", "version 1.2.3.4",
            "v1.2.3.4", "Release: 91.4.2.1", "01.02.03.04", "12:30:45", "std::vector", "2001:db8", "fe80::1", "a::b",
            "2:3::4",
        ] {
            #expect(redactor.redact(text).text == text, "\(text)")
        }
    }

    @Test func countsAndKinds() {
        let text = "a@b.org or c@d.org, +1 212 555 0123, 8.8.4.4"
        let all = redactor.redact(text)
        #expect(all.text == "<EMAIL> or <EMAIL>, <PHONE>, <IP_ADDRESS>")
        #expect(all.counts == [.email: 2, .phone: 1, .address: 1])
        #expect(PIIRedactor(kinds: [.email]).redact(text).counts == [.email: 2])
        #expect(PIIRedactor(kinds: []).redact(text).text == text)
    }

    @Test func theWholeDocument() {
        var image = ImageNode(ordinal: 1, url: "u", alt: "mail a@b.org", caption: "Tel 0123456")
        image.signals = nil
        var document = Document(
            url: "https://a.example/c@d.org",
            nodes: [
                .text(TextNode(paragraphs: [Paragraph(ordinal: 0, text: "x@y.org", role: .heading)])), .image(image),
                .divide(ordinal: 2),
            ])
        document.title = "8.8.8.8"
        #expect(redactor.redact(&document) == [.email: 2, .phone: 1, .address: 1])
        #expect(document.text == "<EMAIL>")
        #expect(document.title == "<IP_ADDRESS>")
        #expect(document.images[0].alt == "mail <EMAIL>")
        #expect(document.images[0].caption == "Tel <PHONE>")
        #expect(document.url == "https://a.example/c@d.org")
        #expect(redactor.redact(&document).isEmpty)
    }

    @Test func anyBytesAreSurvived() {
        var random = SeededRandom(seed: 42)
        let pieces = [
            "@", "+", "1", ".", "212", "-", "555", ":", "::", "a", "\u{A0}", "é", "(", ")", " ", "Tel", "2001", "8",
        ]
        for _ in 0..<300 {
            let text = (0..<Int.random(in: 0...30, using: &random)).map { _ in
                pieces.randomElement(using: &random) ?? ""
            }.joined()
            #expect(redactor.redact(text).counts.values.reduce(0, +) <= text.utf8.count / 5)
        }
    }
}
