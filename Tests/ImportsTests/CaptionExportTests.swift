import CorpusKit
import Exports
import TestKit
import Testing

struct CaptionExportTests {
    private let exchange: Exchange

    init() throws { exchange = try Exchange() }

    @Test("A corpus without captions says so")
    func none() throws {
        _ = try TinyCorpus(in: exchange.scratch.file("corpus"), count: 3)
        let error = #expect(throws: (any Error).self) {
            try exchange.give(.obelics, "corpus", as: "out") { $0.withCaptions = true }
        }
        #expect("\(String(describing: error))".contains("the corpus has no captions yet"))
    }
}
