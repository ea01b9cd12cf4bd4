import Testing

@testable import WebStandards

/// RFC 9309, section by section, and what the web makes of it.
@Suite struct RobotsRulesTests {
    private func allows(_ text: String, _ path: String, _ agent: String = "quarrybot") -> Bool {
        RobotsTXT.parse(Array(text.utf8)).allows(path: path, userAgentToken: agent)
    }

    // MARK: the pattern's special characters (2.2.3)

    /// A rule, a path it matches or not: the tables of the search engines' documentation.
    @Test(arguments: [
        ("/", "/any", true), ("/*", "/any", true), ("/fish", "/fish", true), ("/fish", "/fish.html", true),
        ("/fish", "/fish/salmon.html", true),
        ("/fish", "/fishheads", true), ("/fish", "/fish.php?id=anything", true), ("/fish", "/Fish.asp", false),
        ("/fish", "/catfish", false),
        ("/fish", "/desert/fish", false), ("/fish*", "/fishheads/yummy.html", true), ("/fish*", "/Fish", false),
        ("/fish/", "/fish/", true),
        ("/fish/", "/fish/?id=1", true), ("/fish/", "/fish", false), ("/fish/", "/fish.html", false),
        ("/*.php", "/index.php", true),
        ("/*.php", "/folder/filename.php?parameters", true), ("/*.php", "/folder/any.php.file.html", true),
        ("/*.php", "/filename.php/", true),
        ("/*.php", "/windows.PHP", false), ("/*.php", "/", false), ("/*.php$", "/filename.php", true),
        ("/*.php$", "/folder/filename.php", true),
        ("/*.php$", "/filename.php?parameters", false), ("/*.php$", "/filename.php/", false),
        ("/*.php$", "/filename.php5", false),
        ("/fish*.php", "/fish.php", true), ("/fish*.php", "/fishheads/catfish.php?parameters", true),
        ("/fish*.php", "/Fish.PHP", false),
        ("/$", "/", true), ("/$", "/a", false), ("/a$", "/a", true), ("/a$b", "/a$b", true), ("/a$b", "/a", false),
        ("/a*$", "/abc", true),
        ("*/x", "/a/x", true), ("*", "/", true), ("/a**b", "/a123b", true), ("/a*b*c", "/a1b2b3c4", true),
        ("/a*b*c$", "/a1b2b3c4", false),
        ("/a*b*c$", "/a1b2c3c", true), ("/a.b", "/axb", false), ("/a?b", "/a?b", true), ("/a?b", "/ab", false),
        ("/aab$", "/aaab", false),
        ("/*aab$", "/aaaab", true), ("/*ab", "/aab", true),
    ])
    func patterns(pattern: String, path: String, matches: Bool) {
        #expect(allows("User-agent: *\nDisallow: \(pattern)", path) != matches)
        #expect(
            allows("User-agent: *\nDisallow: /\nAllow: \(pattern)", path) == matches || pattern == "*" || pattern == "/"
        )
    }

    // MARK: access (2.2.2)

    @Test func theMostSpecificRuleWinsWhateverTheOrder() {
        let rules = ["Allow: /example/page/", "Disallow: /example/page/disallowed.gif", "Disallow: /example"]
        for order in [[0, 1, 2], [2, 1, 0], [1, 0, 2], [2, 0, 1]] {
            let text = "User-agent: *\n" + order.map { rules[$0] }.joined(separator: "\n")
            #expect(allows(text, "/example/page/a.html"))
            #expect(!allows(text, "/example/page/disallowed.gif"))
            #expect(!allows(text, "/example/a") && allows(text, "/other"))
        }
    }

    @Test func ofEqualRulesTheAllowingOneWins() {
        #expect(
            allows("User-agent: *\nDisallow: /a\nAllow: /a", "/a")
                && allows("User-agent: *\nAllow: /a\nDisallow: /a", "/a"))
        // By octets of the pattern, wildcards among them: "/p*" is longer than "/p".
        #expect(!allows("User-agent: *\nAllow: /p\nDisallow: /p*", "/page"))
        #expect(allows("User-agent: *\nDisallow: /p*\nAllow: /page", "/page"))
    }

    @Test func anEmptyRuleSaysNothing() {
        #expect(allows("User-agent: *\nDisallow:", "/x") && allows("User-agent: *\nDisallow: \nDisallow: /y", "/x"))
        #expect(!allows("User-agent: *\nAllow:\nDisallow: /", "/x"))
    }

    @Test func theFileItselfMayAlwaysBeRead() {
        #expect(
            allows("User-agent: *\nDisallow: /", "/robots.txt")
                && !allows("User-agent: *\nDisallow: /", "/robots.txt?x"))
        #expect(!allows("User-agent: *\nDisallow: /", "/a/robots.txt"))
    }

    // MARK: agents and groups (2.2.1)

    @Test func groupsOfOneAgentAreOneAndTheStarIsForTheOthersOnly() {
        let text = """
            User-agent: a
            User-agent: b
            Disallow: /ab

            User-agent: *
            Disallow: /star

            User-agent: A
            Disallow: /a
            """
        #expect(!allows(text, "/ab", "a") && !allows(text, "/a", "a") && allows(text, "/star", "a"))
        #expect(!allows(text, "/ab", "B") && allows(text, "/a", "b"))
        #expect(!allows(text, "/star", "c") && allows(text, "/ab", "c") && allows(text, "/a", "c"))
    }

    @Test func anAgentIsItsWholeProductToken() {
        #expect(allows("User-agent: quarry\nDisallow: /", "/x") && allows("User-agent: quarrybots\nDisallow: /", "/x"))
        #expect(!allows("User-agent: QUARRYBOT/2.0 (+https://x)\nDisallow: /", "/x", "QuarryBot/1.0"))
        #expect(!allows("User-agent: quarry-bot_x\nDisallow: /", "/x", "Quarry-Bot_X"))
        // Without a name of one's own only the star is meant.
        #expect(!allows("User-agent: *\nDisallow: /", "/x", "") && allows("User-agent: a\nDisallow: /", "/x", ""))
    }

    @Test func rulesBeforeAnyAgentAreForNobody() {
        #expect(
            allows("Disallow: /\nUser-agent: *\nDisallow: /y", "/x")
                && !allows("Disallow: /\nUser-agent: *\nDisallow: /y", "/y"))
    }

    @Test func aRuleEndsTheListOfAgentsAndOtherRecordsDoNot() {
        let text =
            "User-agent: a\nCrawl-delay: 1\nSitemap: /s\nUnknown: x\n\n# comment\nUser-agent: b\nDisallow: /\nUser-agent: c\nAllow: /"
        #expect(!allows(text, "/x", "a") && !allows(text, "/x", "b") && allows(text, "/x", "c"))
    }

    // MARK: lines (2.2)

    @Test(arguments: ["\n", "\r\n", "\r", "\n\n\r\n"]) func anyLineEnd(end: String) {
        #expect(!allows(["User-agent: *", "Disallow: /x"].joined(separator: end), "/x"))
    }

    @Test func spacesCaseAndCommentsDoNotMatter() {
        #expect(!allows("\u{FEFF}  USER-AGENT  :  *   # all\n\tdIsAlLoW\t: /x # why\n", "/x"))
        #expect(allows("User-agent: *\n# Disallow: /x", "/x") && allows("User-agent: *\nDisallow /x", "/x"))
        #expect(!allows("User-agent: *\nDisallow: /a b", "/a%20b") && !allows("User-agent: *\nDisallow: /a#b", "/a"))
    }

    @Test(arguments: ["Dissallow", "Dissalow", "Disalow", "Diasllow", "Disallaw"])
    func misspellingsThatForbidAreUnderstood(key: String) {
        #expect(!allows("User-agent: *\n\(key): /x", "/x") && allows("User-agent: *\n\(key)x: /x", "/x"))
    }

    // MARK: characters (2.2.2, examples of percent-encoding)

    @Test(arguments: [
        ("/foo/bar?baz=quz", "/foo/bar?baz=quz", true),
        ("/foo/bar?baz=https://foo.bar", "/foo/bar?baz=https://foo.bar", true),
        ("/foo/bar/ツ", "/foo/bar/%E3%83%84", true), ("/foo/bar/%E3%83%84", "/foo/bar/ツ", true),
        ("/foo/bar/%62%61%7A", "/foo/bar/baz", true), ("/a%2fb", "/a/b", false), ("/a%2Fb", "/a%2fb", true),
        ("/%7Ea", "/~a", true), ("/a%zz", "/a%zz", true),
        ("/%", "/%", true), ("/%2", "/%2", true), ("/a%", "/a%25", true), ("/é", "/%C3%A9", true),
        ("/é", "/%c3%a9", true), ("/a%2A", "/ab", false),
    ])
    func characters(pattern: String, path: String, matches: Bool) {
        #expect(allows("User-agent: *\nDisallow: \(pattern)", path) != matches)
    }

    // MARK: limits and errors (2.3, 2.5)

    @Test func fiveHundredKibibytesAreReadAndTheLineThatIsCutIsNot() {
        let rule = "User-agent: *\nDisallow: /x\n"
        let fill = String(repeating: "#", count: RobotsTXT.byteLimit - rule.utf8.count - 1) + "\n"
        #expect(fill.utf8.count + rule.utf8.count == 512_000)
        #expect(!allows(fill + rule, "/x") && !allows(fill + rule + "Disallow: /y\n", "/x"))
        #expect(allows(fill + rule + "Disallow: /y\n", "/y"))
        #expect(allows("#" + fill + rule, "/x"))
    }

    @Test(
        arguments: [("2.5", 2.5), ("0", 0), ("10", 10), ("1e1", 10), ("-1", nil), ("x", nil), ("", nil), ("5s", nil)]
            as [(String, Double?)])
    func delays(text: String, seconds: Double?) {
        let file = RobotsTXT.parse(Array("User-agent: *\nCrawl-delay: \(text)\nDisallow: /x".utf8))
        #expect(file.crawlDelay(userAgentToken: "q") == seconds)
    }

    @Test func theLongestDelayOfAnAgentCountsAndSitemapsAreOfTheFile() {
        let file = RobotsTXT.parse(
            Array(
                "Sitemap: https://a/1\nUser-agent: q\nCrawl-delay: 1\nAllow: /\nSitemap:\nUser-agent: q\nCrawl-delay: 3\nsitemap: b\n"
                    .utf8))
        #expect(file.crawlDelay(userAgentToken: "Q/1") == 3 && file.crawlDelay(userAgentToken: "r") == nil)
        #expect(file.sitemaps == ["https://a/1", "b"])
    }

    @Test func whatIsNoRobotsFileForbidsNothing() {
        for text in ["", "<!DOCTYPE html><title>User-agent</title>", "\0\0\0", ":::\n:\n", "User-agent: *"] {
            #expect(allows(text, "/x"))
        }
    }
}
