import Testing

@testable import Fetching

/// What may be asked for, when, and what is read of an answer: the small parts of fetching, each by itself.
@Suite struct TargetTests {
    private func fault(_ body: () throws(Refusal) -> Target) -> FetchFault? {
        do throws(Refusal) {
            _ = try body()
            return nil
        } catch { return error.fault }
    }

    @Test("A URL is normalised, and its parts are what fetching asks for") func parts() throws {
        let plain = try Target("HTTP://User:secret@Example.ORG/a b?c#part")
        #expect(plain.url == "http://example.org/a%20b?c" && plain.path == "/a%20b?c")
        #expect(plain.host == "example.org" && plain.port == 80 && plain.hostKey == "example.org:80")
        #expect(plain.origin == "http://example.org" && !plain.isSecure)
        let secure = try Target("https://example.org:8443")
        #expect(secure.port == 8443 && secure.hostKey == "example.org:8443" && secure.isSecure)
        #expect(secure.origin == "https://example.org:8443" && secure.path == "/")
        #expect(try Target("https://example.org:443/").origin == "https://example.org")
        #expect(try Target("https://example.org/").port == 443)
        #expect(try Target("http://[2001:DB8::1]/").host == "[2001:db8::1]")
    }

    @Test("What is no URL of http is refused") func refused() {
        #expect(fault { () throws(Refusal) in try Target("ftp://example.org/") } == .scheme)
        #expect(fault { () throws(Refusal) in try Target("data:image/png,x") } == .scheme)
        for text in ["", "/a.png", "example.org", "http://", "http://a:99999/", "http://a:0/", "http://a:25/"] {
            #expect(fault { () throws(Refusal) in try Target(text) } == .invalidURL, "\(text)")
        }
    }

    @Test("The longest URL has 16384 bytes") func longest() {
        let base = "http://a/"
        let fits = base + String(repeating: "x", count: 16_384 - base.utf8.count)
        #expect(fault { () throws(Refusal) in try Target(fits) } == nil)
        #expect(fault { () throws(Refusal) in try Target(fits + "x") } == .invalidURL)
    }

    @Test("A redirect is read relative to where it came from") func redirects() throws {
        let base = try Target("https://example.org/a/b?c")
        func location(_ text: String) throws(Refusal) -> Target { try Target(location: Array(text.utf8), base: base) }
        #expect(try location("d").url == "https://example.org/a/d")
        #expect(try location("/d").url == "https://example.org/d")
        #expect(try location("//other.example/d").url == "https://other.example/d")
        #expect(try location("?e").url == "https://example.org/a/b?e")
        #expect(try location("http://other.example").url == "http://other.example/")
        #expect(fault { () throws(Refusal) in try location("http://a:x/") } == .badRedirect)
        #expect(fault { () throws(Refusal) in try location("mailto:a@b") } == .scheme)
        let long = String(repeating: "x", count: 16_385)
        #expect(fault { () throws(Refusal) in try location(long) } == .badRedirect)
        #expect(fault { () throws(Refusal) in try location(String(long.dropLast(400))) } == nil)
    }

    // MARK: texts of headers

    @Test("Blanks of both ends go, those within stay") func trimmed() {
        #expect(" \ta b\t ".trimmed == "a b" && "a\r".trimmed == "a" && "  ".trimmed == "" && "".trimmed == "")
        #expect("\u{A0}a".trimmed == "\u{A0}a", "only blanks of ASCII")
    }

    @Test("The text of a header has no control characters and an end") func headerText() {
        #expect(String(header: [0x61, 0x00, 0x0A, 0x1F, 0x20, 0x7F, 0x62]) == "a b")
        #expect(String(header: Array("ä日".utf8)) == "ä日" && String(header: [0xFF]) == "\u{FFFD}")
        #expect(String(header: Array(repeating: 0x61, count: 300)).count == 200)
        #expect(String(header: Array("äöü".utf8), limit: 2) == "äö")
        #expect(Refusal(.robots, "a\nb").detail == "ab" && Refusal(.robots).detail == "")
    }

    // MARK: dates and waits

