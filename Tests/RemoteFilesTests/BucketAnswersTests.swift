import Platform
import TestKit
import Testing

@testable import RemoteFiles

/// What is made of each answer of an object store, and what it is asked.
@Suite struct BucketAnswersTests {
    private let keys = ["AWS_ACCESS_KEY_ID": "KEY", "AWS_SECRET_ACCESS_KEY": "secret"]

    private func object(_ key: String) throws -> RemoteAddress { try #require(RemoteAddress("s3://bucket/\(key)")) }

    // MARK: requests

    @Test("A key is escaped byte by byte; its slashes stay") func keysInURLs() throws {
        let script = try Script([Script.part("a", at: 0, of: 8)])
        _ = try script.store().state(of: object("a folder/ü+&=%25?.bin"))
        #expect(script.lines == ["GET /bucket/a%20folder/%C3%BC%2B%26%3D%2525%3F.bin"])
        #expect(script.header("authorization", of: 0) == nil)
    }

    @Test("Whoever has a key signs with it, for the region and for S3") func signatures() throws {
        let script = try Script([Script.part("a", at: 0, of: 8)])
        let more = ["AWS_REGION": "eu-central-1", "AWS_SESSION_TOKEN": "a/token"]
        _ = try script.store(keys.merging(more) { $1 }).state(of: object("x"))
        let signed = try #require(script.header("authorization", of: 0))
        #expect(signed.hasPrefix("AWS4-HMAC-SHA256 Credential=KEY/"))
        #expect(signed.contains("/eu-central-1/s3/aws4_request, SignedHeaders="))
        #expect(script.header("x-amz-security-token", of: 0) == "a/token")
        #expect(script.header("x-amz-content-sha256", of: 0) == "UNSIGNED-PAYLOAD")
        #expect(!script.requests[0].contains("secret"))
    }

    @Test("A body is signed by its digest, noted with its SHA-256, and never written over what is there")
    func writing() throws {
        let scratch = try Scratch()
        let script = try Script([Script.answer(200)])
        let bytes = Array("the words".utf8)
        let digest = SHA256.hash(bytes).hex
        let file = LocalObject(
            path: try scratch.write(bytes, "x"), bytes: bytes.count, sha256: digest, type: "application/json")
        try script.store(keys).put(file, to: object("x"), jobs: 1)
        #expect(script.lines == ["PUT /bucket/x"] && script.requests[0].hasSuffix("\r\n\r\nthe words"))
        #expect(script.header("x-amz-content-sha256", of: 0) == digest)
        #expect(script.header("x-amz-meta-sha256", of: 0) == digest)
        #expect(script.header("if-none-match", of: 0) == "*")
        #expect(script.header("content-type", of: 0) == "application/json")
    }

    @Test("A taken name is well when its digest and size are those of the file, both of them")
    func taken() throws {
        let scratch = try Scratch()
        let bytes = Array("the words".utf8)
        let digest = SHA256.hash(bytes).hex
        let file = LocalObject(path: try scratch.write(bytes, "x"), bytes: bytes.count, sha256: digest)
        func answers(_ noted: String, _ length: Int) -> [String] {
            [
                Script.answer(412),
                "HTTP/1.1 200 OK\r\nContent-Length: \(length)\r\nx-amz-meta-sha256: \(noted)\r\n\r\n",
            ]
        }
        let same = try Script(answers(digest, 9))
        try same.store().put(file, to: object("x"), jobs: 1)
        #expect(same.lines == ["PUT /bucket/x", "HEAD /bucket/x"])
        for (noted, length) in [(digest, 10), (SHA256.hash([1]).hex, 9), ("", 9)] {
            let script = try Script(answers(noted, length))
            let said = try refusal { try script.store().put(file, to: object("x"), jobs: 1) }
            #expect(said == "s3://bucket/x is there with other content; nothing is written over")
        }
    }

    @Test("A file of exactly a part is one request, a byte more begins an upload") func sizes() {
        #expect(!LocalObject(path: "", bytes: 8 << 20, sha256: "").isLarge)
        #expect(LocalObject(path: "", bytes: 8 << 20 + 1, sha256: "").isLarge)
    }

    // MARK: answers

    @Test("A bucket that is elsewhere says where, and is asked there from then on") func regions() throws {
        let script = try Script([
            Script.fault(301, "PermanentRedirect", "Elsewhere.", "x-amz-bucket-region: eu-west-1"),
            Script.part("a", at: 0, of: 8),
        ])
        let store = script.store(keys)
        #expect(try store.state(of: object("x")).bytes == 8 && store.state(of: object("y")).bytes == 8)
        let scopes = (0..<3).map { script.header("authorization", of: $0)?.contains("/eu-west-1/s3/") }
        #expect(scopes == [false, true, true])
    }

    @Test("One that sends us back to where we are is refused") func circles() throws {
        let script = try Script([
            Script.fault(400, "AuthorizationHeaderMalformed", "No.", "x-amz-bucket-region: us-east-1")
        ])
        let said = try refusal { _ = try script.store(keys).state(of: object("x")) }
        #expect(said == "s3://bucket/x: refused: 400 AuthorizationHeaderMalformed: No." && script.requests.count == 1)
    }

    @Test("A redirect of a store is not followed: it would take the signature along") func redirects() throws {
        let script = try Script([Script.answer(307, "", "Location: /elsewhere")])
        #expect(
            try refusal { _ = try script.store(keys).state(of: object("x")) } == "s3://bucket/x: refused: status 307")
        #expect(script.lines == ["GET /bucket/x"])
    }

