import Curation
import Documents
import Facts
import JSON
import Platform
import Runs
import TestKit
import Testing

@testable import Phases

/// Contents are measured once, in slices that leave none out.
@Suite struct MeasurePhaseTests {
    /// A line as `fetch` writes it; its URL pretends to name a content.
    private func line(_ number: Int, _ outcome: FetchRecord.Outcome) -> [UInt8] {
        let url = "http://i.example/\(number)\",\"sha256\":\"\(SHA256.hash("x").hex)"
        let wanted = WantedImage(key: URLKey.hash(of: url), url: url, parts: [0], documents: 1)
        var json = JSONWriter()
        FetchRecord(wanted, outcome: outcome).write(to: &json)
        return json.bytes
    }

    /// A pack that is too large for one unit is measured by several: each content by one of them.
    @Test(arguments: [1, 2, 3, 8]) func everyContentIsInOneSlice(count: Int) {
        let slices = (0..<count).map { MeasureSlice(pack: 0, slice: $0, count: count, cost: 1) }
        var shares = [Int](repeating: 0, count: count)
        for number in 0..<400 {
            let place = ByteRange(offset: 512 * number, length: 9)
            let digest = SHA256.hash("\(number)")
            let fetched = line(number, .fetched(sha256: digest.hex, place))
            let taking = slices.indices.filter { slice in fetched.withUnsafeBytes { slices[slice].takes($0) } }
            #expect(taking == [Int(digest.numbers[3] & 0xFFFF_FFFF) % count])
            for slice in taking { shares[slice] += 1 }
        }
        #expect(shares.allSatisfy { $0 > 200 / count })
        let failed = line(0, .failed(.imageDNS, ""))
        #expect(
            slices.map { slice in failed.withUnsafeBytes { slice.takes($0) } } == [true]
                + [Bool](repeating: false, count: count - 1))
    }

    @Test func aContentUnderSeveralURLsIsMeasuredOnce() throws {
        let pages = (0..<3).map { number in
            Document.page(
                "http://a.example/\(number)", .text("Text \(number)"), .image("http://i.example/\(number).png"))
        }
        let run = try PhaseRun("name: t\nfetch: {network: false}", documents: [pages]).work(through: .measure)
        #expect(try run.counts(of: .fetch)["urls"] == 3)
        #expect(try run.counts(of: .measure) == ["measured": 1])
    }
}
