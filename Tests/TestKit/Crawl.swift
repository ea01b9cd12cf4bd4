/// A small crawl made in the test: pages of sentences and pictures, and the archive a crawler would write of them.
package struct Crawl {
    /// One record, uncompressed.
    package private(set) var records: [[UInt8]] = []

    /// An archive without records.
    package init() {}

    /// `pages` pages of one site, each with paragraphs of its own and two pictures, and the pictures' own records.
    /// `origin` and `path` name where pages and pictures stand.
    package static func site(
        pages: Int, seed: UInt64 = 7, origin: String = "http://site.example", path: String = "/pictures/"
    ) -> Crawl {
        var crawl = Crawl()
        var random = SeededRandom(seed: seed)
        crawl.add(type: "warcinfo", url: nil, block: Array("software: test\r\n".utf8))
        for page in 0..<pages {
            let names = ["\(page)-a.png", "\(page)-b.png"]
            let texts = (0..<4).map { _ in Crawl.paragraph(&random) }
            let html =
                "<!DOCTYPE html><html lang=en><head><title>Page \(page)</title></head><body><h1>Page number \(page)</h1>"
                + "<p>\(texts[0])</p><p><img src=\"\(path)\(names[0])\" alt=\"first\"></p><p>\(texts[1])</p>"
                + "<figure><img src=\"\(path)\(names[1])\"><figcaption>A caption for the second one.</figcaption></figure>"
                + "<p>\(texts[2])</p><p>\(texts[3])</p></body></html>"
            crawl.addResponse("\(origin)/pages/\(page).html", "text/html; charset=utf-8", Array(html.utf8))
            for (index, name) in names.enumerated() {
                let picture = Crawl.picture(page: page, index: index)
                crawl.addResponse("\(origin)\(path)\(name)", "image/png", picture)
            }
        }
        return crawl
    }

    /// The picture number `index` (0 or 1) of a page of `site`.
    package static func picture(page: Int, index: Int) -> [UInt8] {
        PNG.gradient(width: 200 + 3 * page, height: 180, shade: UInt8(truncatingIfNeeded: 40 * index + page))
    }

    /// Adds a response record.
    package mutating func addResponse(_ url: String, _ type: String, _ body: [UInt8], status: String = "200 OK") {
        let head = "HTTP/1.1 \(status)\r\nContent-Type: \(type)\r\nContent-Length: \(body.count)\r\n\r\n"
        add(type: "response", url: url, block: Array(head.utf8) + body)
    }

    /// Adds a record.
    package mutating func add(type: String, url: String?, block: [UInt8], length: Int? = nil) {
        var head = "WARC/1.0\r\nWARC-Type: \(type)\r\nWARC-Date: 2024-05-06T07:08:09Z\r\n"
        head += "WARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-\(records.count)>\r\n"
        if let url { head += "WARC-Target-URI: \(url)\r\n" }
        head += "Content-Type: application/http; msgtype=response\r\nContent-Length: \(length ?? block.count)\r\n\r\n"
        records.append(Array(head.utf8) + block + Array("\r\n\r\n".utf8))
    }

    /// `.warc`.
    package var plain: [UInt8] { Array(records.joined()) }
    /// `.warc.gz`, a member a record.
    package var gzip: [UInt8] { Array(records.map { Gzip.member($0) }.joined()) }

    private static let words = Array(
        "the a of to and in that it was for on with as they at by this from but some what we can out other were all there when use your how said an each she which do their time if will way about many then them write would like so these her long make thing see him two has look more day could go come did number sound no most people my over know water than call first who may down side been now find any new work part take get place made live where after back little only round man year came show every good me give our under name very through just form sentence great think say help low line differ turn cause much mean before move right boy old too same tell does set three want air well also play small end put home read hand port large spell add even land here must big high such follow act why ask men change went light kind off need house picture try us again animal point mother world near build self earth father"
            .split(separator: " "))

    /// Three sentences of common words.
    package static func paragraph(_ random: inout SeededRandom) -> String {
        (0..<3).map { _ in
            let sentence = (0..<14).map { _ in String(words[Int(random.next() % UInt64(words.count))]) }
            return sentence.joined(separator: " ").prefix(1).uppercased() + sentence.joined(separator: " ").dropFirst()
                + "."
        }.joined(separator: " ")
    }
}

/// Pictures for test data.
package enum PNG {
    /// An 8-bit RGB picture with a gradient; other arguments, other bytes.
    package static func gradient(width: Int, height: Int, shade: UInt8) -> [UInt8] {
        var rows: [UInt8] = []
        for y in 0..<height {
            rows.append(0)
            for x in 0..<width {
                rows.append(UInt8(truncatingIfNeeded: x &+ Int(shade)))
                rows.append(UInt8(truncatingIfNeeded: y &* 2))
                rows.append(shade)
            }
        }
        return file(width: width, height: height, rows)
    }

    /// A picture of 8 x 8 gray squares; another seed, other squares, so that no two look alike.
    package static func squares(side: Int, seed: UInt64) -> [UInt8] {
        var random = SeededRandom(seed: seed)
        let grays = random.bytes(64)
        var rows: [UInt8] = []
        for y in 0..<side {
            rows.append(0)
            for x in 0..<side { rows += repeatElement(grays[y * 8 / side * 8 + x * 8 / side], count: 3) }
        }
        return file(width: side, height: side, rows)
    }

    private static func file(width: Int, height: Int, _ rows: [UInt8]) -> [UInt8] {
        var png: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
        png += chunk("IHDR", big(width) + big(height) + [8, 2, 0, 0, 0])
        png += chunk("IDAT", Gzip.zlib(rows))
        return png + chunk("IEND", [])
    }

    private static func chunk(_ name: String, _ content: [UInt8]) -> [UInt8] {
        let body = Array(name.utf8) + content
        return big(content.count) + body + big(Int(Gzip.crc(body)))
    }

    private static func big(_ value: Int) -> [UInt8] {
        (0..<4).map { UInt8(truncatingIfNeeded: value >> (24 - 8 * $0)) }
    }
}