    @Test("A bucket that is not there is told from an object that is not") func missing() throws {
        let script = try Script([Script.fault(404, "NoSuchBucket"), Script.fault(404, "NoSuchKey")])
        let store = script.store()
        #expect(try refusal { _ = try store.state(of: object("x")) } == "s3://bucket/x: there is no bucket 'bucket'")
        #expect(try refusal { _ = try store.state(of: object("x")) } == "s3://bucket/x: there is no such file")
    }

    @Test("A borrowed key that ran out is borrowed again, once") func expiry() throws {
        let scratch = try Scratch()
        let identity = [
            "AWS_WEB_IDENTITY_TOKEN_FILE": try scratch.write(Array("to ken\n".utf8), "token"),
            "AWS_ROLE_ARN": "arn:aws:iam::1:role/a b",
        ]
        func lent(_ key: String) -> String {
            Script.answer(
                200,
                "<R><Credentials><AccessKeyId>\(key)</AccessKeyId><SecretAccessKey>s</SecretAccessKey>"
                    + "<SessionToken>t-\(key)</SessionToken><Expiration>2999-01-01T00:00:00Z</Expiration></Credentials></R>"
            )
        }
        let expired = Script.fault(400, "ExpiredToken")
        let script = try Script([lent("ONE"), expired, lent("TWO"), Script.part("a", at: 0, of: 8)])
        let store = script.store(identity)
        #expect(try store.state(of: object("x")).bytes == 8 && store.state(of: object("y")).bytes == 8)
        #expect(script.requests.count == 5)
        #expect(
            script.lines[0] == "GET /?Action=AssumeRoleWithWebIdentity&RoleArn=arn%3Aaws%3Aiam%3A%3A1%3Arole%2Fa%20b"
                + "&RoleSessionName=quarry&Version=2011-06-15&WebIdentityToken=token")
        let tokens = [1, 3, 4].map { script.header("x-amz-security-token", of: $0) }
        #expect(tokens == ["t-ONE", "t-TWO", "t-TWO"])
        let never = try Script([lent("ONE"), expired, lent("TWO"), expired])
        #expect(
            try refusal { _ = try never.store(identity).state(of: object("x")) }
                == "s3://bucket/x: refused: 400 ExpiredToken: Words.")
        #expect(never.requests.count == 4)
    }

    @Test("A key that ends in five minutes is not begun with") func endsSoon() throws {
        let scratch = try Scratch()
        let identity = [
            "AWS_WEB_IDENTITY_TOKEN_FILE": try scratch.write(Array("t".utf8), "token"), "AWS_ROLE_ARN": "r",
        ]
        let lent = Script.answer(
            200,
            "<R><AccessKeyId>K</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken>"
                + "<Expiration>2001-01-01T00:00:00Z</Expiration></R>")
        let script = try Script([lent, Script.part("a", at: 0, of: 8), lent, Script.part("a", at: 0, of: 8)])
        let store = script.store(identity)
        _ = try store.state(of: object("x"))
        _ = try store.state(of: object("x"))
        #expect(script.requests.count == 4)
    }

    @Test("An answer without a key lends none", arguments: ["AccessKeyId", "SecretAccessKey", "SessionToken"])
    func lacking(_ name: String) throws {
        let scratch = try Scratch()
        let identity = [
            "AWS_WEB_IDENTITY_TOKEN_FILE": try scratch.write(Array("t".utf8), "token"), "AWS_ROLE_ARN": "r",
        ]
        let all = ["AccessKeyId", "SecretAccessKey", "SessionToken"].filter { $0 != name }
        let script = try Script([Script.answer(200, "<R>\(all.map { "<\($0)>x</\($0)>" }.joined())</R>")])
        let said = try refusal { _ = try script.store(identity).state(of: object("x")) }
        #expect(said.contains("refused: no credentials came for the token of"))
    }

    // MARK: lists

    private func page(_ names: [String], next: String? = nil) -> String {
        let items = names.map { "<Contents><Key>\($0)</Key><ETag>&quot;e&quot;</ETag><Size>3</Size></Contents>" }
        let token = next.map { "<NextContinuationToken>\($0)</NextContinuationToken>" } ?? ""
        return Script.answer(200, "<ListBucketResult>\(token)\(items.joined())</ListBucketResult>")
    }

    @Test("A list goes on with the token of each page, and leaves out what stands for folders") func lists() throws {
        let script = try Script([page(["a/", "a/1%20x"], next: "t/+="), page(["a/2%2By"])])
        let found = try script.store().list(object("a/"))
        #expect(found.map(\.address.description) == ["s3://bucket/a/1 x", "s3://bucket/a/2+y"])
        #expect(found.map(\.state) == [RemoteState(bytes: 3, etag: "\"e\""), RemoteState(bytes: 3, etag: "\"e\"")])
        #expect(
            script.lines == [
                "GET /bucket/?encoding-type=url&list-type=2&prefix=a%2F",
                "GET /bucket/?continuation-token=t%2F%2B%3D&encoding-type=url&list-type=2&prefix=a%2F",
            ])
    }

    @Test("A list that goes on where it was does not go on for ever") func circularLists() throws {
        let script = try Script([page(["a/1"], next: "same")])
        #expect(try refusal { _ = try script.store().list(object("a/")) } == "s3://bucket/a/: its list does not end")
        #expect(script.requests.count == 2)
    }

    @Test("A list that is no XML, and a folder that is in no bucket") func noLists() throws {
        let script = try Script([Script.answer(200, "hello")])
        #expect(try refusal { _ = try script.store().list(object("a/")) } == "s3://bucket/a/: its list is no XML")
        #expect(
            try refusal { _ = try script.store().list(script.web("a/")) }.hasSuffix(
                "only folders of s3:// can be listed")
        )
        #expect(script.requests.count == 1)
    }

    @Test("Uploads of other folders are left alone") func aborting() throws {
        let list =
            "<L><Upload><Key>a/x%20y</Key><UploadId>u+1</UploadId></Upload>"
            + "<Upload><UploadId>u2</UploadId><Key>b/z</Key></Upload></L>"
        let script = try Script([Script.answer(200, list), Script.answer(204)])
        try script.store().abortUploads(below: object("a/"))
        #expect(
            script.lines == [
                "GET /bucket/?encoding-type=url&prefix=a%2F&uploads=", "DELETE /bucket/a/x%20y?uploadId=u%2B1",
            ])
    }

    @Test("Whether a bucket can be written is tried by an upload that is given up") func writable() throws {
        let begun = Script.answer(200, "<R><UploadId>u1</UploadId></R>")
        let script = try Script([begun, Script.answer(204)])
        try script.store().checkIsWritable(object("x"))
        #expect(script.lines == ["POST /bucket/x?uploads=", "DELETE /bucket/x?uploadId=u1"])
        let none = try Script([Script.answer(200, "<R/>")])
        #expect(
            try refusal { try none.store().checkIsWritable(object("x")) } == "s3://bucket/x: the store began no upload")
    }
}
