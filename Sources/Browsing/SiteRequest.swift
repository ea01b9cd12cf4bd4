import Platform
import Reports

/// What a browser asks for.
package struct SiteRequest: Sendable {
    /// `GET`.
    package var method: String
    /// The path, unescaped, without `..` and `//` (`/d/9f2c`).
    package let path: String
    /// The query's parameters, unescaped, in order.
    package let parameters: [(name: String, value: String)]
    /// The `Host` header.
    package var host = ""
    /// The `Origin` header, `""` when there is none.
    package var origin = ""
    /// The body of a form.
    package var body: [UInt8] = []

    /// A request by its target: `/d/9f2c?q=bear`.
    package init(_ target: String, method: String = "GET") {
        self.method = method
        let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        path = Percent.decode(parts.first ?? "")
        parameters = parts.count > 1 ? SiteRequest.pairs(parts[1]) : []
    }

    /// The first parameter of a name, `""` when there is none.
    package func value(_ name: String) -> String { parameters.first { $0.name == name }?.value ?? "" }

    /// The fields of a form.
    var form: [(name: String, value: String)] { SiteRequest.pairs(Substring(String(decoding: body, as: UTF8.self))) }

    /// Whether a page of this very server sent it: no other page can write.
    var isSameOrigin: Bool { origin == "http://\(host)" }

    private static func pairs(_ query: Substring) -> [(name: String, value: String)] {
        // In a form `+` is a blank; a plus sign is escaped.
        query.replacing("+", with: " ").split(separator: "&").prefix(200).map { pair in
            let sides = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            return (Percent.decode(sides[0]), sides.count > 1 ? Percent.decode(sides[1]) : "")
        }
    }
}

/// What is answered.
package struct SiteResponse: Sendable {
    /// HTTP's status code.
    package var status: Int
    /// `Content-Type`.
    package var type: String
    /// The bytes.
    package var body: [UInt8]
    /// `Location`, for a redirect.
    package var location = ""
    /// Whether the bytes under this address never change.
    package var isImmutable = false
    /// Whether it is a page of the web: it has no origin, runs nothing and loads nothing; only we may frame it.
    package var isForeign = false

    /// An answer.
    package init(status: Int, type: String, body: [UInt8]) {
        (self.status, self.type, self.body) = (status, type, body)
    }

    static func html(_ html: HTMLWriter, status: Int = 200) -> SiteResponse {
        SiteResponse(status: status, type: "text/html; charset=utf-8", body: Array(html.html.utf8))
    }

    static func json(_ text: String) -> SiteResponse {
        SiteResponse(status: 200, type: "application/json; charset=utf-8", body: Array(text.utf8))
    }

    static func bytes(_ bytes: [UInt8]) -> SiteResponse {
        SiteResponse(status: 200, type: "application/octet-stream", body: bytes)
    }

    static func asset(_ text: String, _ type: String) -> SiteResponse {
        SiteResponse(status: 200, type: type, body: Array(text.utf8))
    }

    static func redirect(_ path: String) -> SiteResponse {
        var response = SiteResponse(status: 303, type: "text/plain", body: [])
        response.location = path
        return response
    }

    /// A page that says what is wrong.
    package static func problem(_ status: Int, _ text: String) -> SiteResponse {
        var html = HTMLWriter()
        PageFrame.head(&html, title: "\(status)")
        html.element("main", ["class": "narrow"]) { html in
            html.element(
                "h1", text: status == 404 ? "Not here" : status == 400 ? "That cannot be asked" : "It did not work")
            html.element("p", ["class": "problem"], text: text)
            html.element("p") { $0.element("a", ["href": "/"], text: "All documents") }
        }
        html.markup("</body></html>")
        return .html(html, status: status)
    }

    /// Headers of every answer. Nothing is loaded from anywhere but here, nothing frames us, nothing is sniffed.
    package var headers: [(name: String, value: String)] {
        var headers = [
            ("Content-Type", type),
            (
                "Content-Security-Policy",
                isForeign
                    ? "sandbox; default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; "
                        + "form-action 'none'; frame-ancestors 'self'"
                    : "default-src 'none'; img-src 'self'; style-src 'self'; script-src 'self'; connect-src 'self'; "
                        + "frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
            ),
            ("X-Content-Type-Options", "nosniff"), ("X-Frame-Options", isForeign ? "SAMEORIGIN" : "DENY"),
            ("Referrer-Policy", "no-referrer"),
            ("Cross-Origin-Resource-Policy", "same-origin"), ("Cross-Origin-Opener-Policy", "same-origin"),
            ("Cache-Control", isImmutable ? "private, max-age=31536000, immutable" : "no-store"),
        ]
        if !location.isEmpty { headers.append(("Location", location)) }
        return headers
    }
}
