import Documents
import Facts
import JSON
import Platform
import Reports
import Testing

@testable import Browsing

/// Which address is which page, and what an address is that is none.
@Suite struct SiteRoutesTests {
    @Test func theListIsTheFirstPage() throws {
        let pages = try Pages()
        #expect(pages.site.documents == 24)
        #expect(pages.answer("/list").body == pages.answer("/").body && pages.answer("/").status == 200)
        #expect(try pages.json("/list.json?page=2")["page"]?.integer == 2)
        #expect(pages.answer("/", method: "HEAD").body == pages.answer("/").body)
    }

    @Test func assetsAreOurs() throws {
        let pages = try Pages(count: 3)
        for (path, text, type) in [
            ("/style.css", Sheet.pages, "text/css"), ("/script.js", Assets.script, "text/javascript"),
            ("/map.js", Assets.mapScript, "text/javascript"),
        ] {
            let answer = pages.answer(path)
            #expect(answer.body == Array(text.utf8) && answer.type == type + "; charset=utf-8", "\(path)")
        }
        let icon = pages.answer("/favicon.ico")
        #expect(icon.status == 204 && icon.type == "image/x-icon" && icon.body.isEmpty)
    }

    @Test(arguments: [
        "/d", "/d/0/x", "/funnel/x", "/list/x", "/original", "/i", "/image", "/domain/a/b", "/notes/x", "/style.css/x",
        "/corpus", "/corpus.json",
    ]) func theseAreNoPages(path: String) throws {
        let answer = try Pages(count: 3).answer(path)
        #expect(answer.status == 404 && String(decoding: answer.body, as: UTF8.self).contains("There is no such page."))
    }

    @Test func onlySomeMethodsAreAnswered() throws {
        let pages = try Pages(count: 3)
        for method in ["PUT", "DELETE", "get", "OPTIONS"] {
            #expect(pages.answer("/", method: method).status == 405, "\(method)")
        }
        #expect(pages.post("/", "document=x").status == 403 && pages.post("/notes/", "").status == 403)
    }

    // MARK: Documents

    /// A number in the corpus, or the beginning of an id; an id of digits alone is an id.
    @Test func aDocumentHasANumberAndAnId() throws {
        let pages = try Pages()
        #expect(pages.text("/d/5").contains("<h1 dir=\"auto\">Page 5</h1>"))
        #expect(pages.documents[1].id == "30000000000000000001")
        #expect(pages.text("/d/30000000000000000001").contains("<h1 dir=\"auto\">Page 1</h1>"))
        #expect(pages.text("/d/a").contains("<h1 dir=\"auto\">Page "))
        for name in ["24", "9999999999999999999", "99999999999999999999", "ff"] {
            let answer = pages.answer("/d/" + name)
            #expect(answer.status == 404, "\(name)")
        }
        #expect(try pages.json("/d/5.json")["title"]?.string == "Page 5")
    }

    /// A disk that fails is no fault of who asks.
    @Test func whatCannotBeReadIsOurProblem() throws {
        let pages = try Pages(count: 6)
        for name in try Files.list(pages.folder + "/shards") { try Files.remove(pages.folder + "/shards/" + name) }
        for path in ["/", "/d/0", "/original/" + pages.documents[0].id] {
            let answer = pages.answer(path)
            #expect(answer.status == 500, "\(path)")
            #expect(String(decoding: answer.body, as: UTF8.self).contains("It did not work"))
        }
    }

    @Test(arguments: ["/drops?reason=image.none", "/why?q=zzz", "/?where=none+%3D+1"])
    func whatCannotBeAskedIsSaid(path: String) throws {
        #expect(try Pages(count: 3).answer(path).status == 400)
    }

    @Test(arguments: [
        "/image/ffffffffffff", "/image/ffffffffffff.json", "/d/ffffffffffff", "/original/ffffffffffff",
        "/i/ffffffffffff", "/nothing",
    ])
    func whatThereIsNotIsNotFound(path: String) throws {
        #expect(try Pages(count: 3).answer(path).status == 404)
    }

    // MARK: Pictures

    @Test func bytesHaveTheTypeOfTheirFormat() throws {
        let pages = try Pages()
        let images = pages.documents[4].images.compactMap(\.signals)
        #expect(images.map(\.format) == ["png"])
        let answer = pages.answer("/i/" + images[0].sha256)
        #expect(answer.type == "image/png" && answer.status == 200 && answer.isImmutable && !answer.isForeign)
        #expect(pages.answer("/i/" + images[0].sha256.dropLast()).status == 404, "the beginning is not enough")
    }

    /// SVG is a program: its bytes are not given.
    @Test func formatsThatRunAreNotGiven() throws {
        let sha256 = SHA256.hash("x").hex
        let pages = try Pages([.made(0, images: [.made(1, sha256: sha256, format: "svg+xml")])])
        #expect(pages.answer("/i/" + sha256).status == 404)
        #expect(pages.text("/i/" + sha256).contains("This corpus has no such picture."))
    }

    // MARK: Notes

    @Test func aNoteIsKeptAndListed() throws {
        let pages = try Pages(count: 3)
        #expect(pages.text("/notes").contains("Nothing was noted yet"))
        #expect(try pages.json("/notes.json").array?.isEmpty == true)
        let (first, second) = (pages.documents[0].id, pages.documents[1].id)
        #expect(pages.post("/notes", "document=\(first)&tags=farm&text=a+%3Cb%3E").location == "/")
        #expect(pages.post("/notes", "document=\(second)&text=no+tag&back=/d/1%3Fq%3Dx").location == "/d/1?q=x")
        let page = pages.text("/notes")
        #expect(page.contains("<li><a href=\"/d/\(first)\">\(first)</a><b> farm</b> a &lt;b&gt;</li>"))
        #expect(page.contains("<li><a href=\"/d/\(second)\">\(second)</a> no tag</li>"))
        #expect(!page.contains("Nothing was noted yet") && page.contains("<a href=\"/notes.json\">"))
        let json = try pages.json("/notes.json")
        #expect(json.array?.map { $0["document"]?.string } == [first, second])
        #expect(json[1]?["tags"]?.string == "" && json[1]?["text"]?.string == "no tag")
        let form = pages.text("/d/0")
        #expect(form.contains("value=\"farm\" aria-label=\"Tags\">") && form.contains(">a &lt;b&gt;</textarea>"))
    }

    @Test func aNoteThatCannotBeKeptIsOurProblem() throws {
        let pages = try Pages(count: 3)
        try Files.makeFolder(pages.folder + "/notes.jsonl")
        #expect(pages.post("/notes", "document=\(pages.documents[0].id)&text=x").status == 500)
    }
}