    @Test(
        "Days are counted through leap years and ends of months",
        arguments: [
            ("Wed, 31 Dec 1969 23:59:59 GMT", nil), ("Thu, 01 Jan 1970 00:00:01 GMT", 1),
            ("Fri, 02 Jan 1970 00:00:00 GMT", 86_400), ("Sat, 28 Feb 1970 00:00:00 GMT", 58 * 86_400),
            ("Sun, 01 Mar 1970 00:00:00 GMT", 59 * 86_400), ("Thu, 31 Dec 1970 00:00:00 GMT", 364 * 86_400),
            ("Fri, 01 Jan 1971 00:00:00 GMT", 365 * 86_400), ("Thu, 01 Mar 1973 01:02:03 GMT", 1155 * 86_400 + 3723),
            ("Thu, 01 Jan 1970 23:59:60 GMT", 86_400), ("Thu, 01 Jan 1970 23:59:61 GMT", nil),
            ("Thu, 01 Jan 1970 24:00:00 GMT", nil), ("Thu, 01 Jan 1970 00:60:00 GMT", nil),
            ("Thu, 00 Jan 1970 00:00:00 GMT", nil), ("Thu, 01 jan 1970 00:00:00 GMT", nil),
            ("Thu, 01 Jan 1970 00:00 GMT", nil), ("Thu, 01 Jan 10000 00:00:00 GMT", nil), ("", nil),
        ] as [(String, Int?)]) func dates(text: String, seconds: Int?)
    {
        #expect(HTTPDate.unixSeconds(text) == seconds)
    }

    @Test("Twelve digits are a number of seconds, more are for ever") func retryAfter() {
        #expect(RetryAfter.seconds("999999999999", now: 0) == 999_999_999_999)
        #expect(RetryAfter.seconds("1000000000000", now: 0) == .infinity)
        #expect(RetryAfter.seconds(" 5", now: 0) == nil && RetryAfter.seconds("+5", now: 0) == nil)
        #expect(RetryAfter.seconds("Thu, 01 Jan 1970 00:01:00 GMT", now: 59) == 1)
        #expect(RetryAfter.seconds("Thu, 01 Jan 1970 00:01:00 GMT", now: 60) == nil)
    }

