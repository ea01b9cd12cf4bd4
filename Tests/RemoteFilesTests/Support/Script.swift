import Fetching
import Synchronization
import TestKit
import Testing

@testable import RemoteFiles

/// A store that gives the answers of a list, one a request, and keeps the requests.
final class Script {
    private let server: RawServer
    private let asked: Requests

    private final class Requests: Sendable {
        let all = Mutex<[String]>([])
    }

    /// The last answer is given to whatever comes after it.
    init(_ answers: [String]) throws {
        let asked = Requests()
        server = try #require(
            RawServer(keepsOpen: false) { number, request in
                asked.all.withLock { $0.append(request) }
                return [Array(answers[min(number, answers.count - 1)].utf8)]
            })
        self.asked = asked
    }

    deinit { server.stop() }

    /// The requests that came.
    var requests: [String] { asked.all.withLock { $0 } }

    /// Their first lines, without the version.
    var lines: [String] { requests.map { String($0.prefix { $0 != "\r\n" }.dropLast(" HTTP/1.1".count)) } }

    /// The value of a header of the n-th request.
    func header(_ name: String, of number: Int) -> String? {
        requests[number].split(separator: "\r\n").first { $0.lowercased().hasPrefix(name + ": ") }
            .map { String($0.dropFirst(name.count + 2)) }
    }

    /// The address of one of its files, and of an object of its buckets.
    func web(_ path: String) throws -> RemoteAddress {
        try #require(RemoteAddress("http://127.0.0.1:\(server.port)/\(path)"))
    }

    /// A store that reads from it; pauses are a millisecond.
    func store(
        _ environment: [String: String] = [:], _ change: (inout RemotePolicy) -> Void = { _ in }
    ) -> RemoteStore {
        var policy = RemotePolicy()
        policy.allowedAddresses = [CIDR("127.0.0.1:\(server.port)")].compactMap { $0 }
        (policy.pause, policy.attempts) = (0.001, 3)
        change(&policy)
        let own = ["AWS_ENDPOINT_URL": "http://127.0.0.1:\(server.port)", "HOME": "/nowhere"]
        return RemoteStore(policy, environment: own.merging(environment) { $1 })
    }

    /// An answer with its length.
    static func answer(_ status: Int, _ body: String = "", _ headers: String...) -> String {
        let lines = ["HTTP/1.1 \(status) Words", "Content-Length: \(body.utf8.count)"] + headers
        return lines.joined(separator: "\r\n") + "\r\n\r\n" + body
    }

    /// Bytes of a file of `total`, from `begin` on.
    static func part(_ body: String, at begin: Int, of total: Int, _ headers: String...) -> String {
        let range = "Content-Range: bytes \(begin)-\(begin + body.utf8.count - 1)/\(total)"
        let lines = ["HTTP/1.1 206 Part", "Content-Length: \(body.utf8.count)", range] + headers
        return lines.joined(separator: "\r\n") + "\r\n\r\n" + body
    }

    /// What S3 says of a fault.
    static func fault(_ status: Int, _ code: String, _ message: String = "Words.", _ headers: String...) -> String {
        let body = "<?xml version=\"1.0\"?><Error><Code>\(code)</Code><Message>\(message)</Message></Error>"
        let lines = ["HTTP/1.1 \(status) Words", "Content-Length: \(body.utf8.count)"] + headers
        return lines.joined(separator: "\r\n") + "\r\n\r\n" + body
    }
}

/// What an error says.
func refusal(of body: () throws -> Void) throws -> String {
    "\(try #require(#expect(throws: RemoteError.self) { try body() }))"
}
