import Foundation
import Glibc
import TestKit

@testable import Fetching

/// The faulty server of the shared data, started for a test and stopped with it. `nil` when it cannot be had here.
final class FaultyServer {
    let ports: [String: Int]
    let caFile: String
    private let process: Process
    private let scratch: Scratch

    init?(port: Int = 0, arguments: [String] = [], files: [String: [UInt8]] = [:]) {
        guard let script = Shared.path("hostile/faulty_server.py") else { return nil }
        guard let python = FaultyServer.find("python3") else {
            skipped("python3 is not here")
            return nil
        }
        guard let scratch = try? Scratch() else { return nil }
        self.scratch = scratch
        let folder = scratch.path
        for (name, bytes) in files { try? Data(bytes).write(to: URL(filePath: folder + "/" + name)) }
        process = Process()
        process.executableURL = URL(filePath: python)
        process.arguments =
            [
                script, "--port", "\(port)", "--ready-file", folder + "/ready", "--log", folder + "/log", "--dir",
                folder,
                "--lifetime", "120",
            ] + arguments
        process.standardError = FileHandle.nullDevice
        // Its certificates go where they are removed with everything else.
        process.environment = ProcessInfo.processInfo.environment.merging(["TMPDIR": folder]) { $1 }
        guard (try? process.run()) != nil else { return nil }
        guard let info = FaultyServer.ready(folder + "/ready", while: process) else {
            skipped("the faulty server did not start")
            process.terminate()
            return nil
        }
        ports = info.compactMapValues { $0 as? Int }
        caFile = info["ca_file"] as? String ?? ""
    }

    deinit { process.end(SIGKILL) }

    private static func ready(_ path: String, while process: Process) -> [String: Any]? {
        for _ in 0..<600 where process.isRunning {
            if let data = FileManager.default.contents(atPath: path),
                let info = try? JSONSerialization.jsonObject(with: data) as? [String: Any]
            {
                return info
            }
            usleep(25_000)
        }
        return nil
    }

    static func find(_ name: String) -> String? {
        let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin").split(separator: ":")
        return folders.map { "\($0)/\(name)" }.first { FileManager.default.isExecutableFile(atPath: $0) }
    }

    var base: String { "http://127.0.0.1:\(ports["public"] ?? 0)" }

    /// What a test may connect to: the public listeners, not the private ones on the same address.
    var allowed: [CIDR] {
        ports.filter { !["private", "pid", "dns"].contains($0.key) }.values.sorted().compactMap {
            CIDR("127.0.0.1:\($0)")
        }
    }

    /// The server's own counts.
    func stats() throws -> [String: Any] {
        var policy = FetchPolicy.bare
        policy.allowedAddresses = allowed
        var body: [UInt8] = []
        try Fetcher(policy: policy).run([FetchRequest(id: 0, url: base + "/__stats")]) { body = $0.body }
        return try JSONSerialization.jsonObject(with: Data(body)) as? [String: Any] ?? [:]
    }

    func privateHits() throws -> Int? { try stats()["private_hits"] as? Int }
}

extension FetchPolicy {
    /// No manners and no patience: what a test needs unless it tests manners.
    static var bare: FetchPolicy {
        var policy = FetchPolicy()
        (policy.robots, policy.tdmrep, policy.aiTxt) = (false, false, false)
        policy.minimumGapPerHost = 0
        policy.connectionsPerHost = 64
        policy.connectTimeout = 3
        policy.firstByteTimeout = 2
        policy.stallTimeout = 2
        policy.totalTimeout = 6
        policy.retryPause = 0.05
        policy.retryAfterMaximum = 3
        policy.retries = 1
        policy.hostFailureLimit = 0
        policy.maximumBytes = 2 << 20
        return policy
    }
}

/// Fetches everything, one result for each URL, in their order.
func fetchAll(_ urls: [String], _ policy: FetchPolicy) throws -> [FetchResult] {
    var results: [Int: FetchResult] = [:]
    try Fetcher(policy: policy).run(urls.enumerated().map { FetchRequest(id: $0.offset, url: $0.element) }) { result in
        guard results.updateValue(result, forKey: result.id) == nil else { throw DeliveredTwice() }
    }
    return urls.indices.compactMap { results[$0] }
}

struct DeliveredTwice: Error {}
