import Foundation
import FuzzTargets
import Platform
import TestKit
import Testing

/// What the fuzzers found once stays found, and every target reads what it begins with.
@Suite(.serialized) struct FuzzCasesTests {
    /// Reads inputs on a thread of its own: a target that waits for a server would keep a thread that the server needs.
    private func read(_ inputs: [[UInt8]], by target: FuzzTarget) async {
        await withCheckedContinuation { done in
            Thread.detachNewThread {
                for input in inputs { target.read(input) }
                done.resume()
            }
        }
    }

    @Test func keptCasesAreReadAgain() async throws {
        let cases = Repository.root + "/Tests/Fuzz/cases"
        let names = try Files.list(cases).filter { Files.isFolder(cases + "/" + $0) }
        for name in names {
            let target = try #require(FuzzTarget.all.first { $0.name == name }, "no target \(name)")
            let files = try Files.list(cases + "/" + name).map { try Files.read("\(cases)/\(name)/\($0)") }
            #expect(!files.isEmpty, "\(name)")
            await read(files, by: target)
        }
    }

    @Test(arguments: FuzzTarget.all.map(\.name)) func aTargetReadsItsSeeds(_ name: String) async throws {
        let target = try #require(FuzzTarget.all.first { $0.name == name })
        let seeds = try target.seeds(root: Repository.root)
        #expect(!seeds.isEmpty)
        await read(Array(seeds.prefix(200)), by: target)
    }

    @Test func namesAreUnique() {
        let names = FuzzTarget.all.map(\.name)
        #expect(Set(names).count == names.count)
    }
}
