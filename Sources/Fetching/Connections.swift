import Glibc

/// The sockets of open connections, to look at one before it is used again.
///
/// libcurl 7.88 sends the next request on a connection where bytes are waiting that nobody asked for, and takes them
/// for the answer: from then on every body of that connection belongs to the URL before. So we look ourselves.
final class Connections {
    /// One connection: the remote address as text, and both ports.
    struct Key: Hashable {
        let remote: String
        let remotePort: Int32
        let localPort: Int32
    }

    private struct Entry {
        let socket: Int32
        /// An answer of HTTP/1 has come by it. Before the first answer nobody can tell: what waits then may be the
        /// settings of an HTTP/2 server.
        var isHTTP1: Bool
    }

    private var entries: [Key: Entry] = [:]
    private var keys: [Int32: Key] = [:]

    /// A fresh connection stands on one of these sockets.
    func register(_ key: Key, opened: [Int32]) {
        if let socket = opened.first(where: { Self.localPort($0) == key.localPort }) {
            entries[key] = Entry(socket: socket, isHTTP1: false)
            keys[socket] = key
        }
    }

    /// A socket is being closed.
    func forget(_ socket: Int32) { if let key = keys.removeValue(forKey: socket) { entries[key] = nil } }

    /// What the header of an answer said about its protocol.
    func note(_ key: Key, isHTTP1: Bool) { entries[key]?.isHTTP1 = isHTTP1 }

    /// Whether bytes wait on a connection that is about to be used again. HTTP/2 names the stream an answer is for.
    func hasLeftovers(_ key: Key) -> Bool {
        guard let entry = entries[key], entry.isHTTP1, Self.localPort(entry.socket) == key.localPort else {
            return false
        }
        var question = pollfd(fd: entry.socket, events: Int16(POLLIN), revents: 0)
        return poll(&question, 1, 0) > 0
    }

    private static func localPort(_ socket: Int32) -> Int32? {
        var storage = sockaddr_in6()  // long enough for both families; the port is at the same place
        var length = socklen_t(MemoryLayout<sockaddr_in6>.size)
        let code = withUnsafeMutablePointer(to: &storage) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(socket, $0, &length) }
        }
        return code == 0 ? Int32(UInt16(bigEndian: storage.sin6_port)) : nil
    }
}
