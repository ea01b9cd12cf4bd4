import Testing

@testable import Fetching

@Suite struct MannersTests {
    private func target(_ path: String) throws -> Target { try Target("https://example.org\(path)") }

    private func describe(_ answer: Manners<Int>.Answer) -> String {
        switch answer {
        case .yes: "yes"
        case .no(let refusal): refusal.fault.rawValue
        case .ask(let documents): "ask \(documents.count)"
        }
    }

    private func manners(_ change: (inout FetchPolicy) -> Void = { _ in }) -> Manners<Int> {
        var policy = FetchPolicy()
        change(&policy)
        return Manners(policy)
    }

    @Test func documentsAreAskedOnceAndWaitersGoWithTheLast() throws {
        var manners = manners()
        let page = try target("/a")
        #expect(describe(manners.judge(page, now: 0)) == "ask 3")
        manners.park(1, origin: page.origin)
        #expect(describe(manners.judge(page, now: 0)) == "ask 0")
        manners.park(2, origin: page.origin)
        let missing = Result<[UInt8], Refusal>.failure(Refusal(.notFound, "404"))
        #expect(manners.receive(.tdmrep, origin: page.origin, missing) == [])
        #expect(manners.receive(.aiTxt, origin: page.origin, missing) == [])
        #expect(manners.receive(.robots, origin: page.origin, missing) == [1, 2])
        #expect(describe(manners.judge(page, now: 86_399)) == "yes")
        #expect(describe(manners.judge(page, now: 86_400)) == "ask 3")
    }

    @Test func eachCanBeSwitchedOff() throws {
        var none = manners { ($0.robots, $0.tdmrep, $0.aiTxt) = (false, false, false) }
        #expect(describe(none.judge(try target("/"), now: 0)) == "yes")
        var one = manners { ($0.robots, $0.tdmrep, $0.aiTxt) = (true, false, false) }
        #expect(describe(one.judge(try target("/"), now: 0)) == "ask 1")
    }

    @Test(arguments: [
        (FetchFault.notFound, "yes"), (.forbidden, "yes"), (.clientError, "yes"), (.redirectLimit, "yes"),
        (.serverError, "robotsUnavailable"), (.unavailable, "robotsUnavailable"),
        (.tooManyRequests, "robotsUnavailable"),
        (.dnsNotFound, "dnsNotFound"), (.connectRefused, "connectRefused"), (.timeout, "timeout"), (.reset, "reset"),
        (.privateAddress, "privateAddress"),
    ]) func anUnreachableRobotsForbidsAndAMissingOneAllows(_ fault: FetchFault, _ verdict: String) throws {
        var manners = manners { ($0.tdmrep, $0.aiTxt) = (false, false) }
        let page = try target("/a")
        _ = manners.judge(page, now: 0)
        _ = manners.receive(.robots, origin: page.origin, .failure(Refusal(fault)))
        #expect(describe(manners.judge(page, now: 0)) == verdict)
    }

    @Test func eachDocumentForbidsByItsOwnFault() throws {
        for (document, text, fault) in [
            (SiteDocument.robots, "User-agent: *\nDisallow: /no", FetchFault.robots),
            (.aiTxt, "User-Agent: *\nDisallow: /no", .aiTxt),
            (
                .tdmrep, #"[{"location": "/no", "tdm-reservation": 1}, {"location": "/*", "tdm-reservation": 0}]"#,
                .tdmReserved
            ),
        ] {
            var manners = manners {
                ($0.robots, $0.tdmrep, $0.aiTxt) = (document == .robots, document == .tdmrep, document == .aiTxt)
            }
            let page = try target("/no")
            _ = manners.judge(page, now: 0)
            _ = manners.receive(document, origin: page.origin, .success(Array(text.utf8)))
            #expect(describe(manners.judge(page, now: 0)) == fault.rawValue)
            #expect(describe(manners.judge(try target("/yes"), now: 0)) == "yes")
        }
    }

    @Test func crawlDelayIsRead() throws {
        var manners = manners { ($0.tdmrep, $0.aiTxt) = (false, false) }
        let page = try target("/")
        _ = manners.judge(page, now: 0)
        _ = manners.receive(.robots, origin: page.origin, .success(Array("User-agent: *\nCrawl-delay: 2\n".utf8)))
        #expect(manners.crawlDelay(origin: page.origin) == 2)
    }
}
