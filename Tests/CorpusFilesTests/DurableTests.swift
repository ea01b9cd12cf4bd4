import Platform
import TestKit
import Testing

@testable import CorpusFiles

@Suite struct DurableTests {
    @Test func aFileForADatabaseIsMadeWhereNothingIs() throws {
        let scratch = try Scratch()
        let path = scratch.file("index")
        try Durable.create(path)
        #expect(try Files.size(path) == 0)
        #expect(throws: SystemError("create", path: path, code: 17)) { try Durable.create(path) }
        let nowhere = scratch.file("none/index")
        #expect(throws: SystemError("create", path: nowhere, code: 2)) { try Durable.create(nowhere) }
    }
}
