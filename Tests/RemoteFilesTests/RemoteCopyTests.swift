import Fetching
import Glibc
import Platform
import TestKit
import Testing

@testable import RemoteFiles

/// Parts of a remote file at their places in one of this machine.
@Suite(.needsProgram("python3")) struct RemoteCopyTests {
    @Test("Ranges come to their places, the rest is a hole of the file's size") func bringing() throws {
        let scratch = try Scratch()
        var random = SeededRandom(seed: 11)
        let content = random.bytes(50_000)
        try Files.makeFolder(scratch.path + "/bucket")
        _ = try scratch.write(content, "bucket/x")
        let server = try ObjectStore(scratch.path)
        let address = try #require(RemoteAddress("s3://bucket/x"))
        var policy = RemotePolicy()
        policy.allowedAddresses = [CIDR("127.0.0.1:\(server.port)")].compactMap { $0 }
        let store = RemoteStore(policy, environment: ["AWS_ENDPOINT_URL": server.base, "HOME": scratch.path])
        let path = scratch.file("copy")
        let copy = try RemoteCopy(path: path, count: content.count)
        let ranges = [100..<300, 10_000..<20_000, 49_990..<50_000]
        try copy.bring(ranges, of: address, store.state(of: address), from: store, jobs: 2)
        var expected = [UInt8](repeating: 0, count: content.count)
        for range in ranges { expected.replaceSubrange(range, with: content[range]) }
        #expect(try Files.read(path) == expected)
        // It may be of a bucket that not everybody may read.
        var status = stat()
        #expect(stat(path, &status) == 0 && status.st_mode & 0o777 == 0o600)
    }

    @Test("A copy that cannot be made says where") func impossible() throws {
        let scratch = try Scratch()
        let error = #expect(throws: SystemError.self) { _ = try RemoteCopy(path: scratch.path + "/no/copy", count: 1) }
        #expect("\(try #require(error))".contains("/no/copy"))
    }

    @Test("Ranges are one request when the gap between them costs less than a request")
    func coalescing() {
        #expect(RemoteCopy.coalesced([0..<10, 20..<30], gap: 10) == [0..<30])
        #expect(RemoteCopy.coalesced([0..<10, 21..<30], gap: 10) == [0..<10, 21..<30])
        #expect(RemoteCopy.coalesced([0..<100, 10..<20, 30..<40], gap: 0) == [0..<100])
        // Those that overlap are one, however large.
        #expect(RemoteCopy.coalesced([0..<100, 50..<200], gap: 0, most: 100) == [0..<200])
        #expect(RemoteCopy.coalesced([]) == [])
        #expect(RemoteCopy.coalesced([0..<1, 262_145..<262_146]) == [0..<262_146])
        #expect(RemoteCopy.coalesced([0..<1, 262_146..<262_147]) == [0..<1, 262_146..<262_147])
    }
}
