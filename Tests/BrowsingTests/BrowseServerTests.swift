import Documents
import Foundation
import Platform
import TestKit
import Testing

@testable import Browsing

/// The pages over HTTP, on the loopback.
@Suite struct BrowseServerTests {
    /// Serves a small corpus for as long as the tests run.
    private static func serve(_ site: Site, address: String = "127.0.0.1") async -> String {
        await withCheckedContinuation { ready in
            Thread.detachNewThread {
                do { try BrowseServer(site, address: address, port: 0).run { ready.resume(returning: $0) } } catch {}
            }
        }
    }

    /// Sends bytes and reads one answer. The server's library gives up a request that no thread took up for 15 seconds, and
    /// says 500 or nothing: where hundreds of tests hold all threads of tasks it is asked again. None of these is answered so
    /// by our pages, and none does more when it comes twice.
    private static func exchange(_ port: UInt16, _ request: String) async -> String {
        for _ in 0..<60 {
            let answer = await attempt(port, request)
            if !answer.isEmpty, !answer.hasPrefix("HTTP/1.1 500") { return answer }
        }
        return ""
    }

    /// On a thread of its own: the server needs those of the tests.
    private static func attempt(_ port: UInt16, _ request: String) async -> String {
        await withCheckedContinuation { done in
            Thread.detachNewThread {
                let socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
                defer { close(socket) }
                var address = sockaddr_in()
                address.sin_family = sa_family_t(AF_INET)
                address.sin_port = port.bigEndian
                address.sin_addr.s_addr = inet_addr("127.0.0.1")
                let isConnected = withUnsafePointer(to: &address) { address in
                    address.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                        connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
                    }
                }
                var answer: [UInt8] = []
                if isConnected {
                    _ = send(socket, request, request.utf8.count, Int32(MSG_NOSIGNAL))
                    var buffer = [UInt8](repeating: 0, count: 1 << 16)
                    while !isWhole(answer, request) {
                        let count = recv(socket, &buffer, buffer.count, 0)
                        guard count > 0 else { break }
                        answer += buffer[..<count]
                    }
                }
                done.resume(returning: String(decoding: answer, as: UTF8.self))
            }
        }
    }

    /// Whether an answer is there to its end; whoever sent less than it said is not hung up on.
    private static func isWhole(_ answer: [UInt8], _ request: String) -> Bool {
        let text = String(decoding: answer, as: UTF8.self)
        guard let end = text.firstRange(of: "\r\n\r\n") else { return false }
        let length = text.lowercased().components(at: "content-length: ").dropFirst().first.flatMap {
            Int($0.prefix { $0.isNumber })
        }
        let body = answer.count - text[..<end.upperBound].utf8.count
        return request.hasPrefix("HEAD ") || body >= length ?? .max
    }

    private static func port(_ url: String) throws -> UInt16 {
        try #require(URL(string: url)?.port.flatMap { UInt16(exactly: $0) })
    }

    private static func head(_ target: String, host: String, method: String = "GET", _ more: String = "") -> String {
        "\(method) \(target) HTTP/1.1\r\nHost: \(host)\r\nConnection: close\r\n\(more)\r\n"
    }

    @Test func pagesAreServed() async throws {
        let pages = try Pages(count: 3)
        let url = await Self.serve(pages.site)
        #expect(url.hasPrefix("http://127.0.0.1:") && url.hasSuffix("/"))
        let port = try Self.port(url)
        let list = await Self.exchange(port, Self.head("/list.json?words=9..9", host: "127.0.0.1:\(port)"))
        #expect(list.hasPrefix("HTTP/1.1 200 OK\r\n") && list.contains("\"selected\":1,"))
        #expect(
            list.contains("Content-Type: application/json; charset=utf-8\r\n") && list.contains("X-Frame-Options: DENY")
        )
        let none = await Self.exchange(port, Self.head("/nowhere", host: "LOCALHOST"))
        #expect(none.hasPrefix("HTTP/1.1 404 Refused\r\n") && none.contains("There is no such page."))
        let bare = await Self.exchange(port, Self.head("/style.css", host: "localhost:\(port)", method: "HEAD"))
        #expect(bare.hasPrefix("HTTP/1.1 200") && !bare.contains("color-scheme"), "a HEAD has no body")
    }

    /// A page elsewhere may let its own name lead here: such a name is not answered.
    @Test(arguments: ["evil.example", "evil.example:80", "", "127.0.0.2", "localhost.evil.example"])
    func otherNamesAreRefused(host: String) async throws {
        let pages = try Pages(count: 3)
        let port = try Self.port(await Self.serve(pages.site))
        let answer = await Self.exchange(port, Self.head("/", host: host))
        #expect(
            answer.hasPrefix("HTTP/1.1 403 Refused\r\n") && answer.contains("This name is not served here: \(host)"))
    }

    @Test func formsComeFromOurPagesAndAreSmall() async throws {
        let pages = try Pages(count: 3)
        let port = try Self.port(await Self.serve(pages.site))
        let body = "document=\(pages.documents[0].id)&text=kept&back=/d/0"
        func post(_ origin: String, length: Int, _ body: String) async -> String {
            let more = "Origin: \(origin)\r\nContent-Length: \(length)\r\n"
            return await Self.exchange(
                port, Self.head("/notes", host: "localhost:\(port)", method: "POST", more) + body)
        }
        let foreign = await post("http://evil.example", length: body.utf8.count, body)
        #expect(foreign.hasPrefix("HTTP/1.1 403") && pages.site.notes.all.isEmpty)
        let own = await post("http://localhost:\(port)", length: body.utf8.count, body)
        #expect(own.hasPrefix("HTTP/1.1 303 OK\r\n") && own.contains("Location: /d/0\r\n"))
        #expect(pages.site.notes.all.map(\.text) == ["kept"])
        let large = await post(
            "http://localhost:\(port)", length: (64 << 10) + 1,
            body + String(repeating: "x", count: (64 << 10) + 1 - body.utf8.count))
        #expect(large.hasPrefix("HTTP/1.1 413 Refused") && large.contains("A note is at most 65536 bytes."))
        let whole = body + "&tags=" + String(repeating: "t", count: (64 << 10) - body.utf8.count - 6)
        let most = await post("http://localhost:\(port)", length: 64 << 10, whole)
        #expect(most.hasPrefix("HTTP/1.1 303") && pages.site.notes.all.map(\.tags.count) == [10_000])
    }

    @Test func allAddressesAreCalledLocalhost() async throws {
        let pages = try Pages(count: 3)
        let url = await Self.serve(pages.site, address: "0.0.0.0")
        #expect(url.hasPrefix("http://localhost:"))
        let answer = await Self.exchange(try Self.port(url), Self.head("/favicon.ico", host: "127.0.0.1"))
        #expect(answer.hasPrefix("HTTP/1.1 204"))
    }

    @Test func anAddressThatIsTakenIsAnError() async throws {
        let pages = try Pages(count: 3)
        let port = try Self.port(await Self.serve(pages.site))
        let site = pages.site
        let error: SystemError? = await withCheckedContinuation { done in
            Thread.detachNewThread {
                do throws(SystemError) {
                    try BrowseServer(site, address: "127.0.0.1", port: port).run { _ in }
                } catch {
                    done.resume(returning: error)
                }
            }
        }
        #expect(error?.description.contains("127.0.0.1:\(port)") == true)
    }
}
