import Foundation
import Glibc
import TestKit
import Testing

@testable import Fetching

/// HTTP/2 and HTTP/1.1 by TLS from an nginx of our own; returns when nginx or openssl is not here.
@Suite struct HTTP2Tests {
    @Test(arguments: ["HTTP/2.0", "HTTP/1.1"]) func manyAnswersShareAConnection(_ version: String) throws {
        guard let nginx = ["/usr/sbin/nginx"].first(where: FileManager.default.isExecutableFile(atPath:)),
            let openssl = FaultyServer.find("openssl")
        else {
            skipped("nginx or openssl is not here")
            return
        }
        let scratch = try Scratch()
        let folder = scratch.path
        let body = (0..<50_000).map { UInt8(truncatingIfNeeded: $0) }
        try Data(body).write(to: URL(filePath: folder + "/a.png"))
        try run(
            openssl,
            [
                "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", folder + "/key", "-out", folder + "/cert",
                "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-days", "2",
            ])
        let port = 10_000 + Int(getpid()) % 10_000 + (version == "HTTP/2.0" ? 0 : 10_000)  // below the ephemeral ones
        let configuration = """
            pid \(folder)/pid; error_log \(folder)/err; daemon off; \(getuid() == 0 ? "user root;" : "")
            events {}
            http {
              log_format l '$server_protocol $connection'; access_log \(folder)/log l;
              client_body_temp_path \(folder)/b; proxy_temp_path \(folder)/p; fastcgi_temp_path \(folder)/f;
              uwsgi_temp_path \(folder)/u; scgi_temp_path \(folder)/s;
              server { listen 127.0.0.1:\(port) ssl \(version == "HTTP/2.0" ? "http2" : ""); root \(folder);
                       ssl_certificate \(folder)/cert; ssl_certificate_key \(folder)/key; }
            }
            """
        try configuration.write(toFile: folder + "/conf", atomically: true, encoding: .utf8)
        let server = Process()
        server.executableURL = URL(filePath: nginx)
        server.arguments = ["-c", folder + "/conf", "-e", folder + "/err"]
        server.standardError = FileHandle.nullDevice
        try server.run()
        defer { server.end() }
        for _ in 0..<3000 where !FileManager.default.fileExists(atPath: folder + "/pid") { usleep(10_000) }
        var policy = FetchPolicy.bare
        policy.connectionsPerHost = version == "HTTP/2.0" ? 64 : 3
        (policy.connectTimeout, policy.firstByteTimeout, policy.stallTimeout, policy.totalTimeout) = (30, 30, 30, 60)
        policy.certificates = folder + "/cert"
        policy.allowedAddresses = try [#require(CIDR("127.0.0.1:\(port)"))]
        let results = try fetchAll((0..<60).map { "https://localhost:\(port)/a.png?\($0)" }, policy)
        #expect(results.allSatisfy { $0.outcome == .fetched && $0.body == body })
        let log = try String(contentsOfFile: folder + "/log", encoding: .utf8).split(separator: "\n")
        #expect(log.count == 60)
        #expect(log.allSatisfy { $0.hasPrefix(version) })
        #expect(Set(log).count <= (version == "HTTP/2.0" ? 1 : 3))
    }

    private func run(_ program: String, _ arguments: [String]) throws {
        let process = Process()
        process.executableURL = URL(filePath: program)
        process.arguments = arguments
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
    }
}
