import Documents
import Facts
import Testing
@testable import Curation

@Suite struct RenderedSideTests {
    @Test func sidesTheRuleKnows() throws {
        let rule = try Images.rule("rendered-side", ["min": .integer(150), "max": .integer(20_000)])
        #expect(rule.judge(Images.image()) == .keep)
        #expect(rule.judge(Images.image(rendered: (.pixels(150), .unknown))) == .keep)
        #expect(
            rule.judge(Images.image(rendered: (.pixels(150), .pixels(-5))))
                == .drop(.imageRenderedTooSmall, detail: "-5 < 150"))
        #expect(
            rule.judge(Images.image(rendered: (.pixels(99_999), .unknown)))
                == .drop(.imageRenderedTooLarge, detail: "99999 > 20000"))
    }

    @Test func hundredthsAreOfTheStoredSide() throws {
        let rule = try Images.rule("rendered-side", ["min": .integer(150)])
        #expect(rule.judge(Images.image("", 300, 300, rendered: (.percent(50), .percent(100)))) == .keep)
        #expect(
            rule.judge(Images.image("", 300, 300, rendered: (.percent(49), .unknown)))
                == .drop(.imageRenderedTooSmall, detail: "147 < 150"))
        let unmeasured = ImageNode(ordinal: 0, url: "", rendered: (.percent(1), .percent(1)))
        #expect(rule.judge(unmeasured) == .keep)
    }
}
