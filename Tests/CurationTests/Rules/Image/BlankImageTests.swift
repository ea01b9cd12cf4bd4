import Documents
import Facts
import Testing
@testable import Curation

@Suite struct BlankImageTests {
    @Test func theHashOfOneColour() throws {
        let rule = try Images.rule("blank", [:])
        #expect(rule.judge(Images.image(phash: "8000000000000000")) == .drop(.imageBlank, detail: "8000000000000000"))
        #expect(rule.judge(Images.image(phash: "0000000000000000")).isKept == false)
        #expect(rule.judge(Images.image(phash: "9f3a000000000001")) == .keep)
        let own = try Images.rule("blank", ["hashes": .list(["ff"])])
        #expect(own.judge(Images.image(phash: "ff")).isKept == false)
        #expect(own.judge(Images.image(phash: "0000000000000000")) == .keep)
    }
}
