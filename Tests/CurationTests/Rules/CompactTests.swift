import Documents
import Facts
import Testing
@testable import Curation

@Suite struct CompactTests {
    @Test func numbers() {
        #expect(Compact.text(0.31) == "0.31")
        #expect(Compact.text(1) == "1")
        #expect(Compact.text(0.1 + 0.2) == "0.3")
        #expect(Compact.text(-0.00001) == "0")
        #expect(Compact.text(-2.5) == "-2.5")
        #expect(Compact.text(0.0005) == "0.0005")
        #expect(Compact.text(1234.0405) == "1234.0405")
        #expect(Compact.text(.infinity) == "inf")
    }

    @Test func comparisonsShowTheDifference() {
        #expect(Verdict.atMost(0.1, 0.31, else: .imageAspectRatio) == .drop(.imageAspectRatio, detail: "0.31 > 0.1"))
        #expect(Compact.comparison(0.100001, ">", 0.1) == "0.100001 > 0.1")
        #expect(Compact.comparison(0.1.nextUp, ">", 0.1) == "0.10000000000000002 > 0.1")
    }
}
