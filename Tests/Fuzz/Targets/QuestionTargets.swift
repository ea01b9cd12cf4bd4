import Annotations
import Browsing
import CorpusFiles
import CorpusKit
import Platform

extension FuzzTarget {
    /// What others ask of a corpus: SQL, words, and requests of browsers.
    static let questions = [
        FuzzTarget("predicate", seeds: predicates.map(utf8)) { bytes in
            let text = String(decoding: bytes, as: UTF8.self)
            _ = try? corpus.index.count(where: text)
            if let numbers = try? corpus.index.numbers(where: text) {
                expect(numbers.allSatisfy { (0..<24).contains($0) }, "a document that is not there")
            }
            if let decisions = try? scored.documents(where: text) {
                expect(decisions.kept + decisions.undecided <= 24, "more documents than there are")
            }
            let count = try corpus.index.documentCount()
            expect(count == 24, "a question changed the corpus")
        },
        FuzzTarget(
            "search",
            seeds: ["bear", "\"small white\" NEAR(dog idéfix, 3)", "title : p* NOT x OR (^a AND b)"].map(utf8)
        ) {
            let text = String(decoding: $0, as: UTF8.self)
            let count = try corpus.index.matchCount(text)
            expect(count <= 24, "more documents than there are")
        },
        FuzzTarget("request", seeds: requests.map(utf8)) { bytes in
            // The first line is the target, with a method before it where there is a blank; the rest is a form.
            let parts = bytes.split(separator: 0x0A, maxSplits: 1, omittingEmptySubsequences: false)
            let line = String(decoding: parts[0], as: UTF8.self).split(separator: " ", maxSplits: 1).map(String.init)
            var request = SiteRequest(line.last ?? "/", method: line.count > 1 ? line[0] : "GET")
            (request.host, request.origin) = ("localhost:1", "http://localhost:1")
            if parts.count > 1 { request.body = Array(parts[1]) }
            let response = site.respond(to: request)
            expect((200..<600).contains(response.status), "status \(response.status)")
            expect(!response.location.contains { $0.isNewline }, "a header that the request wrote")
            touched &+= response.body.count + response.headers.count
        },
        FuzzTarget("serve", seeds: requests.map { message($0) }) { bytes in
            guard let answer = server.exchange(bytes) else { fatalError("it does not answer any more") }
            touched &+= answer.count
        },
    ]

    private static let corpus: Corpus = {
        let folder = InputFile.folder + "/corpus"
        do {
            _ = try TinyCorpus(in: folder)
            return try Corpus(folder: folder)
        } catch { fatalError("no corpus to ask: \(error)") }
    }()

    private static let scored: ScoredIndex = {
        do { return try ScoredIndex(corpus) } catch { fatalError("no index to ask: \(error)") }
    }()

    private static let site: Site = {
        do { return try Site(corpus) } catch { fatalError("no site to ask: \(error)") }
    }()

    private static let server = LocalServer(site)

    private static let predicates = [
        "words > 10 AND language = 'en'", "(SELECT max(words) FROM documents) - words", "title LIKE '%1%' -- x",
        "url GLOB 'https:*' /* x */ OR domain IN ('example.org')", "1); DROP TABLE documents; --",
        "json_extract(title, '$.a') IS NULL", "printf('%.100f', 1e308) || zeroblob(9)", "words / 0 BETWEEN ? AND :x",
        "exists(WITH RECURSIVE t(x) AS (VALUES(1) UNION ALL SELECT x+1 FROM t) SELECT * FROM t)", "number IN (0, 1e9)",
    ]

    private static let requests = [
        "/?q=bear&language=en&sort=-words&page=2", "/list.json?where=words%3E10&words=10..20&seed=5", "/d/0?at=3",
        "/d/d00000000000000000000", "/image/\(SHA256.hash("x").hex)", "/i/\(SHA256.hash("x").hex)",
        "/domain/www.example.org",
        "/drops?reason=page.empty", "/why?q=https%3A%2F%2Fexample.org%2Ffew", "/notes.json",
        "/map?group=1,2&lasso=0,0,1,1,nan,2",
        "/funnel.json", "/../%2e%2e/style.css", "/?sort=random&view=images&year=2023&domain=", "/original/d0",
        "POST /notes\ndocument=d0000000000000000000&tags=a%20b&text=c&back=%2Fd%2F0", "HEAD /script.js",
    ]

    /// A request as it comes over a connection.
    private static func message(_ request: String) -> [UInt8] {
        let parts = request.split(separator: "\n", maxSplits: 1).map(String.init)
        let line = parts[0].contains(" ") ? parts[0] : "GET " + parts[0]
        let body = parts.count > 1 ? parts[1] : ""
        return utf8(
            "\(line) HTTP/1.1\r\nHost: localhost:1\r\nOrigin: http://localhost:1\r\nContent-Length: \(body.utf8.count)\r\n"
                + "Connection: close\r\n\r\n" + body)
    }
}
