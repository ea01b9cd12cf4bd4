import Foundation
import Testing

@testable import Curation

/// Words that make or unmake personal data, and what stands around it.
@Suite struct PIIWordsTests {
    private func redacted(_ text: String) -> String { PIIRedactor().redact(text).text }

    @Test(
        "a number behind a word for telephones is one",
        arguments: [
            "tel", "telephone", "t\u{E9}l\u{E9}phone", "t\u{E9}l", "telefon", "telefono", "tel\u{E9}fono", "telefone",
            "telefoon",
            "telefonnummer", "phone", "fax", "telefax", "tlf", "whatsapp", "hotline", "\u{442}\u{435}\u{43B}",
            "\u{444}\u{430}\u{43A}\u{441}", "\u{3C4}\u{3B7}\u{3BB}", "\u{96FB}\u{8A71}", "\u{643A}\u{5E2F}",
            "\u{624B}\u{6A5F}", "\u{C804}\u{D654}",
        ])
    func telephones(word: String) {
        #expect(redacted("\(word) 123456") == "\(word) <PHONE>")
        #expect(redacted("\(word.uppercased()): 123456") == "\(word.uppercased()): <PHONE>")
        #expect(redacted("\(word)x 123456") == "\(word)x 123456")
    }

    @Test(
        "behind a word for mobiles a number has a colon before it, or begins with 0",
        arguments: [
            "mobile", "mobil", "mobiel", "cell", "handy", "portable", "m\u{F3}vil", "cellulare", "celular", "call",
            "anruf",
        ])
    func mobiles(word: String) {
        #expect(redacted("\(word): 654321") == "\(word): <PHONE>")
        #expect(redacted("\(word) 0654321") == "\(word) <PHONE>")
        #expect(redacted("\(word) 654321") == "\(word) 654321")
    }

    @Test(
        "an address with small parts is one behind a word for addresses",
        arguments: [
            "ip", "ips", "address", "addresses", "host", "server", "client", "ping", "adresse", "indirizzo", "adres",
        ])
    func addresses(word: String) {
        #expect(redacted("\(word) 5.6.7.8") == "\(word) <IP_ADDRESS>")
        #expect(redacted("\(word): 5.6.7.8") == "\(word): <IP_ADDRESS>")
        #expect(redacted("by 5.6.7.8") == "by 5.6.7.8")
    }

    @Test(
        "a version is no address, however large its parts",
        arguments: [
            "version", "release", "firmware", "build", "driver", "update", "v", "ver", "rev", "section", "clause",
            "chapter",
            "kapitel", "windows", "android", "chrome", "firefox", "safari", "linux", "ios", "macos",
        ])
    func versions(word: String) {
        #expect(redacted("\(word) 91.92.93.94") == "\(word) 91.92.93.94")
        #expect(redacted("\(word.capitalized) (91.92.93.94)") == "\(word.capitalized) (91.92.93.94)")
    }

    @Test(
        "parts of an address have no leading zero and are below 256, and nothing of a number follows",
        arguments: [
            ("91.92.93.255", true), ("91.92.93.256", false), ("91.92.93.094", false), ("91.92.93.0", true),
            ("91.92.93", false),
            ("91.92.93.94/24", true), ("91.92.93.94:80", true), ("91.92.93.94.", true), ("91.92.93.94.5", false),
            ("91.92.93.94a", false), ("91.92.93.941", false), ("91.92..94", false), ("91.92.93.94-5", false),
        ])
    func parts(address: String, isRedacted: Bool) {
        #expect(redacted("at \(address)").contains("<IP_ADDRESS>") == isRedacted)
    }

    @Test(
        "who logs in at a machine has no address of mail",
        arguments: ["git", "hg", "svn", "ssh", "root", "gitea"])
    func logins(name: String) {
        #expect(redacted("\(name)@host.example") == "\(name)@host.example")
        #expect(redacted("\(name)s@host.example") == "<EMAIL>")
    }

    @Test(
        "mail is told from paths, addresses of pages, handles, files and units",
        arguments: [
            ("ann@host.org:x", "ann@host.org:x"), ("ann@host.org:/x", "ann@host.org:/x"),
            ("ann@host.org:~", "ann@host.org:~"),
            ("ann@host.org: hi", "<EMAIL>: hi"), ("ann@host.org:", "<EMAIL>:"), ("ann@host.org/x", "ann@host.org/x"),
            ("ann@host.org/", "<EMAIL>/"), ("https://ann@host.org", "https://ann@host.org"),
            ("https://x.org/?m=ann@host.org", "https://x.org/?m=ann@host.org"),
            ("https://x.org ann@host.org", "https://x.org <EMAIL>"),
            ("@ann@host.org", "@ann@host.org"), ("a@b.png", "a@b.png"), ("a@b.webp", "a@b.webp"),
            ("tty@tty1.service", "tty@tty1.service"), ("a@b.JS", "a@b.JS"), ("a@b.css.org", "<EMAIL>"),
            ("a@b.c1", "a@b.c1"), ("a@b.co1", "a@b.co1"), ("a@b.co_", "a@b.co_"), ("a@-b.org", "a@-b.org"),
            ("..a@b.org", "..<EMAIL>"), ("a.@b.org", "a.@b.org"), ("a+b%c-d'e@b.org", "<EMAIL>"),
            ("a@b.org.", "<EMAIL>."),
            ("a@b..org", "a@b..org"), ("a@b.o", "a@b.o"), ("\u{E9}a@b.org", "<EMAIL>"),
            ("a@m\u{FC}ller.de", "<EMAIL>"), ("@b.org", "@b.org"), ("a@", "a@"),
        ])
    func mail(text: String, expected: String) { #expect(redacted(text) == expected) }

    @Test(
        "a number may not go on before or behind itself",
        arguments: [
            ("x+49301234567", false), ("$+49301234567", false), ("=+49301234567", false), (":+49301234567", true),
            ("(+49301234567)", true), ("\u{201E}+49301234567\u{201C}", true), ("\u{A0}+49301234567", true),
            ("\u{E9}+49301234567", false), ("+49301234567x", false), ("+49301234567%", false), ("+49301234567_", false),
            ("+49301234567,5", false), ("+49301234567, 5", true), ("+49301234567.", true),
        ])
    func around(text: String, isRedacted: Bool) { #expect(redacted(text).contains("<PHONE>") == isRedacted) }

    @Test("a kind that is not looked for stays, and counts only what was replaced") func kinds() {
        let text = "a@b.org, +49301234567, 91.92.93.94"
        #expect(PIIRedactor(kinds: [.phone]).redact(text).text == "a@b.org, <PHONE>, 91.92.93.94")
        #expect(PIIRedactor(kinds: [.address]).redact(text).text == "a@b.org, +49301234567, <IP_ADDRESS>")
        #expect(PIIRedactor(kinds: [.address]).redact(text).counts == [.address: 1])
        #expect(PIIRedactor.Kind.allCases.map { "\($0.placeholder)" } == ["<EMAIL>", "<PHONE>", "<IP_ADDRESS>"])
        var both = "a@b.org,c@d.org"
        let matches = both.withUTF8 { PIIRedactor().matches($0) }
        #expect(matches.map(\.range) == [0..<7, 8..<15] && matches.map(\.kind) == [.email, .email])
    }
}
