import Testing

@testable import RemoteFiles

@Suite struct RemoteAddressTests {
    @Test func addressesHaveAHostOrBucketAndAPlace() throws {
        let web = try #require(RemoteAddress("https://data.example:8443/a/b%20c.warc.gz?v=1"))
        #expect(web.scheme == .https && web.authority == "data.example:8443" && web.rest == "a/b%20c.warc.gz?v=1")
        #expect(web.name == "b%20c.warc.gz" && !web.isFolder)
        let key = try #require(RemoteAddress("s3://bucket/a b/ü?.warc.gz"))
        #expect(key.authority == "bucket" && key.rest == "a b/ü?.warc.gz" && key.name == "ü?.warc.gz")
        #expect(RemoteAddress("s3://bucket")?.isFolder == true && RemoteAddress("s3://bucket/a/")?.isFolder == true)
    }

    @Test(arguments: [
        "/data/x.warc.gz", "ftp://host/x", "https:///x", "https://user@host/x", "s3://a\nb/c", "file:///x",
    ])
    func nothingElseIsAnAddress(_ text: String) { #expect(RemoteAddress(text) == nil) }

    @Test func namesInAListStartAtTheRootOfItsHostOrBucket() throws {
        let list = try #require(RemoteAddress("https://data.example/crawl/one/warc.paths.gz"))
        #expect(list.resolve("crawl/one/a b.warc.gz")?.description == "https://data.example/crawl/one/a%20b.warc.gz")
        #expect(list.resolve("s3://other/x")?.description == "s3://other/x")
        #expect(RemoteAddress("s3://bucket/x/warc.paths")?.resolve("/y/a b")?.description == "s3://bucket/y/a b")
    }

    @Test func rangesThatAreNearEachOtherAreOneRequest() {
        #expect(RemoteCopy.coalesced([500..<600, 0..<100, 150..<200, 120..<180], gap: 50) == [0..<200, 500..<600])
        #expect(RemoteCopy.coalesced([0..<100, 100..<200, 200..<300], gap: 50, most: 200) == [0..<200, 200..<300])
        #expect(RemoteCopy.coalesced([0..<0, 5..<9]) == [5..<9])
    }

    @Test func whatAnAnswerSaysOfItsPlace() {
        let part = RemoteTransfer.contentRange("bytes 5-9/100")
        #expect(part?.begin == 5 && part?.total == 100)
        let none = RemoteTransfer.contentRange("bytes */100")
        #expect(none?.begin == nil && none?.total == 100)
        #expect(RemoteTransfer.contentRange("bytes 5-9/*")?.total == nil)
        #expect(RemoteTransfer.contentRange("lines 5-9/100")?.total == nil)
    }
}
