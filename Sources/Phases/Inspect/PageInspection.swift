package import Configuration
import CorpusFiles
import Curation
package import Documents
package import Extraction
import Facts
import JSON
package import Platform
import WebStandards

/// Puts pages through extraction and the text rules of a pipeline.
package struct PageInspector {
    private var mill: PageMill
    private let images: ImageRuleSet
    private let input: InputConfig

    /// Reads a pipeline.
    /// - Throws: `PipelineError` when it cannot be read, or a rule lacks its model.
    package init(pipeline: String, sets: [String] = []) throws(PipelineError) {
        let pipeline = try Pipeline.load(path: pipeline, sets: sets, environment: Environment.values)
        mill = try PageMill(pipeline.config)
        images = try pipeline.config.rules.images()
        input = pipeline.config.input
    }

    /// Reads an HTML file that stands at `url`. When what is known of its images stands in a file (`images`, or the one
    /// beside the page: `PictureList`), they are judged too, as after they were fetched.
    /// - Throws: `PipelineError` when it cannot be read.
    package mutating func inspect(
        file: String, url: String, images list: String? = nil
    ) throws(PipelineError) -> PageInspection {
        guard WebURL(url) != nil else {
            throw .problems(["--url '\(url)' is no absolute URL, like https://example.org/a"])
        }
        let bytes: [UInt8]
        do { bytes = try Files.read(file) } catch { throw .problems(["\(error)"]) }
        let name = file.split(separator: "/").last.map(String.init) ?? file
        let page = CapturedPage(url: url, body: bytes, httpCharset: nil)
        let place = Provenance(archive: name, offset: 0, length: bytes.count)
        let pictures: PictureList? = if let list { try PictureList(list) } else { try PictureList(beside: file) }
        mill.pictures = pictures?.sifter(images)
        return PageInspection(result: mill.run(page, captured: "", provenance: place))
    }

    /// Takes a page out of an archive: the one at `url` (with or without scheme and fragment), or the only one there is.
    /// - Throws: `PipelineError` when the archive cannot be read, or has no such page; it names some that it has.
    package mutating func inspect(archive path: String, url: String?) throws(PipelineError) -> PageInspection {
        let found = try ArchivedPages(path: path, pipeline: input).find(url)
        mill.pictures = nil
        return PageInspection(
            result: mill.run(
                found.page, captured: found.captured, provenance: found.place, ordinal: found.ordinal))
    }

    /// Whether a file holds pages of its own URLs: an archive, or a page saved whole.
    package static func isArchive(_ path: String) -> Bool { ArchivedPages.isArchive(path) }

    /// A page of an archive, as `extract` sees it.
    package mutating func inspect(_ page: CapturedPage) -> PageInspection {
        PageInspection(result: mill.run(page, captured: "", provenance: Provenance()))
    }
}

/// One page through extraction and the text rules, with every drop: `quarry page`.
package struct PageInspection {
    private let result: PageMill.Result

    fileprivate init(result: PageMill.Result) { self.result = result }

    /// The document as it was extracted; nil when the page gave none.
    package var extracted: Document? { result.extracted }
    /// The document after the paragraph rules; nil when the page gave none.
    package var judged: Document? { result.judged }
    /// Whether the document goes on.
    package var isKept: Bool { result.isKept }
    /// The page's account of paragraphs and images.
    package var ledger: Ledger { result.ledger }

    /// Reads a pipeline and inspects one page of a file: an HTML file that stands at `url`, or a page of an archive.
    /// - Throws: `PipelineError` when either cannot be read, or an HTML file comes without its URL.
    package static func inspect(
        file: String, url: String?, pipeline: String, sets: [String], images: String? = nil
    ) throws(PipelineError) -> PageInspection {
        var inspector = try PageInspector(pipeline: pipeline, sets: sets)
        if PageInspector.isArchive(file) { return try inspector.inspect(archive: file, url: url) }
        guard let url else { throw .problems(["an HTML file does not say where it stands: give --url URL"]) }
        return try inspector.inspect(file: file, url: url, images: images)
    }

    private var empty: Document { Document(url: "", nodes: []) }

    /// `{"extracted": DOCUMENT, "judged": DOCUMENT, "drops": [{"unit", "ordinal", "reason", "detail", "url", "path",
    /// "text"}]}`.
    package var json: String {
        var json = JSONWriter()
        json.object { json in
            json.key("extracted")
            DocumentCoder.write(result.extracted ?? empty, to: &json)
            json.key("judged")
            DocumentCoder.write(result.judged ?? empty, to: &json)
            json.key("drops")
            json.array { json in
                for drop in result.drops {
                    json.object { json in
                        json.member("unit", drop.reason.unit.rawValue)
                        json.member("ordinal", drop.ordinal)
                        json.member("reason", drop.reason.rawValue)
                        json.member("detail", drop.detail)
                        json.member("url", drop.url)
                        json.member("path", drop.path)
                        json.member("text", drop.text)
                    }
                }
            }
        }
        return json.text
    }

    /// The document in reading order, what left standing in its place with the reason: greyed where the screen can.
    package func text(on screen: Screen = Screen()) -> String {
        var lines: [(ordinal: Int, text: String)] = []
        for node in result.judged?.nodes ?? [] {
            switch node {
            case .text(let text):
                lines += text.paragraphs.map { ($0.ordinal, Terminal.wrapped($0.text, width: screen.width)) }
            case .image(let image):
                let caption = image.caption.isEmpty ? image.alt : image.caption
                let words = caption.isEmpty ? "" : " | \(caption)"
                lines.append((image.ordinal, Terminal.safe("[image \(image.url)\(words)]")))
            case .divide(let ordinal): lines.append((ordinal, "----------"))
            }
        }
        var last: [String] = []
        for drop in result.drops where !drop.reason.isCascade {
            if drop.reason.unit == .document {
                let detail = drop.detail.isEmpty ? "" : " (\(Terminal.safe(drop.detail)))"
                let words = drop.reason.words
                last.append(
                    Terminal.wrapped(
                        "dropped: \(drop.reason.rawValue)\(detail)\n\(words.sentence) \(words.advice)",
                        width: screen.width))
            } else {
                lines.append((drop.ordinal, DropLines.text(drop, on: screen)))
            }
        }
        let body = lines.sorted { $0.ordinal < $1.ordinal }.map(\.text)
        let summary =
            "\(result.isKept ? "kept" : "not kept"): \((result.judged?.paragraphCount ?? 0).of("paragraph")), "
            + "\((result.judged?.imageCount ?? 0).of("image")), \(result.drops.count.of("drop"))"
        return (body + last + [summary]).joined(separator: "\n\n")
    }
}
