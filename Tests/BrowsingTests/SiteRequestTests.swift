import Testing

@testable import Browsing

/// What a browser asks for, and what every answer says of itself.
@Suite struct SiteRequestTests {
    // MARK: Requests

    @Test func aTargetIsAPathAndParameters() {
        let request = SiteRequest("/a+b?x=1?y=2&x=3&&=4&z")
        #expect(request.path == "/a+b" && request.method == "GET", "a plus is a blank in a query alone")
        #expect(request.parameters.map(\.name) == ["x", "x", "", "z"])
        #expect(request.parameters.map(\.value) == ["1?y=2", "3", "4", ""] && request.value("x") == "1?y=2")
        #expect(SiteRequest("/p").parameters.isEmpty && SiteRequest("/p?").parameters.isEmpty)
        #expect(SiteRequest("").path == "" && SiteRequest("/p", method: "HEAD").method == "HEAD")
    }

    @Test func namesAreUnescapedToo() {
        let request = SiteRequest("/?a%20b=c+d&e%3D=%3D")
        #expect(request.value("a b") == "c d" && request.value("e=") == "=")
    }

    @Test func theFirstTwoHundredParametersCount() {
        let request = SiteRequest("/?" + (0..<300).map { "p\($0)=\($0)" }.joined(separator: "&"))
        #expect(request.parameters.count == 200 && request.value("p199") == "199" && request.value("p200") == "")
    }

    @Test func aFormHasFields() {
        var request = SiteRequest("/notes", method: "POST")
        #expect(request.form.isEmpty)
        request.body = Array("text=a+b%0Ac&tags=%C3%BC".utf8)
        #expect(request.form.map(\.name) == ["text", "tags"] && request.form.map(\.value) == ["a b\nc", "ü"])
    }

    // MARK: Answers

    @Test func anAnswerHasTheTypeOfWhatItIs() {
        #expect(SiteResponse.json("{}").type == "application/json; charset=utf-8")
        #expect(SiteResponse.json("ü").body == [0xC3, 0xBC] && SiteResponse.json("").status == 200)
        let bytes = SiteResponse.bytes([1, 2])
        #expect(bytes.type == "application/octet-stream" && bytes.body == [1, 2] && bytes.status == 200)
        let asset = SiteResponse.asset("p{}", "text/css")
        #expect(asset.type == "text/css" && asset.body == Array("p{}".utf8) && asset.status == 200)
        let redirect = SiteResponse.redirect("/d/1")
        #expect(redirect.status == 303 && redirect.body.isEmpty && redirect.location == "/d/1")
    }

    @Test func headersOfAPageOfOurs() {
        let headers = SiteResponse(status: 200, type: "text/html", body: []).headers
        #expect(
            headers.map { "\($0.name): \($0.value)" } == [
                "Content-Type: text/html",
                "Content-Security-Policy: default-src 'none'; img-src 'self'; style-src 'self'; script-src 'self'; "
                    + "connect-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
                "X-Content-Type-Options: nosniff", "X-Frame-Options: DENY", "Referrer-Policy: no-referrer",
                "Cross-Origin-Resource-Policy: same-origin", "Cross-Origin-Opener-Policy: same-origin",
                "Cache-Control: no-store",
            ])
    }

    /// A page of the web has no origin, whatever stands in it, and sends no forms.
    @Test func headersOfAPageOfTheWeb() {
        var page = SiteResponse(status: 200, type: "text/html", body: [])
        page.isForeign = true
        let policy = page.headers.first { $0.name == "Content-Security-Policy" }?.value
        #expect(
            policy
                == "sandbox; default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; "
                + "form-action 'none'; frame-ancestors 'self'")
        #expect(page.headers.contains { $0.name == "Cache-Control" && $0.value == "no-store" })
    }

    @Test(arguments: [
        (404, "Not here"), (400, "That cannot be asked"), (500, "It did not work"), (405, "It did not work"),
    ]) func aProblemIsAPage(status: Int, heading: String) {
        let problem = SiteResponse.problem(status, "No <b>")
        let text = String(decoding: problem.body, as: UTF8.self)
        #expect(problem.status == status && problem.type == "text/html; charset=utf-8")
        #expect(text.contains("<title>\(status)</title>"))
        #expect(
            text.hasSuffix(
                "<main class=\"narrow\"><h1>\(heading)</h1><p class=\"problem\">No &lt;b&gt;</p>"
                    + "<p><a href=\"/\">All documents</a></p></main></body></html>"))
    }
}
