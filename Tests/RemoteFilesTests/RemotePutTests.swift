import Fetching
import Platform
import TestKit
import Testing

@testable import RemoteFiles

/// Writing to buckets: whole, in parts, never over what is there.
@Suite(.needsProgram("python3")) struct RemotePutTests {
    private let scratch: Scratch
    private let small: LocalObject
    /// Three parts.
    private let large: LocalObject

    init() throws {
        scratch = try Scratch()
        try Files.makeFolder(scratch.path + "/store/bucket")
        var random = SeededRandom(seed: 9)
        small = try Self.object(random.bytes(70_000), scratch.path + "/small")
        large = try Self.object(random.bytes(18_000_000), scratch.path + "/large")
    }

    private static func object(_ bytes: [UInt8], _ path: String) throws -> LocalObject {
        try Files.write(bytes, to: path)
        return LocalObject(path: path, bytes: bytes.count, sha256: SHA256.hash(bytes).hex)
    }

    private func server(_ arguments: String...) throws -> ObjectStore {
        try ObjectStore(scratch.path + "/store", ["--key", "KEY", "--secret", "se/cr+et="] + arguments)
    }

    private func store(
        _ server: ObjectStore, isStopped: @escaping @Sendable () -> Bool = { false }
    ) -> RemoteStore {
        var policy = RemotePolicy()
        policy.allowedAddresses = [CIDR("127.0.0.1:\(server.port)")].compactMap { $0 }
        policy.pause = 0.001
        policy.isStopped = isStopped
        let keys = ["AWS_ACCESS_KEY_ID": "KEY", "AWS_SECRET_ACCESS_KEY": "se/cr+et="]
        return RemoteStore(
            policy, environment: keys.merging(["AWS_ENDPOINT_URL": server.base, "HOME": scratch.path]) { a, _ in a })
    }

    private func address(_ name: String) throws -> RemoteAddress { try #require(RemoteAddress("s3://bucket/\(name)")) }

    private func isThere(_ object: LocalObject, _ name: String) throws -> Bool {
        try SHA256.hash(file: "\(scratch.path)/store/bucket/\(name)").hex == object.sha256
    }

    private var uploads: [String] { get throws { try Files.list(scratch.path + "/store/.store/uploads") } }

    @Test func aSmallFileIsOneRequestAndALargeOneThreeParts() throws {
        let server = try server()
        let store = store(server)
        try store.put(small, to: address("a folder/ü+&=.bin"), jobs: 2)
        #expect(try store.requests == 1 && isThere(small, "a folder/ü+&=.bin"))
        try store.put(large, to: address("large"), jobs: 2)
        // Beginning, three parts, end.
        #expect(try store.requests == 6 && isThere(large, "large") && uploads.isEmpty)
    }

    @Test func nothingIsWrittenOverAndTheSameAgainIsWell() throws {
        let server = try server()
        let store = store(server)
        for object in [small, large] {
            let place = try address("taken-\(object.bytes)")
            try store.put(object, to: place, jobs: 2)
            try store.put(object, to: place, jobs: 2)
            try store.check(object, at: place)
            for other in [small, large] where other.bytes != object.bytes {
                let error = #expect(throws: RemoteError.self) { try store.put(other, to: place, jobs: 2) }
                #expect("\(try #require(error))".hasSuffix("is there with other content; nothing is written over"))
            }
            #expect(try isThere(object, "taken-\(object.bytes)"))
        }
        #expect(try uploads.isEmpty)
    }

    /// Of ten requests three fail, in turn by 500, 503, a reset, and an answer that is lost after all was done.
    @Test func faultsAreRetriedAndLostAnswersAreNoConflicts() throws {
        let server = try server("--fail", "0.3")
        let store = store(server)
        for number in 0..<12 {
            try store.put(small, to: address("small-\(number)"), jobs: 1)
            #expect(try isThere(small, "small-\(number)"))
        }
        for number in 0..<4 {
            try store.put(large, to: address("large-\(number)"), jobs: 3)
            #expect(try isThere(large, "large-\(number)"))
        }
        #expect(store.requests > 45)
    }

    @Test func partsOfAKilledUploadAreGivenUp() throws {
        let server = try server()
        let begun = scratch.path + "/store/.store/uploads"
        let first = store(
            server,
            isStopped: {
                guard let upload = (try? Files.list(begun))?.first else { return false }
                return Files.exists("\(begun)/\(upload)/2")
            })
        let error = #expect(throws: RemoteError.self) { try first.put(large, to: address("corpus/pack"), jobs: 1) }
        #expect("\(try #require(error))" == "interrupted")
        #expect(try uploads.count == 1)
        let second = store(server)
        try second.abortUploads(below: address("other/"))
        #expect(try uploads.count == 1)
        try second.abortUploads(below: address("corpus/"))
        #expect(try uploads.isEmpty && !Files.exists(scratch.path + "/store/bucket/corpus"))
    }

    @Test func aFolderThatMayNotBeWrittenSaysSoAndABucketThatIsNotThere() throws {
        let server = try server("--read-only")
        let refused = #expect(throws: RemoteError.self) { try store(server).checkIsWritable(address("x")) }
        #expect("\(try #require(refused))" == "s3://bucket/x: refused: 403 AccessDenied: Access Denied")
        let missing = #expect(throws: RemoteError.self) {
            try store(server).list(#require(RemoteAddress("s3://none/corpus/")))
        }
        #expect("\(try #require(missing))".hasSuffix("there is no bucket 'none'"))
        let open = try self.server()
        try store(open).checkIsWritable(address("x"))
        #expect(try uploads.isEmpty)
    }
}
