import Testing

@testable import WebStandards

/// `X-Robots-Tag`, `meta robots` and the reservation of rights: every word, for whom, and how it is written.
@Suite struct DirectivesTests {
    private func header(_ value: String, _ agent: String = "QuarryBot/1.0") -> RobotsDirectives {
        RobotsDirectives.header(value, userAgentToken: agent)
    }

    private func meta(_ content: String, name: String = "robots") -> RobotsDirectives {
        RobotsDirectives.meta(name: name, content: content, userAgentToken: "QuarryBot/1.0")
    }

    @Test(
        arguments: [
            ("noai", .noAI), ("noimageai", .noImageAI), ("noml", .noML), ("noindex", .noIndex),
            ("noimageindex", .noImageIndex), ("nofollow", .noFollow),
            ("none", [.noIndex, .noFollow]), ("all", []), ("index, follow", []), ("noarchive", []), ("noais", []),
            ("no ai", []), ("", []),
        ] as [(String, RobotsDirectives)])
    func everyWord(word: String, meaning: RobotsDirectives) {
        #expect(header(word) == meaning && header(word.uppercased()) == meaning && header("  \(word) ,") == meaning)
        #expect(meta(word) == meaning && meta(word.uppercased()) == meaning)
    }

    @Test func whatKeepsImagesAndTextOut() {
        let images: [RobotsDirectives] = [.noAI, .noImageAI, .noML, .noIndex, .noImageIndex]
        let text: [RobotsDirectives] = [.noAI, .noML, .noIndex]
        let all: [RobotsDirectives] = [.noAI, .noImageAI, .noML, .noIndex, .noImageIndex, .noFollow]
        for word in all {
            #expect(!word.isDisjoint(with: .refusesImages) == images.contains(word), "\(word.words)")
            #expect(!word.isDisjoint(with: .refusesText) == text.contains(word), "\(word.words)")
        }
        #expect(
            RobotsDirectives([.noFollow, .noAI, .noImageIndex, .noML, .noIndex, .noImageAI]).words
                == ["noai", "noimageai", "noml", "noindex", "noimageindex", "nofollow"])
    }

    @Test(
        arguments: [
            ("quarrybot: noai", .noAI), ("QUARRYBOT : noai", .noAI), ("googlebot: noai", []),
            ("googlebot: noindex, quarrybot: noai", .noAI),
            ("noindex, googlebot: noai", .noIndex), ("googlebot: noai, noml", []), ("*: noai", .noAI),
            ("robots: noai", .noAI),
            ("googlebot: noai, *: noml", .noML), ("quarrybot: noai; noml", [.noAI, .noML]),
            ("unavailable_after: 25 Jun 2010 15:00:00 PST, noai", .noAI),
            ("max-snippet: 5, noai", .noAI), ("max-image-preview: large, noml", .noML),
            ("max-video-preview: -1; noai", .noAI), ("quarrybot:", []), (": noai", []),
            ("quarrybotx: noai", []),
        ] as [(String, RobotsDirectives)])
    func headersNameWhomTheyMean(value: String, found: RobotsDirectives) { #expect(header(value) == found) }

    @Test func metaElementsAreForAllOrForOneByTheirName() {
        #expect(meta("noai noml;noindex", name: " Robots ") == [.noAI, .noML, .noIndex])
        #expect(
            meta("noai", name: "QuarryBot") == .noAI && meta("noai", name: "googlebot") == []
                && meta("noai", name: "") == [])
        #expect(meta("noai", name: "robots2") == [])
    }

    // MARK: TDM reservation protocol

    @Test(
        arguments: [
            ("1", true), ("0", false), (" 1\t", true), ("01", nil), ("true", nil), ("", nil), ("2", nil), ("1,1", nil),
        ] as [(String, Bool?)])
    func aReservationIsOneOrZero(value: String, isReserved: Bool?) {
        #expect(TDMReservation(value: value)?.isReserved == isReserved)
        #expect(
            TDMReservation(value: value, policy: "p") == isReserved.map { $0 ? .reserved(policy: "p") : .notReserved })
    }

    private func rules(_ json: String) -> TDMRules? { TDMRules(json: Array(json.utf8)) }

    @Test func theFirstRuleThatMatchesCounts() throws {
        let file = try #require(
            rules(
                #"[{"location":"/a/*.jpg$","tdm-reservation":0},{"location":"/a","tdm-reservation":1,"tdm-policy":"https://p"},{"location":"b/","tdm-reservation":"1"}]"#
            ))
        #expect(file.reservation(path: "/a/x.jpg") == .notReserved)
        #expect(file.reservation(path: "/a/x.jpg?1") == .reserved(policy: "https://p"))
        #expect(file.reservation(path: "/b/x") == .reserved(policy: nil))
        #expect(file.reservation(path: "/c") == nil && file.reservation(path: "/") == nil)
    }

    @Test func whatSaysNothingIsPassedOver() throws {
        let file = try #require(
            rules(
                #"[1, {}, {"location": 3}, {"location":"","tdm-reservation":1}, {"location":"/x"}, {"location":"/x","tdm-reservation":null}, {"location":"/x","tdm-reservation":2}, {"location":"*","tdm-reservation":1}]"#
            ))
        #expect(file.reservation(path: "/x")?.isReserved == true)
        #expect(rules("[]")?.reservation(path: "/x") == nil)
    }

    @Test(arguments: ["", "{}", "null", "{\"location\":\"/\"}", "[", "<html>"]) func otherFilesAreNone(text: String) {
        #expect(rules(text) == nil)
    }

    @Test func aFileOfMoreThan500KibibytesIsNotRead() {
        let rule = #"{"location":"/","tdm-reservation":1}"#
        let fits = "[" + rule + String(repeating: " ", count: RobotsTXT.byteLimit - rule.utf8.count - 2) + "]"
        #expect(rules(fits) != nil && rules(fits + " ") == nil)
    }
}
