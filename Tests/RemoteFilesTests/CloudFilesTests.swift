import Platform
import TestKit
import Testing

@testable import RemoteFiles

/// What is read of the environment and of the files of AWS' programs.
@Suite struct CloudFilesTests {
    @Test("Only whole lines are comments, names are in any case, values keep what is inside them")
    func sections() {
        let text = """
            stray = 1
            [ default ]
            ; one
              # two
            KEY = a = b ; c
            empty =
             [other]
            key=x
            no equals sign
            [default]
            later=2
            """
        #expect(CloudSettings.section("default", of: text) == ["key": "a = b ; c", "empty": "", "later": "2"])
        #expect(CloudSettings.section("other", of: text) == ["key": "x"])
        #expect(CloudSettings.section("none", of: text) == [:])
        #expect(CloudSettings.section("default", of: "[default]\r\na=1\r\nb = 2\r\n") == ["a": "1", "b": "2"])
    }

    @Test("Files elsewhere are named by variables; the credentials' file has the last word") func elsewhere() throws {
        let scratch = try Scratch()
        let config = try scratch.write(
            Array("[default]\naws_access_key_id=C\naws_secret_access_key=c\nregion=sa-east-1\n".utf8), "config")
        let both = ["AWS_CONFIG_FILE": config, "AWS_SHARED_CREDENTIALS_FILE": scratch.file("none")]
        #expect(CloudSettings(environment: both).fixed == Credentials(key: "C", secret: "c"))
        let credentials = try scratch.write(
            Array("[default]\naws_access_key_id=F\naws_secret_access_key=f\n".utf8), "credentials")
        let found = CloudSettings(environment: both.merging(["AWS_SHARED_CREDENTIALS_FILE": credentials]) { $1 })
        #expect(found.fixed == Credentials(key: "F", secret: "f") && found.region == "sa-east-1")
    }

    @Test("A key without its secret is none; an empty variable is not set") func halves() {
        #expect(CloudSettings(environment: ["AWS_ACCESS_KEY_ID": "K"]).fixed == nil)
        #expect(CloudSettings(environment: ["AWS_SECRET_ACCESS_KEY": "s"]).fixed == nil)
        #expect(CloudSettings(environment: ["AWS_ACCESS_KEY_ID": "K", "AWS_SECRET_ACCESS_KEY": ""]).fixed == nil)
        let token = ["AWS_ACCESS_KEY_ID": "K", "AWS_SECRET_ACCESS_KEY": "s", "AWS_SESSION_TOKEN": "t"]
        #expect(CloudSettings(environment: token).fixed == Credentials(key: "K", secret: "s", token: "t"))
    }

    @Test("The region: its variable, the older one, the profile, else the first of AWS") func regions() throws {
        #expect(CloudSettings(environment: [:]).region == "us-east-1")
        #expect(CloudSettings(environment: ["AWS_DEFAULT_REGION": "old"]).region == "old")
        #expect(CloudSettings(environment: ["AWS_DEFAULT_REGION": "old", "AWS_REGION": "new"]).region == "new")
        let scratch = try Scratch()
        let config = try scratch.write(Array("[default]\nregion=file\n".utf8), "config")
        #expect(CloudSettings(environment: ["AWS_CONFIG_FILE": config]).region == "file")
        let both = ["AWS_CONFIG_FILE": config, "AWS_DEFAULT_REGION": "old"]
        #expect(CloudSettings(environment: both).region == "old")
    }

    @Test("A service's own endpoint comes before the one of all; a slash at the end goes") func endpoints() {
        let all = ["AWS_ENDPOINT_URL": "http://all/", "AWS_ENDPOINT_URL_STS": "http://sts"]
        #expect(CloudSettings(environment: all).endpoint("s3") == "http://all")
        #expect(CloudSettings(environment: all).endpoint("sts") == "http://sts")
        #expect(CloudSettings(environment: [:]).endpoint("s3") == nil)
    }

    @Test("A web identity needs its file and its role; its session has a name") func identities() {
        let file = ["AWS_WEB_IDENTITY_TOKEN_FILE": "/t"]
        #expect(CloudSettings(environment: file).identity == nil)
        #expect(CloudSettings(environment: ["AWS_ROLE_ARN": "r"]).identity == nil)
        let both = file.merging(["AWS_ROLE_ARN": "r"]) { $1 }
        #expect(CloudSettings(environment: both).identity?.session == "quarry")
        #expect(
            CloudSettings(environment: both.merging(["AWS_ROLE_SESSION_NAME": "n"]) { $1 }).identity?.session == "n")
        let keys = both.merging(["AWS_ACCESS_KEY_ID": "K", "AWS_SECRET_ACCESS_KEY": "s"]) { $1 }
        #expect(CloudSettings(environment: keys).fixed == Credentials(key: "K", secret: "s"))
    }

    @Test(
        "Dates of credentials are those of the civil calendar",
        arguments: [
            ("1970-01-01T00:00:00Z", 0), ("1970-01-02T00:00:01Z", 86_401), ("2000-02-29T00:00:00Z", 951_782_400),
            ("2000-03-01T00:00:00Z", 951_868_800), ("2023-12-31T23:59:59Z", 1_704_067_199),
            ("2024-01-01T00:00:00Z", 1_704_067_200), ("2100-02-28T00:00:00Z", 4_107_456_000),
            ("2100-03-01T00:00:00Z", 4_107_542_400), ("2026-12-03T08:30:15.250Z", 1_796_286_615),
        ])
    func dates(_ text: String, _ seconds: Int) { #expect(WebIdentity.seconds(text) == seconds) }

    @Test(
        "A date that is none ends nothing and no program",
        arguments: [
            "", "Z", "2026-01-01", "2026-01-01T00:00:00", "2026-13-01T00:00:00Z", "2026-00-01T00:00:00Z",
            "2026-01-32T00:00:00Z", "2026-01-01T24:00:00Z", "2026-01-01T00:60:00Z",
            "9223372036854775807-01-01T00:00:00Z",
            "2026-01-01T9223372036854775807:00:00Z",
        ])
    func noDates(_ text: String) { #expect(WebIdentity.seconds(text) == nil) }
}
