import FlyingFox
import FlyingSocks
import Foundation
package import Platform

/// Serves a site over HTTP.
package struct BrowseServer: Sendable {
    private let site: Site
    private let address: String
    private let port: UInt16
    /// Names of `Host` headers that are answered: others are of pages that have rebound their name to this machine.
    private let names: Set<String>
    private static let largestForm = 64 << 10

    /// A server of `site` at an IPv4 address; of port 0 the system chooses one.
    package init(_ site: Site, address: String, port: UInt16) {
        (self.site, self.address, self.port) = (site, address, port)
        let isLocal = address == "127.0.0.1" || address == "0.0.0.0"
        names = Set([address] + (isLocal ? ["localhost", "127.0.0.1"] : []))
    }

    /// Serves until the process ends; `ready` is called when connections are taken.
    /// - Throws: `SystemError` when the address cannot be bound.
    package func run(_ ready: @escaping @Sendable (String) -> Void) throws(SystemError) {
        let failure = Failure()
        let done = DispatchSemaphore(value: 0)
        Task {
            do {
                let server = HTTPServer(
                    config: .init(address: try sockaddr_in.inet(ip4: address, port: port), logger: .disabled),
                    handler: ClosureHTTPHandler { request in await answer(request) })
                let running = Task { try await server.run() }
                try? await server.waitUntilListening()
                var taken = port
                if case .ip4(_, let port) = await server.listeningAddress { taken = port }
                ready("http://\(address == "0.0.0.0" ? "localhost" : address):\(taken)/")
                try await running.value
            } catch { failure.text = "\(error)" }
            done.signal()
        }
        done.wait()
        throw SystemError("serve (\(failure.text))", path: "\(address):\(port)", code: EADDRINUSE)
    }

    /// `@unchecked Sendable`: written before the semaphore is signalled, read after.
    private final class Failure: @unchecked Sendable { var text = "" }

    private func answer(_ request: HTTPRequest) async -> HTTPResponse {
        let host = request.headers[.host] ?? ""
        guard names.contains(host.prefix { $0 != ":" }.lowercased()) else {
            return response(.problem(403, "This name is not served here: \(host)"), method: "GET")
        }
        var asked = SiteRequest(request.target.rawValue, method: request.method.rawValue)
        asked.host = host
        asked.origin = request.headers[HTTPHeader("Origin")] ?? ""
        if asked.method == "POST" {
            let length = Int(request.headers[.contentLength] ?? "") ?? .max
            guard length <= Self.largestForm, let body = try? await request.bodyData else {
                return response(.problem(413, "A note is at most \(Self.largestForm) bytes."), method: "POST")
            }
            asked.body = [UInt8](body)
        }
        return response(site.respond(to: asked), method: asked.method)
    }

    private func response(_ answer: SiteResponse, method: String) -> HTTPResponse {
        var headers = HTTPHeaders()
        for header in answer.headers { headers[HTTPHeader(header.name)] = header.value }
        let body = method == "HEAD" ? Data() : Data(answer.body)
        return HTTPResponse(
            statusCode: HTTPStatusCode(answer.status, phrase: answer.status < 400 ? "OK" : "Refused"), headers: headers,
            body: HTTPBodySequence(data: body, suggestedBufferSize: 1 << 18))
    }
}
