package import CorpusFiles
import Documents
import Facts
import Inspection
import JSON
import Maps
package import Platform
import Reports

/// The pages of a corpus as a function from requests to responses: no socket, no clock, nothing written but notes.
package final class Site: Sendable {
    let corpus: Corpus
    let store: ColumnStore
    let map: MapFiles?
    let selector: Selector
    let notes: Notes
    let originals: Originals
    /// The names of a run's phases in their order, for histories.
    let phases: [String]
    /// Drop logs small enough to be looked through for every document that is shown.
    let showsLeft: Bool

    /// Opens the pages of a corpus.
    /// - Parameters:
    ///   - archives: folders in which the archives that it was made from may lie.
    ///   - phases: names of phases in the order in which a run does them.
    /// - Throws: `StorageError`.
    package init(_ corpus: Corpus, archives: [String] = [], phases: [String] = []) throws(StorageError) {
        self.corpus = corpus
        store = try ColumnStore(corpus)
        map = try MapFiles.read(corpus)
        selector = Selector(corpus, store, map)
        notes = Notes(corpus.folder)
        originals = Originals(folders: archives)
        self.phases = phases
        showsLeft = corpus.hasQuickLogs
    }

    /// How many documents there are.
    package var documents: Int { store.count }

    /// Answers a request. What a person asked wrongly is a page that says so, never a crash.
    package func respond(to request: SiteRequest) -> SiteResponse {
        guard request.method == "GET" || request.method == "HEAD" || request.method == "POST" else {
            return .problem(405, "Only GET and HEAD are answered.")
        }
        if request.method == "POST" { return saveNote(request) }
        do {
            return try page(request)
        } catch let error as InspectionError {
            return .problem(error.exitCode == 2 ? 400 : 500, error.description)
        } catch let error as StorageError {
            if case .query(let detail) = error { return .problem(400, detail) }
            return .problem(500, error.description)
        } catch {
            return .problem(500, "\(error)")
        }
    }

    private func page(_ request: SiteRequest) throws -> SiteResponse {
        let state = BrowseState(request.parameters, numbers: store.numbers.map(\.name))
        let wantsJSON = request.path.hasSuffix(".json")
        let path = wantsJSON ? String(request.path.dropLast(5)) : request.path
        let parts = path.split(separator: "/").map(String.init)
        switch (parts.first, parts.count) {
        case (nil, _), ("list", 1): return try ListPage(self, state).response(json: wantsJSON)
        case ("d", 2): return try documentPage(parts[1], state, json: wantsJSON)
        case ("original", 2): return try original(parts[1])
        case ("i", 2): return try picture(parts[1])
        case ("image", 2): return try imagePage(parts[1], state, json: wantsJSON)
        case ("domain", 2): return try DomainPage(self, parts[1]).response
        case ("funnel", 1): return FunnelPage(self).response(json: wantsJSON)
        case ("drops", 1): return try DropsPage(self, request.parameters).response(json: wantsJSON)
        case ("why", 1): return try WhyPage(self, request.value("q")).response(json: wantsJSON)
        case ("notes", 1): return notesPage(json: wantsJSON)
        case ("map", _):
            return try MapPage(self, state, request).response(parts.dropFirst().joined(separator: "/"), wantsJSON)
        case ("favicon.ico", 1): return SiteResponse(status: 204, type: "image/x-icon", body: [])
        case ("style.css", 1): return .asset(Sheet.pages, "text/css; charset=utf-8")
        case ("script.js", 1): return .asset(Assets.script, "text/javascript; charset=utf-8")
        case ("map.js", 1): return .asset(Assets.mapScript, "text/javascript; charset=utf-8")
        default: return .problem(404, "There is no such page.")
        }
    }

    /// By number in the corpus or by id.
    private func documentPage(_ name: String, _ state: BrowseState, json: Bool) throws -> SiteResponse {
        let isNumber = name.utf8.count < 20 && name.utf8.allSatisfy { (0x30...0x39).contains($0) }
        let row =
            isNumber
            ? try Int(name).flatMap { try corpus.index.document(number: $0) }
            : try corpus.index.documents(idPrefix: name, limit: 1).first
        guard let row else { return .problem(404, "There is no such document.") }
        return try DocumentPage(self, row, state).response(json: json)
    }

    /// By the SHA-256 or the beginning of it that no other has.
    private func imagePage(_ sha256: String, _ state: BrowseState, json: Bool) throws -> SiteResponse {
        guard try !corpus.index.images(sha256Prefix: sha256.lowercased(), limit: 1).isEmpty else {
            return .problem(404, "This corpus has no such picture.")
        }
        return try ImagePage(self, sha256, state).response(json: json)
    }

    /// The page of a document as it was captured.
    private func original(_ id: String) throws -> SiteResponse {
        guard let row = try corpus.index.documents(idPrefix: id, limit: 1).first else {
            return .problem(404, "There is no such document.")
        }
        let document = try corpus.document(of: row)
        do { return try originals.response(document) } catch {
            return .problem(404, "\(document.provenance.archive) does not have this page: \(error)")
        }
    }

    /// The bytes of an image, under a type that no browser runs.
    private func picture(_ sha256: String) throws -> SiteResponse {
        guard sha256.utf8.count == 64, let row = try corpus.index.images(sha256Prefix: sha256, limit: 1).first,
            row.pack >= 0, ["jpeg", "png", "webp", "gif", "avif"].contains(row.signals.format)
        else { return .problem(404, "This corpus has no such picture.") }
        var response = SiteResponse(
            status: 200, type: "image/\(row.signals.format)", body: try corpus.bytes(of: row))
        response.isImmutable = true
        return response
    }

    /// Whether a redirect may lead there: a path of ours, written as URLs are. A line feed would be the end of the header, and
    /// browsers take a backslash for a slash.
    private static func isPath(_ text: String) -> Bool {
        text.hasPrefix("/") && !text.hasPrefix("//")
            && text.utf8.allSatisfy { (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "\\") }
    }

    private func saveNote(_ request: SiteRequest) -> SiteResponse {
        guard request.path == "/notes", request.isSameOrigin else {
            return .problem(403, "A note comes from a page of ours.")
        }
        do {
            try notes.save(request.form)
            let back = request.form.first { $0.name == "back" }?.value ?? "/"
            return .redirect(Site.isPath(back) ? back : "/")
        } catch { return .problem(500, "\(error)") }
    }

    private func notesPage(json: Bool) -> SiteResponse {
        let list = notes.all
        if json { return .json(Notes.json(list)) }
        return PageFrame(title: "Notes", site: self, active: "notes").response { html in
            html.element("h1", text: "Notes")
            if list.isEmpty {
                html.element("p", ["class": "soft"], text: "Nothing was noted yet: every document has a field for it.")
            }
            html.element("ul", ["class": "plain"]) { html in
                for note in list {
                    html.element("li") { html in
                        html.element("a", ["href": "/d/\(note.document)"], text: note.document)
                        if !note.tags.isEmpty { html.element("b", text: " " + note.tags) }
                        html.text(" " + note.text)
                    }
                }
            }
            html.element("p") { $0.element("a", ["href": "/notes.json"], text: "All notes as JSON") }
        }
    }
}
