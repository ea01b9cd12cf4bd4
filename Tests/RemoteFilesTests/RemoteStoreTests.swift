import Fetching
import Platform
import TestKit
import Testing

@testable import RemoteFiles

@Suite(.needsProgram("python3")) struct RemoteStoreTests {
    private let scratch: Scratch
    private let content: [UInt8]
    private let odd = "s3://bucket/a folder/ü+&=%25.bin"

    init() throws {
        scratch = try Scratch()
        var random = SeededRandom(seed: 3)
        content = random.bytes(300_000)
        try Files.makeFolder(scratch.path + "/bucket/a folder")
        try Files.makeFolder(scratch.path + "/bucket/list")
        _ = try scratch.write(content, "bucket/a folder/ü+&=%25.bin")
    }

    private func store(
        _ server: ObjectStore, _ environment: [String: String] = [:], _ change: (inout RemotePolicy) -> Void = { _ in }
    ) -> RemoteStore {
        var policy = RemotePolicy()
        policy.allowedAddresses = [CIDR("127.0.0.1:\(server.port)")].compactMap { $0 }
        policy.pause = 0.001
        change(&policy)
        return RemoteStore(
            policy,
            environment: environment.merging(["AWS_ENDPOINT_URL": server.base, "HOME": scratch.path]) { a, _ in a })
    }

    private let keys = ["AWS_ACCESS_KEY_ID": "KEY", "AWS_SECRET_ACCESS_KEY": "se/cr+et="]
    private let signed = ["--key", "KEY", "--secret", "se/cr+et="]

    private func read(_ store: RemoteStore, _ range: Range<Int>? = nil) throws -> [UInt8] {
        let address = try #require(RemoteAddress(odd))
        let state = try store.state(of: address)
        var bytes: [UInt8] = []
        try store.read(address, range ?? 0..<state.bytes, of: state) { offset, piece in
            #expect(offset == bytes.count + (range?.lowerBound ?? 0))
            bytes.append(contentsOf: piece)
        }
        return bytes
    }

    @Test func signedRequestsForOddKeysAreUnderstood() throws {
        let server = try ObjectStore(scratch.path, signed)
        #expect(try read(store(server, keys)) == content)
        #expect(try read(store(server, keys), 1000..<2000) == Array(content[1000..<2000]))
    }

    @Test func aWrongKeyIsRefusedWithTheStoresWords() throws {
        let server = try ObjectStore(scratch.path, signed)
        let wrong = store(server, ["AWS_ACCESS_KEY_ID": "KEY", "AWS_SECRET_ACCESS_KEY": "other"])
        let error = #expect(throws: RemoteError.self) { try read(wrong) }
        #expect("\(try #require(error))".hasSuffix("refused: 403 SignatureDoesNotMatch: a wrong signature"))
        #expect(wrong.requests == 1)
    }

    @Test func aWebIdentityIsTradedForAKeyOnce() throws {
        _ = try scratch.write(Array("the token\n".utf8), "token")
        let server = try ObjectStore(scratch.path, signed + ["--token", "thetoken"])
        let store = store(
            server, ["AWS_WEB_IDENTITY_TOKEN_FILE": scratch.path + "/token", "AWS_ROLE_ARN": "arn:aws:iam::1:role/r"])
        #expect(try read(store) == content)
        #expect(store.requests == 3)  // the token, the state, the bytes
    }

    @Test func faultsAreRetriedAndNoByteComesTwice() throws {
        let server = try ObjectStore(scratch.path, signed + ["--fail", "0.3"])
        let store = store(server, keys)
        for begin in stride(from: 0, to: 300_000, by: 20_000) {
            #expect(try read(store, begin..<begin + 20_000) == Array(content[begin..<begin + 20_000]))
        }
        #expect(store.requests > 30)
    }

    @Test func aFileThatChangedIsNotReadOn() throws {
        let server = try ObjectStore(scratch.path)
        let store = store(server)
        let address = try #require(RemoteAddress(odd))
        let state = try store.state(of: address)
        _ = try scratch.write(content.reversed(), "bucket/a folder/ü+&=%25.bin")
        let error = #expect(throws: RemoteError.self) { try store.read(address, 0..<10, of: state) { _, _ in } }
        #expect("\(try #require(error))".contains("changed since the plan"))
    }

    @Test func loopbackIsNotConnectedToUnlessItIsOpened() throws {
        let server = try ObjectStore(scratch.path)
        let closed = store(server) { $0.allowedAddresses = [] }
        let error = #expect(throws: RemoteError.self) { try read(closed) }
        #expect("\(try #require(error))".contains("127.0.0.1 is no public address"))
    }

    @Test func whatIsNotThereAndServersWithoutPartsAreTold() throws {
        let server = try ObjectStore(scratch.path, ["--web"])
        let error = #expect(throws: RemoteError.self) { try read(store(server)) }
        #expect("\(try #require(error))".contains("does not give parts"))
        let missing = #expect(throws: RemoteError.self) {
            try store(server).state(of: #require(RemoteAddress("s3://bucket/none")))
        }
        #expect("\(try #require(missing))" == "s3://bucket/none: there is no such file")
    }

    @Test func listsComeInPages() throws {
        for name in 0..<25 { _ = try scratch.write([1, 2, 3], "bucket/list/\(10 + name) ä.warc.gz") }
        let server = try ObjectStore(scratch.path, signed + ["--page", "10"])
        let files = try store(server, keys).list(#require(RemoteAddress("s3://bucket/list/")))
        #expect(files.map(\.address.description) == (10..<35).map { "s3://bucket/list/\($0) ä.warc.gz" })
        #expect(files.allSatisfy { $0.state.bytes == 3 && $0.state.etag.hasPrefix("\"3-") })
    }
}
