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

    /// Asked over a socket: Foundation reads addresses with a library that tests of a few modules are not linked with.
    private func number(_ name: String) -> Int {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        let connection = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        let connected = withUnsafePointer(to: address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard connected == 0 else { return -1 }
        try? connection.write(contentsOf: Data("GET /_\(name) HTTP/1.0\r\n\r\n".utf8))
        let answer = (try? connection.readToEnd()) ?? Data()
        let body = String(decoding: answer, as: UTF8.self).components(separatedBy: "\r\n\r\n").last
        return body.flatMap { Int($0) } ?? -1
    }
}
