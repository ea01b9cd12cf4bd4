import Testing

@testable import Curation

@Suite struct WordTableTests {
    @Test func flagsOfEveryWordAndNoneOfOthers() {
        var table = WordTable()
        for number in 0..<20_000 { table.insert(WordHash.of("w\(number)"), flags: number % 2 == 0 ? 1 : 2) }
        table.insert(WordHash.of("w4"), flags: 8)
        #expect(table.count == 20_000)
        #expect(table[WordHash.of("w3")] == 2)
        #expect(table[WordHash.of("w4")] == 9)
        #expect((20_000..<60_000).allSatisfy { table[WordHash.of("w\($0)")] == 0 })
        #expect((0..<20_000).allSatisfy { table[WordHash.of("w\($0)")] != 0 })
    }

    @Test func theHashIsOverCodePoints() {
        #expect(WordHash.of("é") != WordHash.of("e\u{301}"))
        #expect(WordHash.of("ab") != WordHash.of("ba"))
    }
}
