import Facts
import Foundation
import Platform
import TestKit
import Testing

/// Every reason that can be given is given in some test.
@Suite struct ReasonsTests {
    /// Reasons that no test names, with why that is so.
    static let untested: [String: String] = [
        "page.unparsed": "libxml2 gives a tree for whatever bytes it gets",
        "image.crashed": "no file is known that kills a decoder; pages that kill a worker go the same way",
        "image.score": "no image of the emoji crawl is under a bound that leaves documents",
    ]

    @Test func everyReasonIsProducedByATest() throws {
        let words = try words(in: Repository.root + "/Tests")
        let missing = Reason.allCases.filter { reason in
            Self.untested[reason.rawValue] == nil && !words.contains(reason.rawValue) && !words.contains("\(reason)")
        }
        #expect(missing.map(\.rawValue) == [], "no test names these reasons")
    }

    /// Words of letters, digits, dots and dashes in the tests, and what stands in each behind its last dot.
    private func words(in folder: String) throws -> Set<String> {
        var words: Set<String> = []
        for text in try texts(in: folder) {
            for word in text.split(whereSeparator: { !($0.isLetter || $0.isNumber || $0 == "." || $0 == "-") }) {
                words.insert(String(word))
                if let dot = word.lastIndex(of: ".") { words.insert(String(word[word.index(after: dot)...])) }
            }
        }
        return words
    }

    private func texts(in folder: String) throws -> [String] {
        var texts: [String] = []
        for name in try Files.list(folder) {
            let path = folder + "/" + name
            if Files.isFolder(path) {
                texts += try self.texts(in: path)
            } else if name.hasSuffix(".swift"), name != "ReasonsTests.swift" {
                texts.append(try Files.readText(path))
            }
        }
        return texts
    }
}
