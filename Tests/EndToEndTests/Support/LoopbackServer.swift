import Foundation
import Glibc
import Platform
import TestKit

/// A server on the loopback for a test, stopped with it; nil (and said) when what it needs is not here.
final class LoopbackServer {
    let port: Int
    private let process = Process()
    /// The faulty server does not end of SIGTERM while a connection stalls; nginx ends its workers only then.
    private let signalNumber: Int32

    /// The faulty server of the shared data; `port` 0 takes a free one.
    init?(faulty arguments: [String], port: Int = 0, folder: String) {
        guard let script = Shared.path("hostile/faulty_server.py") else { return nil }
        signalNumber = SIGKILL
        let ready = folder + "/ready.\(UUID().uuidString)"
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments =
            ["python3", script, "--port", "\(port)", "--ready-file", ready, "--log", ready + ".log"]
            + ["--lifetime", "300"] + arguments
        // Its certificates go where they are removed with everything else.
        process.environment = ProcessInfo.processInfo.environment.merging(["TMPDIR": folder]) { $1 }
        process.standardError = FileHandle.nullDevice
        guard (try? process.run()) != nil else {
            skipped("python3 is not here")
            return nil
        }
        var bound: Int?
        for _ in 0..<3000 where bound == nil && process.isRunning {
            usleep(20_000)
            let info = FileManager.default.contents(atPath: ready).flatMap {
                try? JSONSerialization.jsonObject(with: $0) as? [String: Any]
            }
            bound = info?["public"] as? Int
        }
        guard let bound else {
            skipped("the faulty server did not start")
            kill(process.processIdentifier, SIGKILL)
            return nil
        }
        self.port = bound
    }

    /// nginx with the files of `root`.
    init?(nginx root: String, folder: String) {
        signalNumber = SIGTERM
        let program = "/usr/sbin/nginx"
        guard FileManager.default.isExecutableFile(atPath: program) else {
            skipped("nginx is not here")
            return nil
        }
        port = 20_000 + Int(getpid()) % 10_000  // below the ephemeral ones
        let configuration = """
            pid \(folder)/pid; error_log \(folder)/err; daemon off; \(getuid() == 0 ? "user root;" : "")
            events {}
            http {
              types { image/png png; image/jpeg jpg; } access_log off;
              client_body_temp_path \(folder)/b; proxy_temp_path \(folder)/p; fastcgi_temp_path \(folder)/f;
              uwsgi_temp_path \(folder)/u; scgi_temp_path \(folder)/s;
              server { listen 127.0.0.1:\(port); root \(root); }
            }
            """
        try? configuration.write(toFile: folder + "/conf", atomically: true, encoding: .utf8)
        process.executableURL = URL(filePath: program)
        process.arguments = ["-c", folder + "/conf", "-e", folder + "/err"]
        process.standardError = FileHandle.nullDevice
        guard (try? process.run()) != nil else { return nil }
        for _ in 0..<3000 where process.isRunning && !Files.exists(folder + "/pid") { usleep(10_000) }
    }

    deinit { stop() }

    func stop() { process.end(signalNumber) }

    /// How often something that must not be asked was asked.
    func privateHits() throws -> Int? {
        let answer = try Command.run("/usr/bin/env", ["curl", "-s", "http://127.0.0.1:\(port)/__stats"]).output
        return try (JSONSerialization.jsonObject(with: Data(answer.utf8)) as? [String: Any])?["private_hits"] as? Int
    }
}
