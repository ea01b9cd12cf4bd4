import Testing

@testable import Evaluation

@Suite struct ShotSelectorTests {
    private let support = (0..<6).map { Example(id: "\($0)", image: "\($0).png") }
    private var features: ShotSelector.Features {
        [
            "0.png": [1, 0], "1.png": [0.6, 0.8], "2.png": [0, 1], "3.png": [0.8, 0.6], "4.png": [0, 1],
            "q.png": [0, 1],
        ]
    }

    @Test("the pictures most like the query's are chosen, the nearest last, the first of equals nearest") func nearest()
    {
        let selector = ShotSelector(support: support, selection: .rices, seed: 0, features: features)
        #expect(selector.shots(3, of: Example(id: "q", image: "q.png"), at: 0) == [1, 4, 2])
    }

    @Test("the query is never its own shot, and no more are chosen than there are") func itself() {
        let selector = ShotSelector(support: support, selection: .rices, seed: 0, features: features)
        #expect(selector.shots(1, of: support[2], at: 0) == [4])
        #expect(selector.shots(9, of: support[2], at: 0).count == 5)
        #expect(selector.shots(0, of: support[2], at: 0).isEmpty)
    }

    @Test("random shots are the same for the same seed, and others for other queries") func random() {
        let selector = ShotSelector(support: support, selection: .random, seed: 7, features: [:])
        let query = Example(id: "q", image: "q.png")
        let all = (0..<50).map { selector.shots(3, of: query, at: $0) }
        #expect(all == (0..<50).map { selector.shots(3, of: query, at: $0) })
        #expect(all.allSatisfy { Set($0).count == 3 })
        #expect(Set(all).count > 20)
        #expect(Set(all.flatMap { $0 }) == Set(0..<6))
    }
}
