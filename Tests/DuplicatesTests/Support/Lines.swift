import JSON
import Platform
import TestKit
@testable import Duplicates

/// A document of the tests.
struct Item: Sendable {
    var id: String
    var text: String
    var images = 0
    var captured = ""

    /// Its line.
    var line: [UInt8] {
        var json = JSONWriter()
        json.object { json in
            json.member("id", id)
            json.member("text", text)
            if images > 0 {
                json.key("images")
                json.array { json in for index in 0..<images { json.value("\(index).jpg") } }
            }
            if !captured.isEmpty { json.member("captured", captured) }
        }
        return json.bytes
    }
}

extension Sequence<Item> {
    /// One line each.
    var lines: [UInt8] { Array(map { $0.line + [0x0A] }.joined()) }
}

/// What a search printed.
struct Answer: Equatable {
    var clusters: [String] = []
    var pairs: [String] = []

    init(_ result: DuplicateResult) {
        var json = JSONWriter()
        for cluster in result.clusters() {
            json.reset()
            cluster.write(to: &json)
            clusters.append(json.text)
        }
        result.forEachPair { pair in
            json.reset()
            pair.write(to: &json)
            pairs.append(json.text)
        }
    }
}

/// Searches files with these bytes.
func search(
    _ files: [[UInt8]], _ options: DuplicateOptions = DuplicateOptions(), jobs: Int = 1, buckets: Int = 4,
    pairs: Bool = true, groups: [Int]? = nil
) throws -> DuplicateResult {
    let scratch = try Scratch()
    let paths = try files.enumerated().map { try scratch.write($1, "\($0).jsonl") }
    return try withExtendedLifetime(scratch) {
        try DuplicateSearch(options, jobs: jobs, buckets: buckets).run(paths, groups: groups, listsPairs: pairs)
    }
}
