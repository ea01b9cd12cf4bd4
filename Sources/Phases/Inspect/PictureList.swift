import Configuration
import Curation
import Facts
import JSON
import Platform

/// What is known of a page's images before anything is fetched: a JSON file, by itself `NAME.images.json` beside
/// `NAME.html`, of URL → `{"width", "height", "format"}`, or null for an image that cannot be fetched.
struct PictureList {
    private var facts: [String: ImageFact] = [:]

    /// Reads the list that stands beside a page; nil when there is none.
    /// - Throws: `PipelineError` when it cannot be read.
    init?(beside page: String) throws(PipelineError) {
        let stem = page.hasSuffix(".html") ? String(page.dropLast(5)) : page
        let path = stem + ".images.json"
        guard Files.exists(path) else { return nil }
        try self.init(path)
    }

    /// Reads a list.
    /// - Throws: `PipelineError` when it cannot be read.
    init(_ path: String) throws(PipelineError) {
        let json: JSONValue
        do { json = try JSONValue(parsing: try Files.read(path)) } catch { throw .problems(["\(path): \(error)"]) }
        guard let members = json.members else { throw .problems(["\(path): not an object of URL -> facts"]) }
        for member in members { facts[member.key] = ImageFact(url: member.key, listed: member.value) }
    }

    /// The images against these facts and the rules of a pipeline.
    func sifter(_ rules: ImageRuleSet) -> ImageSifter {
        ImageSifter(facts: facts, frequent: FrequentImages(), frequentContents: FrequentKeys(), rules: rules)
    }
}

extension ImageFact {
    fileprivate init(url: String, listed: JSONValue) {
        guard let width = listed["width"]?.integer, let height = listed["height"]?.integer,
            let format = listed["format"]?.string
        else {
            self.init(url: url, outcome: .failed(.imageNotFetched, ""))
            return
        }
        let signals = ImageSignals(sha256: "", phash: "", width: width, height: height, format: format.lowercased())
        // Nothing reads the bytes of a listed image.
        self.init(
            url: url, outcome: .measured(signals, RawPlace(unit: 0, bytes: ByteRange(offset: 0, length: 0))))
    }
}
