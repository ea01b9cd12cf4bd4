import Platform
import TestKit
import Testing

@testable import RemoteFiles

@Suite struct CloudSettingsTests {
    private let scratch: Scratch

    init() throws {
        scratch = try Scratch()
        try Files.makeFolder(scratch.path + "/.aws")
    }

    private func settings(_ environment: [String: String]) -> CloudSettings {
        CloudSettings(environment: environment.merging(["HOME": scratch.path]) { own, _ in own })
    }

    @Test func variablesComeBeforeFiles() throws {
        _ = try scratch.write(
            Array(
                """
                # of two people
                [default]
                aws_access_key_id = FILE
                aws_secret_access_key=file/secret+x=
                [other]
                aws_access_key_id=OTHER
                aws_secret_access_key=other
                aws_session_token=token
                """.utf8), ".aws/credentials")
        _ = try scratch.write(
            Array("[default]\nregion = eu-north-1\n[profile other]\nregion=us-west-2\n".utf8), ".aws/config")
        #expect(settings([:]).fixed == Credentials(key: "FILE", secret: "file/secret+x="))
        #expect(settings([:]).region == "eu-north-1")
        let other = settings(["AWS_PROFILE": "other"])
        #expect(
            other.fixed == Credentials(key: "OTHER", secret: "other", token: "token") && other.region == "us-west-2")
        let variables = ["AWS_ACCESS_KEY_ID": "ENV", "AWS_SECRET_ACCESS_KEY": "s", "AWS_REGION": "ap-south-1"]
        #expect(settings(variables).fixed == Credentials(key: "ENV", secret: "s"))
        #expect(settings(variables).region == "ap-south-1")
    }

    @Test func aWebIdentityComesBeforeTheKeysOfAFile() throws {
        _ = try scratch.write(
            Array("[default]\naws_access_key_id=FILE\naws_secret_access_key=s\n".utf8), ".aws/credentials")
        let found = settings(["AWS_WEB_IDENTITY_TOKEN_FILE": "/token", "AWS_ROLE_ARN": "arn:role"])
        #expect(found.fixed == nil && found.identity?.file == "/token" && found.identity?.role == "arn:role")
        #expect(settings([:]).identity == nil)
    }

    @Test func aBucketIsAHostUnlessItsNameHasDotsOrAStoreIsNamed() {
        #expect(
            RemoteStore.base(of: "crawl", endpoint: nil, region: "us-east-1")
                == "https://crawl.s3.us-east-1.amazonaws.com/")
        #expect(RemoteStore.base(of: "a.b", endpoint: nil, region: "r") == "https://s3.r.amazonaws.com/a.b/")
        #expect(RemoteStore.base(of: "a", endpoint: "http://127.0.0.1:9000", region: "r") == "http://127.0.0.1:9000/a/")
        #expect(settings(["AWS_ENDPOINT_URL": "http://minio/"]).endpoint("s3") == "http://minio")
    }

    @Test func secretsAreInNoDescription() {
        #expect(!"\(Credentials(key: "KEY", secret: "hush", token: "hush"))".contains("hush"))
    }

    @Test func datesOfCredentials() {
        #expect(WebIdentity.seconds("1970-01-01T00:00:00Z") == 0)
        #expect(WebIdentity.seconds("2024-02-29T12:30:01Z") == 1_709_209_801)
        #expect(WebIdentity.seconds("soon") == nil)
    }
}
