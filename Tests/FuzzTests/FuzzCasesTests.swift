import FuzzTargets
import Platform
import TestKit
import Testing

/// What the fuzzers found once stays found, and every target reads what it begins with.
@Suite(.serialized) struct FuzzCasesTests {
    @Test func keptCasesAreReadAgain() throws {
        let cases = Repository.root + "/Tests/Fuzz/cases"
        let names = try Files.list(cases).filter { Files.isFolder(cases + "/" + $0) }
        for name in names {
            let target = try #require(FuzzTarget.all.first { $0.name == name }, "no target \(name)")
            for file in try Files.list(cases + "/" + name) { target.read(try Files.read("\(cases)/\(name)/\(file)")) }
        }
    }

    @Test(arguments: FuzzTarget.all.map(\.name)) func aTargetReadsItsSeeds(_ name: String) throws {
        let target = try #require(FuzzTarget.all.first { $0.name == name })
        let seeds = try target.seeds(root: Repository.root)
        #expect(!seeds.isEmpty)
        for seed in seeds.prefix(200) { target.read(seed) }
    }

    @Test func namesAreUnique() {
        let names = FuzzTarget.all.map(\.name)
        #expect(Set(names).count == names.count)
    }
}
