import TestKit
import Testing

/// Inputs on which users of such tools suffered (`../shared/cases`); how many hold only rises.
@Suite struct FieldCasesTests {
    private static let floor = 48

    @Test(.needsShared("cases/run"), .needsProgram("python3", "zstd"))
    func fieldCasesHold() throws {
        let done = try Command.run(
            Shared.require("cases/run"), [], environment: ["QUARRY": Command.quarry, "MAIN": Repository.root])
        print(done.output)
        let words = done.output.split(separator: "\n").last?.split(separator: " ") ?? []
        let (held, all) = (words.first.flatMap { Int($0) } ?? 0, words.dropFirst(2).first.flatMap { Int($0) } ?? 0)
        #expect(all >= 50)
        #expect(held >= Self.floor)
    }
}
