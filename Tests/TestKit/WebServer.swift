import Foundation
import Platform
import Synchronization

/// nginx with the files of a folder, on the loopback, stopped with this object.
package final class WebServer {
    /// Its port, below those that the system gives to connections.
    package let port: Int
    private let process = Process()
    /// The program, when it is here.
    static let program = ["/usr/sbin/nginx"].first(where: FileManager.default.isExecutableFile(atPath:))
    private static let started = Atomic<Int>(0)

    /// - Parameters:
    ///   - root: the folder it serves.
    ///   - folder: where its own files go.
    ///   - listen: what follows the port, e.g. `ssl http2`.
    ///   - directives: of its `http` block.
    package init(root: String, folder: String, listen: String = "", directives: [String] = []) throws {
        let number = Self.started.add(1, ordering: .relaxed).newValue
        port = 10_000 + (Int(getpid()) + 5003 * number) % 20_000
        guard let program = Self.program else { throw Missing("nginx is not here") }
        let configuration = """
            pid \(folder)/pid; error_log \(folder)/err; daemon off; \(getuid() == 0 ? "user root;" : "")
            events {}
            http {
              types { image/png png; image/jpeg jpg; }
              client_body_temp_path \(folder)/b; proxy_temp_path \(folder)/p; fastcgi_temp_path \(folder)/f;
              uwsgi_temp_path \(folder)/u; scgi_temp_path \(folder)/s;
              \(directives.map { $0 + ";" }.joined(separator: "\n  "))
              server { listen 127.0.0.1:\(port) \(listen); root \(root); }
            }
            """
        try configuration.write(toFile: folder + "/conf", atomically: true, encoding: .utf8)
        process.executableURL = URL(filePath: program)
        process.arguments = ["-c", folder + "/conf", "-e", folder + "/err"]
        process.standardError = FileHandle.nullDevice
        try process.run()
        for _ in 0..<24_000 where process.isRunning && !Files.exists(folder + "/pid") { usleep(10_000) }
    }

    /// SIGTERM: only then it ends its workers.
    deinit { process.end(SIGTERM) }
}
