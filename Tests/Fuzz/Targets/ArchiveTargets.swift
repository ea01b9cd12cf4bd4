import Documents
import Extraction
import Facts
import WebArchive

extension FuzzTarget {
    /// Archives, and what stands in their records.
    static let archives = [
        FuzzTarget(
            "warc", seeds: [warc, arc, utf8("<html><p>One</p></html>"), mhtml],
            found: ["../shared/hostile/warc"]
        ) { try readArchive($0) },
        FuzzTarget(
            "http", seeds: [response(utf8("<p>One</p>")), chunked, interim],
            found: ["../shared/hostile/http", "../shared/hostile/compression"]
        ) { bytes in
            var limits = ArchiveLimits()
            limits.payloadBytes = 1 << 20
            let payload = try HTTPPayload.parse(bytes, limits: limits)
            expect(payload.body.count <= limits.payloadBytes, "a body beyond its limit")
        },
        FuzzTarget("html", seeds: [page], found: ["../shared/hostile/html"]) { bytes in
            for options in [ExtractionOptions.quarry, .obelics] { extract(bytes, options) }
        },
    ]

    /// Every record of a file, whole and, once more, in windows: each record once, whichever window it is in.
    private static func readArchive(_ bytes: [UInt8]) throws {
        let path = try InputFile.path(of: bytes)
        var limits = ArchiveLimits()
        (limits.headerBytes, limits.recordBytes, limits.payloadBytes) = (1 << 16, 1 << 20, 1 << 20)
        for source in try Archives.sources(at: path) {
            let whole = try records(of: source, limits)
            let windows = try Archives.split(source, targetBytes: max(1, bytes.count / 3))
            guard windows.count > 1 else { continue }
            let parts = try windows.flatMap { try records(of: $0, limits) }
            expect(whole == parts, "\(whole.count) records, in windows \(parts.count)")
            _ = try PageList.of(source, limits: limits)
        }
    }

    private static func records(of source: ArchiveSource, _ limits: ArchiveLimits) throws -> [String] {
        var places: [String] = []
        let reader = try Archives.reader(source, limits: limits)
        while let item = reader.next() {
            guard case .record(let record) = item else { continue }
            expect(record.content.count <= limits.recordBytes, "a block beyond its limit")
            if let payload = try? HTTPPayload.of(record, limits: limits) { touched &+= payload.body.count }
            touched &+= record.targetURI.utf8.count + record.date.utf8.count + record.block.count
            places.append("\(record.offset) \(record.ordinal) \(record.length) \(record.content.count)")
        }
        return places
    }

    private static let labels: [String?] = [
        nil, "utf-8", "shift_jis", "gb18030", "utf-16le", "windows-1252", "x-nonsense", "big5", "iso-2022-jp", "euc-kr",
    ]

    /// One page by one profile; its length chooses the charset. What was born is in the document or was dropped.
    private static func extract(_ bytes: [UInt8], _ options: ExtractionOptions) {
        var extractor = Extractor(options: options)
        let page = CapturedPage(
            url: "https://example.org/dir/page.html", body: bytes, httpCharset: labels[bytes.count % labels.count])
        let extraction = extractor.extract(page)
        let dropped = extraction.drops.reduce(into: [Unit: Int]()) { $0[$1.reason.unit, default: 0] += 1 }
        let document = extraction.document
        expect(document != nil || extraction.drops.count == 1, "neither a document nor a drop")
        expect((document?.imageCount ?? 0) + dropped[.image, default: 0] == extraction.imagesBorn, "images")
        expect(
            (document?.paragraphCount ?? 0) + dropped[.paragraph, default: 0] == extraction.paragraphsBorn,
            "paragraphs")
    }
}

/// Seeds of archives.
extension FuzzTarget {
    static let page = utf8(
        """
        <!doctype html><html lang=en><meta charset=utf-8><title>One</title><body><main><h1>A bear</h1>
        <p>A bear walks &amp; sleeps.<p>It eats berries.<table><tr><td><img src=a.jpg srcset="b.jpg 2x" alt=bear></table>
        <svg><title>x</title></svg><figure><img src="c.png" width=300><figcaption>Its cub</figcaption></figure>
        <script>if (a < b) "</p>"</script><select><option>1</select></main></body></html>
        """)

    static func response(_ body: [UInt8], _ fields: String = "") -> [UInt8] {
        utf8("HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\(fields)\r\n") + body
    }

    static let chunked = response(
        utf8("6\r\n<p>One\r\n4;x=y\r\n</p>\r\n0\r\nTrailer: 1\r\n\r\n"), "Transfer-Encoding: chunked\r\n")

    static let interim = utf8("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n") + response(utf8("<p>"))

    private static func record(_ type: String, _ block: [UInt8]) -> [UInt8] {
        utf8(
            """
            WARC/1.0\r\nWARC-Type: \(type)\r\nWARC-Target-URI: https://example.org/\(block.count)\r
            WARC-Date: 2023-01-31T08:15:22Z\r\nContent-Length: \(block.count)\r\n\r\n
            """.replacing("\r\n\n", with: "\r\n")) + block + utf8("\r\n\r\n")
    }

    private static let warc =
        record("warcinfo", utf8("software: x\r\n")) + record("request", utf8("GET / HTTP/1.1\r\n\r\n"))
        + record("response", response(page)) + record("response", chunked) + record("resource", page)

    private static let arc = utf8(
        """
        filedesc://x.arc 0.0.0.0 20230131081522 text/plain 69
        1 0 x
        URL IP-address Archive-date Content-type Archive-length

        http://example.org/ 192.0.2.1 20230131081522 text/html 38
        HTTP/1.1 200 OK
        Content-Type: a/b

        <p>1


        """)

    private static let mhtml = utf8(
        """
        From: <Saved by x>\r
        Snapshot-Content-Location: https://example.org/\r
        MIME-Version: 1.0\r
        Content-Type: multipart/related; type="text/html"; boundary="b"\r
        \r
        --b\r
        Content-Type: text/html\r
        Content-Transfer-Encoding: quoted-printable\r
        Content-Location: https://example.org/\r
        \r
        <p>One=20<img src=3D"a.png">=\r
        </p>\r
        --b\r
        Content-Type: image/png\r
        Content-Transfer-Encoding: base64\r
        Content-Location: https://example.org/a.png\r
        \r
        iVBORw0KGgo=\r
        --b--\r

        """)
}
