import Foundation
import TestKit
import Testing

@testable import WebStandards

@Suite struct RobotsTXTTests {
    private func robots(_ text: String) -> RobotsTXT { RobotsTXT.parse(Array(text.utf8)) }

    /// What a drop says: the rule, percent-encoded as it is compared.
    @Test func theRuleThatForbidsAPathIsNamed() {
        let rules = robots(
            "User-agent: *\nDisallow: /a\nDisallow: /a%62c/\nDisallow: /日/\nAllow: /abc/ok\nDisallow: /*.gif$")
        func rule(_ path: String) -> String? { rules.prohibition(path: path, userAgentToken: "quarry") }
        #expect(rule("/abc/x") == "/abc/")
        #expect(rule("/a%62c/x") == "/abc/")
        #expect(rule("/abx") == "/a")
        #expect(rule("/%E6%97%A5/x") == "/%E6%97%A5/")
        #expect(rule("/b.gif") == "/*.gif$")
        #expect(rule("/abc/ok") == nil && rule("/b.gif?x") == nil && rule("/robots.txt") == nil)
    }

    /// The files of the hostile corpus and the decisions its manifest states.
    @Test(.needsShared("hostile/MANIFEST.tsv")) func corpus() throws {
        let manifest = try Shared.require("hostile/MANIFEST.tsv")
        let folder = try #require(Shared.folder)
        var checked = 0
        for line in try String(contentsOfFile: manifest, encoding: .utf8).split(separator: "\n") {
            let fields = line.components(separatedBy: "\t")
            guard fields.count >= 10, fields[2] == "robots" else { continue }
            let facts = try JSONSerialization.jsonObject(with: Data(fields[9].utf8)) as? [String: Any]
            let data = try Data(contentsOf: URL(filePath: folder + "/hostile/" + fields[0]))
            let robots = RobotsTXT.parse([UInt8](data))
            for fact in facts?["cases"] as? [[String: Any]] ?? [] {
                let path = try #require(fact["path"] as? String)
                let agent = try #require(fact["agent"] as? String)
                #expect(robots.allows(path: path, userAgentToken: agent) == fact["allow"] as? Bool, "\(fields[0])")
                checked += 1
            }
        }
        #expect(checked == 21)
    }

    @Test func longestMatchWins() {
        let file = robots(
            "User-agent: *\nDisallow: /\nAllow: /p/*.html$\nDisallow: /p/private*.html$\nAllow: /q\nDisallow: /q\n")
        #expect(file.allows(path: "/p/a.html", userAgentToken: "x"))
        #expect(!file.allows(path: "/p/a.html?x", userAgentToken: "x"))
        #expect(!file.allows(path: "/p/private-1.html", userAgentToken: "x"))
        #expect(file.allows(path: "/q/1", userAgentToken: "x"))
        #expect(!file.allows(path: "/", userAgentToken: "x"))
    }

    @Test func agents() {
        let file = robots(
            """
            User-Agent: FooBot/1.2
            Crawl-delay: 2.5
            Disallow: /foo

            user-agent : *
            disallow : /all
            User-agent: foobot
            Disallow: /more
            """)
        #expect(!file.allows(path: "/foo", userAgentToken: "foobot"))
        #expect(!file.allows(path: "/more", userAgentToken: "FooBot/9"))
        #expect(file.allows(path: "/all", userAgentToken: "foobot"))
        #expect(!file.allows(path: "/all", userAgentToken: "foo"))
        #expect(file.crawlDelay(userAgentToken: "foobot") == 2.5)
        #expect(file.crawlDelay(userAgentToken: "foo") == nil)
    }

    @Test func percentEncodingIsNormalised() {
        let file = robots("user-agent: *\ndisallow: /a%3cd\ndisallow: /ツ\ndisallow: /%7Ejoe/\ndisallow: /a/%2f\n")
        for path in ["/a%3Cd", "/%E3%83%84", "/ツ", "/~joe/x", "/%7ejoe/x", "/a/%2F1"] {
            #expect(!file.allows(path: path, userAgentToken: "x"), "\(path)")
        }
        #expect(file.allows(path: "/a//1", userAgentToken: "x"))
    }

    /// RFC 9309, section 2.2.3: a star or a dollar sign of the URL itself is written encoded.
    @Test func signsOfTheURLAreEncodedInRules() {
        let file = robots("user-agent: *\ndisallow: /star%2A\ndisallow: /cash%24x\ndisallow: /a$b\ndisallow: /end$\n")
        for path in ["/star*.png", "/star%2a.png", "/cash$x", "/a$b", "/end"] {
            #expect(!file.allows(path: path, userAgentToken: "x"), "\(path)")
        }
        for path in ["/starx.png", "/cashx", "/ab", "/end2", "/a"] {
            #expect(file.allows(path: path, userAgentToken: "x"), "\(path)")
        }
    }

