import Foundation
import Glibc
import TestKit
import Testing

@testable import Fetching

/// HTTP/2 and HTTP/1.1 by TLS from an nginx of our own.
@Suite struct HTTP2Tests {
    @Test(.needsWebServer, .needsProgram("openssl"), arguments: ["HTTP/2.0", "HTTP/1.1"])
    func manyAnswersShareAConnection(_ version: String) throws {
        let scratch = try Scratch()
        let folder = scratch.path
        let body = (0..<50_000).map { UInt8(truncatingIfNeeded: $0) }
        try Data(body).write(to: URL(filePath: folder + "/a.png"))
        let request = [
            "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", folder + "/key", "-out", folder + "/cert",
            "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-days", "2",
        ]
        let made = try Command.tool("openssl", request)
        #expect(made.code == 0, "\(made.errors)")
        let server = try WebServer(
            root: folder, folder: folder, listen: version == "HTTP/2.0" ? "ssl http2" : "ssl",
            directives: [
                "log_format l '$server_protocol $connection'", "access_log \(folder)/log l",
                "ssl_certificate \(folder)/cert", "ssl_certificate_key \(folder)/key",
            ])
        var policy = FetchPolicy.bare
        policy.connectionsPerHost = version == "HTTP/2.0" ? 64 : 3
        (policy.connectTimeout, policy.firstByteTimeout, policy.stallTimeout, policy.totalTimeout) = (30, 30, 30, 60)
        policy.certificates = folder + "/cert"
        policy.allowedAddresses = try [#require(CIDR("127.0.0.1:\(server.port)"))]
        let results = try fetchAll((0..<60).map { "https://localhost:\(server.port)/a.png?\($0)" }, policy)
        #expect(results.allSatisfy { $0.outcome == .fetched && $0.body == body })
        let log = try String(contentsOfFile: folder + "/log", encoding: .utf8).split(separator: "\n")
        #expect(log.count == 60)
        #expect(log.allSatisfy { $0.hasPrefix(version) })
        #expect(Set(log).count <= (version == "HTTP/2.0" ? 1 : 3))
    }
}
