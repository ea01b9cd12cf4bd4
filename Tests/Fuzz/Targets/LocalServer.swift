import Browsing
import Foundation
import Glibc
import Platform

/// `quarry serve` in this process, and connections to it.
final class LocalServer: Sendable {
    private let port: UInt16

    /// Serves at a port that nobody has.
    init(_ site: Site) {
        port = Self.freePort()
        let server = BrowseServer(site, address: "127.0.0.1", port: port)
        // It waits: not on a thread of tasks, which its answers need.
        Thread.detachNewThread { try? server.run { _ in } }
        for _ in 0..<6000 where !canConnect { usleep(10_000) }
    }

    /// Sends bytes, in which `localhost:1` stands for this server, and reads what is answered.
    /// - Returns: nil when it cannot be connected to, or neither answers nor hangs up within a minute.
    func exchange(_ bytes: [UInt8]) -> [UInt8]? {
        let own = bytes.replacing(Array("localhost:1".utf8), with: Array("localhost:\(port)".utf8))
        guard let socket = connection() else { return nil }
        defer { close(socket) }
        // What it does not want it need not read: a write that fails is no finding.
        _ = send(socket, own, own.count, Int32(MSG_NOSIGNAL))
        shutdown(socket, Int32(SHUT_WR))
        var answer: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = recv(socket, &buffer, buffer.count, 0)
            if count < 0 { return errno == EAGAIN || errno == EWOULDBLOCK ? nil : answer }
            if count == 0 { return answer }
            answer += buffer[..<count]
        }
    }

    private var canConnect: Bool {
        guard let socket = connection() else { return false }
        close(socket)
        return true
    }

    private func connection() -> Int32? {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var limit = timeval(tv_sec: 60, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        let status = Self.with(port) { connect(descriptor, $0, $1) }
        if status == 0 { return descriptor }
        close(descriptor)
        return nil
    }

    private static func freePort() -> UInt16 {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        _ = with(0) { bind(descriptor, $0, $1) }
        var address = sockaddr_in()
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        _ = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(descriptor, $0, &size) }
        }
        return UInt16(bigEndian: address.sin_port)
    }

    /// Calls `body` with the address of a port of this machine.
    private static func with(_ port: UInt16, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32) -> Int32 {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        (address.sin_port, address.sin_addr.s_addr) = (port.bigEndian, UInt32(0x7F00_0001).bigEndian)
        return withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, socklen_t(MemoryLayout<sockaddr_in>.size)) }
        }
    }
}