    @Test func odds() {
        #expect(robots("Disallow: /x").allows(path: "/x", userAgentToken: "x"))
        #expect(!robots("User-agent: *\rDisallow: x\r").allows(path: "/x", userAgentToken: "x"))
        #expect(!RobotsTXT.disallowAll.allows(path: "/x", userAgentToken: "x"))
        #expect(RobotsTXT.disallowAll.allows(path: "/robots.txt", userAgentToken: "x"))
        #expect(RobotsTXT.allowAll.allows(path: "/x", userAgentToken: "x"))
        #expect(robots("Sitemap: https://h/s.xml").sitemaps == ["https://h/s.xml"])
        // A rule that the limit cuts in two is not read as the shorter one.
        let padding = "User-agent: *\n" + String(repeating: "#\n", count: (RobotsTXT.byteLimit - 26) / 2)
        #expect(robots(padding + "Disallow: /private/only").allows(path: "/p", userAgentToken: "x"))
        #expect(RobotsTXT.parse([0xFF, 0, 0x3A, 0x0A, 0x3A]).groups.isEmpty)
    }

    @Test func manyWildcardsAreNotExponential() {
        let file = robots("user-agent: *\ndisallow: /" + String(repeating: "*a", count: 400) + "b$\n")
        #expect(file.allows(path: "/" + String(repeating: "a", count: 4000), userAgentToken: "x"))
    }
}

@Suite struct OptOutTests {
    @Test(.needsShared("hostile/robots/x_robots_tag.jsonl")) func headersOfTheCorpus() throws {
        let path = try Shared.require("hostile/robots/x_robots_tag.jsonl")
        for line in try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n") {
            let row = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
            let found = RobotsDirectives.header(
                try #require(row["header"] as? String), userAgentToken: try #require(row["agent"] as? String))
            guard let wanted = row["disallowed"] as? Bool else { continue }
            #expect(!found.isDisjoint(with: .refusesImages) == wanted, "\(line)")
        }
    }

    @Test func headersForAgents() {
        let header = "googlebot: noindex, nofollow, QuarryBot: noai, unavailable_after: 25 Jun 2030 15:00:00 PST"
        #expect(RobotsDirectives.header(header, userAgentToken: "quarrybot") == [.noAI])
        #expect(RobotsDirectives.header(header, userAgentToken: "googlebot") == [.noIndex, .noFollow])
        #expect(RobotsDirectives.header(header, userAgentToken: "other") == [])
        #expect(RobotsDirectives.header("none", userAgentToken: "x").words == ["noindex", "nofollow"])
        #expect(RobotsDirectives.header("max-snippet:-1, NoImageAI", userAgentToken: "x") == [.noImageAI])
        #expect(RobotsDirectives.header("noml", userAgentToken: "") == [.noML])
    }

    @Test func metaElements() {
        let meta = { RobotsDirectives.meta(name: $0, content: $1, userAgentToken: "QuarryBot/1.0") }
        #expect(meta("ROBOTS", "noai, noimageai") == [.noAI, .noImageAI])
        #expect(meta("robots", "index,follow") == [])
        #expect(meta("quarrybot", "noindex") == [.noIndex])
        #expect(meta("googlebot", "noindex") == [])
    }

    @Test func reservations() throws {
        #expect(TDMReservation(value: " 1 ")?.isReserved == true)
        #expect(TDMReservation(value: "0") == .notReserved)
        #expect(TDMReservation(value: "yes") == nil)
        let file = """
            [{"location": "/images/*.jpg$", "tdm-reservation": 0},
             {"location": "/images", "tdm-reservation": 1, "tdm-policy": "https://h/p\\u002ejson"},
             {"location": "/", "tdm-reservation": "1"}, {"location": 5}, {"tdm-reservation": 1}, 7]
            """
        let rules = try #require(TDMRules(json: Array(file.utf8)))
        #expect(rules.reservation(path: "/images/a.jpg") == .notReserved)
        #expect(rules.reservation(path: "/images/a.png") == .reserved(policy: "https://h/p.json"))
        #expect(rules.reservation(path: "/x")?.isReserved == true)
        #expect(TDMRules(json: Array("[]".utf8))?.reservation(path: "/x") == nil)
        for broken in ["", "{}", "[", "[1,]", "<html>", "[{\"location\":\"/\"}", String(repeating: "[", count: 9999)] {
            #expect(TDMRules(json: Array(broken.utf8)) == nil, "\(broken.prefix(40))")
        }
    }
}
