import WebStandards

extension FuzzTarget {
    /// What attributes, headers and small files of the web say.
    static let standards = [
        FuzzTarget(
            "url",
            seeds: [
                "https://user:pass@EXAMPLE.com:8080/a/../b;c?q=ä#f", "//[2001:db8::1.2.3.4]/x", "http://0x7f.1/",
                "../../img/cat%20.jpg?w=1", "data:image/png;base64,iVBORw0KGgo=", "file:///C|/x",
                "http://bücher.example/",
                "javascript:alert(1)", "text/html; charset=\"utf-8\"; a=b",
            ].map(utf8), found: ["../shared/hostile/url"]
        ) { readURL($0) },
        FuzzTarget(
            "srcset",
            seeds: [
                "a.jpg 1x, b.jpg 2x", "a,b 100w 20h,, c(,) 1.5e3x", "(max-width: 600px) 480px, calc(1px), 50vw",
                "(min-width: 10em) and (orientation: landscape) 100vw, not all 1in",
            ].map(utf8)
        ) { readSourceSet($0) },
        FuzzTarget(
            "robots",
            seeds: [
                "User-agent: *\nDisallow: /a*b$\nAllow: /\nCrawl-delay: 2.5\n\nUser-Agent: quarrybot\nDisallow:\n",
                "noindex, otherbot: noai, quarrybot: noimageai; none", "unavailable_after: 25 Jun 2010 15:00:00 PST",
            ].map(utf8), found: ["../shared/hostile/robots"]
        ) { readRobots($0) },
        FuzzTarget(
            "tdmrep",
            seeds: [
                #"[{"location": "/img/*.jpg$", "tdm-reservation": 1, "tdm-policy": "https://example.org/p"}]"#,
                #"[{"location": "*", "tdm-reservation": "0"}, {"location": 5}, null]"#, " 1 ",
            ].map(utf8)
        ) { bytes in
            if let rules = TDMRules(json: bytes) {
                for path in ["/", "/img/a.jpg", "/img/%41?x=*"] where rules.reservation(path: path) != nil {
                    touched &+= 1
                }
            }
            _ = TDMReservation(value: String(decoding: bytes, as: UTF8.self))
        },
        FuzzTarget(
            "encoding",
            seeds: [
                "<meta charset=shift_jis>", "<meta http-equiv=content-type content='x; charset=big5'>", "ä\u{FEFF}",
            ]
            .map(utf8), found: ["../shared/hostile/text", "../shared/hostile/html"]
        ) { bytes in
            bytes.withUnsafeBytes { page in
                let decision = TextEncoding.decide(bytes: page, httpCharset: nil)
                let text = TextEncoding.decode(page, as: decision)
                expect(String(validating: text, as: UTF8.self) != nil, "\(decision.name) gave no UTF-8")
            }
        },
    ]

    private static let base = WebURL("https://example.org/dir/page.html?q#f")

    private static func readURL(_ bytes: [UInt8]) {
        let text = String(decoding: bytes, as: UTF8.self)
        for url in [bytes.withUnsafeBufferPointer { WebURL(bytes: $0, base: base) }, WebURL(text)] {
            guard let url else { continue }
            expect(url.href.utf8.allSatisfy { $0 < 0x80 }, "not ASCII: \(url.href)")
            expect(WebURL(url.href) == url, "another URL when it is read again: \(url.href)")
            let parts = [
                url.scheme, url.username, url.password, url.host, url.path, url.hostPort, url.origin, url.target,
            ]
            touched &+= parts.reduce(0) { $0 + $1.utf8.count } + (url.query ?? "").utf8.count + (url.port ?? 0)
            touched &+= (url.fragment ?? "").utf8.count + url.withoutFragment().href.utf8.count
            if let data = DataURL(url) { touched &+= data.bytes.count }
        }
        touched &+= QueryEncoding.encoded(text, in: "shift_jis").utf8.count
        if let type = MIMEType(text) {
            expect(MIMEType(type.description) == type, "another type when it is read again: \(type)")
        }
    }

    private static func readSourceSet(_ bytes: [UInt8]) {
        let candidates = bytes.withUnsafeBufferPointer { SourceSet.parse(bytes: $0) }
        let best = SourceSet.best(candidates, maximumWidth: 2000)
        let choice = SourceSet.choice(candidates, sourceSize: 400, density: 2)
        expect((best == nil) == candidates.isEmpty && (choice == nil) == candidates.isEmpty, "none of some")
        let length = SourceSizes.length(String(decoding: bytes, as: UTF8.self), viewportWidth: 1280)
        expect(length >= 0, "a width of \(length)")
    }

    private static func readRobots(_ bytes: [UInt8]) {
        let robots = RobotsTXT.parse(bytes)
        for agent in ["quarrybot", "*", ""] {
            for path in ["/", "/a/b?c", "/robots.txt", "/%41*$"] {
                if robots.allows(path: path, userAgentToken: agent) { touched &+= 1 }
            }
            if let delay = robots.crawlDelay(userAgentToken: agent) { expect(delay >= 0, "a delay of \(delay)") }
        }
        let text = String(decoding: bytes, as: UTF8.self)
        let said = RobotsDirectives.header(text, userAgentToken: "quarrybot")
            .union(.meta(name: "robots", content: text, userAgentToken: "quarrybot"))
        touched &+= said.words.count
    }
}