    @Test("A wait as long as the limit is kept, and the back-off never is longer") func longestWait() {
        var policy = FetchPolicy()
        (policy.retries, policy.retryPause, policy.retryAfterMaximum) = (9, 4, 10)
        var machine = RetryMachine(policy)
        let waits = (0..<4).map { _ in machine.handle(.broke(.stalled), timeLeft: true) }
        #expect(waits == [4, 8, 10, 10].map { .again(after: $0, wholeHost: false) })
        #expect(
            machine.handle(.answered(status: 503, retryAfter: 10), timeLeft: true) == .again(after: 10, wholeHost: true)
        )
        #expect(machine.handle(.answered(status: 503, retryAfter: 10.1), timeLeft: true) == .giveUp(.unavailable))
    }

    @Test(
        "Statuses that may pass are asked again, of them those of overload for the whole host",
        arguments: [
            (429, true, true), (500, true, false), (501, false, false), (502, true, false), (503, true, true),
            (504, true, false), (505, false, false), (408, false, false), (404, false, false),
        ]) func temporary(status: Int, isRepeated: Bool, wholeHost: Bool)
    {
        var machine = RetryMachine(FetchPolicy())
        let action = machine.handle(.answered(status: status, retryAfter: 3), timeLeft: true)
        #expect(
            action
                == (isRepeated
                    ? .again(after: 3, wholeHost: wholeHost) : .giveUp(RetryMachine.fault(status: status))))
    }

    // MARK: addresses

    @Test("An address has four bytes or sixteen, the first the highest") func addresses() {
        #expect(IPAddress(bytes: [1, 2, 3, 4]) == .v4(0x0102_0304))
        #expect(IPAddress(bytes: (0..<16).map { UInt8($0) }) == .v6(0x0001_0203_0405_0607, 0x0809_0A0B_0C0D_0E0F))
        #expect(IPAddress(bytes: [1, 2, 3]) == nil && IPAddress(bytes: [UInt8](repeating: 0, count: 17)) == nil)
        for text in ["1.2.3.4", "2001:db8::1", "::", "255.255.255.255", "fe80::1:2:3:4"] {
            let address = IPAddress(text)
            #expect(address?.description == text)
            #expect(address.flatMap { IPAddress(bytes: $0.bytes) } == address)
        }
        #expect(IPAddress("1.2.3") == nil && IPAddress("[::1]") == nil && IPAddress("") == nil)
    }

    @Test(
        "The last address of a refused range is refused and the first behind it is not",
        arguments: [
            ("9.255.255.255", true), ("10.0.0.0", false), ("10.255.255.255", false), ("11.0.0.0", true),
            ("100.63.255.255", true), ("100.64.0.0", false), ("100.127.255.255", false), ("100.128.0.0", true),
            ("172.15.255.255", true), ("172.16.0.0", false), ("172.31.255.255", false), ("172.32.0.0", true),
            ("192.0.0.255", false), ("192.0.1.0", true), ("192.0.2.255", false), ("192.0.3.0", true),
            ("192.88.99.1", false), ("192.168.255.255", false), ("192.169.0.0", true), ("198.17.255.255", true),
            ("198.19.255.255", false), ("198.20.0.0", true), ("198.51.100.7", false), ("203.0.113.7", false),
            ("223.255.255.255", true), ("224.0.0.0", false), ("239.255.255.255", false), ("240.0.0.0", false),
            ("255.255.255.255", false), ("0.255.255.255", false), ("1.0.0.0", true), ("127.255.255.255", false),
            ("128.0.0.0", true), ("169.254.1.1", false), ("169.255.0.0", true),
            ("1fff::1", false), ("2000::1", true), ("3ffe::1", true), ("3fff::1", false), ("3fff:1000::1", true),
            ("4000::1", false), ("2001:1ff::1", false), ("2001:200::1", true), ("2001:db8::1", false),
            ("2001:db9::1", true), ("fc00::1", false), ("fe80::1", false), ("ff02::1", false), ("::", false),
            // Addresses that carry one of the fourth version.
            ("::ffff:8.8.8.8", true), ("::ffff:10.0.0.1", false), ("::ffff:0:8.8.8.8", true),
            ("::ffff:0:10.0.0.1", false), ("64:ff9b::8.8.8.8", true), ("64:ff9b::10.0.0.1", false),
            ("64:ff9b:1::8.8.8.8", false), ("2002:808:808::1", true), ("2002:a00:1::1", false), ("::8.8.8.8", false),
        ]) func ranges(text: String, isPermitted: Bool) throws
    {
        let address = try #require(IPAddress(text))
        #expect(AddressRules(allowed: []).permits(address, port: 80) == isPermitted)
    }

    // MARK: documents of a site

    @Test("Documents of a site are those that the policy obeys, where the standards put them") func documents() {
        #expect(SiteDocument.allCases.map(\.path) == ["/robots.txt", "/.well-known/tdmrep.json", "/ai.txt"])
        #expect(SiteDocument.wanted(FetchPolicy()) == [.robots, .tdmrep, .aiTxt])
        for (robots, tdmrep, aiTxt, wanted) in [
            (true, false, false, [SiteDocument.robots]), (false, true, false, [.tdmrep]),
            (false, false, true, [.aiTxt]),
        ] {
            var policy = FetchPolicy()
            (policy.robots, policy.tdmrep, policy.aiTxt) = (robots, tdmrep, aiTxt)
            #expect(SiteDocument.wanted(policy) == wanted)
        }
    }

    @Test("A document of a site has 512 KiB, five redirects, fifteen seconds and one retry") func documentPolicy() {
        let usual = FetchPolicy().forDocuments
        #expect(usual.maximumBytes == 524_288 && usual.maximumRedirects == 5)
        #expect(usual.totalTimeout == 15 && usual.retries == 1)
        var hasty = FetchPolicy()
        (hasty.totalTimeout, hasty.retries) = (3, 0)
        #expect(hasty.forDocuments.totalTimeout == 3 && hasty.forDocuments.retries == 0)
        #expect(hasty.forDocuments.connectTimeout == 10)
    }

    // MARK: what a job takes

    @Test("A body is read where its answer is good and nothing forbids it") func bodies() throws {
        func head(_ text: String) -> ResponseHead {
            var head = ResponseHead()
            for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
                _ = Array("\(line)\r\n".utf8).withUnsafeBytes { head.read($0) }
            }
            return head
        }
        let target = try Target("http://a.example/1.png")
        let request = Job(
            .request(FetchRequest(id: 1, url: target.url)), target: target, order: 0, policy: FetchPolicy())
        let document = Job(.document(.robots, origin: target.origin), target: target, order: 0, policy: FetchPolicy())
        let good = head("HTTP/1.1 200 OK\nContent-Type: image/png\n")
        let tagged = head("HTTP/1.1 200 OK\nX-Robots-Tag: noai\n")
        let reserved = head("HTTP/1.1 200 OK\ntdm-reservation: 1\n")
        let missing = head("HTTP/1.1 404 Not Found\n")
        #expect(request.wantsBody(good) && document.wantsBody(good))
        #expect(!request.wantsBody(tagged) && document.wantsBody(tagged))
        #expect(!request.wantsBody(reserved) && document.wantsBody(reserved))
        #expect(!request.wantsBody(missing) && !document.wantsBody(missing))
        #expect(request.refusal(tagged) == Refusal(.noai, "x-robots-tag: noai") && document.refusal(tagged) == nil)
        #expect(request.refusal(reserved) == Refusal(.tdmReserved, "tdm-reservation: 1"))
        #expect(!request.keepsPrefix && document.keepsPrefix && request.maximumBytes == 20 << 20)
    }
}
