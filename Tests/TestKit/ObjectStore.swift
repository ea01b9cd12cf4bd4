import Foundation
import Platform

/// `Tests/Engines/store.py`: an object store of a folder on the loopback, stopped with this object.
package final class ObjectStore {
    /// Its port.
    package let port: Int
    private let process = Process()
    private let scratch: Scratch

    /// - Parameters:
    ///   - folder: what it serves, a folder a bucket.
    ///   - arguments: of the script.
    package init(_ folder: String, _ arguments: [String] = []) throws {
        scratch = try Scratch()
        let ready = scratch.path + "/ready"
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["python3", Repository.root + "/Tests/Engines/store.py", folder, ready] + arguments
        process.standardError = FileHandle.nullDevice
        try process.run()
        for _ in 0..<9600 where process.isRunning && !Files.exists(ready) { usleep(25_000) }
        guard let port = Int((try? Files.readText(ready)) ?? "") else {
            process.end(SIGKILL)
            throw Missing("the object store did not start")
        }
        self.port = port
    }

    deinit { stop() }

    /// Ends it.
    package func stop() { process.end(SIGKILL) }

    /// Its address.
    package var base: String { "http://127.0.0.1:\(port)" }

    /// Requests that it got.
    package var requests: Int { number("requests") }

    /// Objects and parts that were sent to it, whatever became of them.
    package var writes: Int { number("writes") }

    private func number(_ name: String) -> Int {
        let data = URL(string: "\(base)/_\(name)").flatMap { try? Data(contentsOf: $0) }
        return data.flatMap { Int(String(decoding: $0, as: UTF8.self)) } ?? -1
    }
}
