import Documents
import Facts
import Testing
@testable import Curation

@Suite struct ImageFormatTests {
    @Test func whatIsNotAllowedLeaves() throws {
        let rule = try Images.rule("format", ["allow": .list(["jpg", "png"])])
        #expect(rule.judge(Images.image(format: "jpeg")) == .keep)
        #expect(rule.judge(Images.image(format: "gif")) == .drop(.imageFormat, detail: "gif"))
        #expect(rule.judge(Images.image(format: "")) == .keep)
        #expect(rule.judge(ImageNode(ordinal: 0, url: "")) == .keep)
    }
}
