import Foundation
import Platform

/// The faulty server of the shared data, stopped with this object.
package final class FaultyServer {
    /// The port of each of its listeners, by name.
    package let ports: [String: Int]
    /// The certificate of its throw-away authority (with `--tls-port`).
    package let caFile: String
    private let process = Process()
    static let script = "hostile/faulty_server.py"
    /// Its log and its certificates.
    private let scratch: Scratch

    /// - Parameters:
    ///   - port: 0 takes a free one.
    ///   - files: what it serves below `/img/` (with `--dir` among the arguments: what that folder has).
    package init(port: Int = 0, arguments: [String] = [], files: [String: [UInt8]] = [:]) throws {
        let script = try Shared.require(Self.script)
        scratch = try Scratch()
        let folder = scratch.path
        for (name, bytes) in files { _ = try? scratch.write(bytes, name) }
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments =
            ["python3", script, "--port", "\(port)", "--ready-file", folder + "/ready", "--log", folder + "/log"]
            + ["--dir", folder, "--lifetime", "300"] + arguments
        process.standardError = FileHandle.nullDevice
        process.environment = ProcessInfo.processInfo.environment.merging(["TMPDIR": folder]) { $1 }
        try process.run()
        guard let info = Self.ready(folder + "/ready", while: process) else {
            process.end(SIGKILL)
            throw Missing("the faulty server did not start")
        }
        ports = info.compactMapValues { $0 as? Int }
        caFile = info["ca_file"] as? String ?? ""
    }

    deinit { stop() }

    /// Ends it: SIGTERM would not while a connection stalls.
    package func stop() { process.end(SIGKILL) }

    /// The port of its main listener.
    package var port: Int { ports["public"] ?? 0 }

    /// The address of its main listener.
    package var base: String { "http://127.0.0.1:\(port)" }

    /// Waits for four minutes: where hundreds of tests begin at once a process may wait for one.
    private static func ready(_ path: String, while process: Process) -> [String: Any]? {
        for _ in 0..<9600 where process.isRunning {
            if let data = FileManager.default.contents(atPath: path),
                let info = try? JSONSerialization.jsonObject(with: data) as? [String: Any]
            {
                return info
            }
            usleep(25_000)
        }
        return nil
    }
}
