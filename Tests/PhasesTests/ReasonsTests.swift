import Facts
import Foundation
import Platform
import TestKit
import Testing

/// Every reason that can be given is given in some test.
@Suite struct ReasonsTests {
    /// Reasons that no test names, with why that is so.
    static let untested: [String: String] = [
        "page.unparsed": "libxml2 gives a tree for whatever bytes it gets"
    ]

    @Test func everyReasonIsProducedByATest() throws {
        let tests = try texts(in: Repository.root + "/Tests")
        var missing: [String] = []
        for reason in Reason.allCases where Self.untested[reason.rawValue] == nil {
            let isNamed = tests.contains { text in
                text.contains("\(reason.rawValue)\"") || text.contains(".\(reason)")
                    || text.contains(" \(reason.rawValue)")
            }
            if !isNamed { missing.append(reason.rawValue) }
        }
        #expect(missing == [], "no test names these reasons")
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
