import Glibc
import Synchronization

/// A server of bytes, for answers no real server would give. One connection at a time, on a thread of its own.
package final class RawServer: @unchecked Sendable {
    /// Where it listens, on 127.0.0.1.
    package let port: Int
    private let listener: Int32
    private let answer: @Sendable (Int, String) -> [[UInt8]]
    private let keepsOpen: Bool
    private let answered = Atomic<Int>(0)

    /// Answers the n-th connection with the n-th byte string and closes.
    package convenience init?(_ answers: [[UInt8]]) {
        self.init(keepsOpen: false) { count, _ in count < answers.count ? [answers[count]] : [] }
    }

    /// `answer` gets the number of the request and its text, line, headers and the body as far as it came with them.
    package init?(keepsOpen: Bool, answer: @escaping @Sendable (Int, String) -> [[UInt8]]) {
        self.answer = answer
        self.keepsOpen = keepsOpen
        listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let descriptor = listener
        let bound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, length) == 0 && listen(descriptor, 128) == 0
                    && getsockname(descriptor, $0, &length) == 0
            }
        }
        port = Int(UInt16(bigEndian: address.sin_port))
        guard bound else { return nil }
        var thread = pthread_t()
        let context = Unmanaged.passRetained(self).toOpaque()
        pthread_create(
            &thread, nil,
            { context in
                if let context { Unmanaged<RawServer>.fromOpaque(context).takeRetainedValue().serve() }
                return nil
            }, context)
        pthread_detach(thread)
    }

    /// Waits until so many answers have been sent, all their parts.
    package func waitUntilAnswered(_ count: Int) { while answered.load(ordering: .acquiring) < count { usleep(500) } }

    /// Ends the thread, which holds the last reference.
    package func stop() { shutdown(listener, Int32(SHUT_RDWR)) }

    private func serve() {
        defer { close(listener) }
        var count = 0
        while true {
            let client = accept(listener, nil, nil)
            guard client >= 0 else { return }
            while let request = readRequest(client) {
                for part in answer(count, request) { send(part, to: client) }
                count += 1
                answered.store(count, ordering: .releasing)
                if !keepsOpen { break }
            }
            shutdown(client, Int32(SHUT_WR))
            close(client)
        }
    }

    private func readRequest(_ client: Int32) -> String? {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        let count = recv(client, &buffer, buffer.count, 0)
        return count > 0 ? String(decoding: buffer[..<count], as: UTF8.self) : nil
    }

    private func send(_ bytes: [UInt8], to client: Int32) {
        var sent = 0
        while sent < bytes.count {
            let count = bytes.withUnsafeBytes { raw in
                Glibc.send(client, raw.baseAddress.map { $0 + sent }, bytes.count - sent, Int32(MSG_NOSIGNAL))
            }
            if count <= 0 { return }
            sent += count
        }
    }
}
