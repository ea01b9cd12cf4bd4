package import Configuration
import Curation
package import Documents
package import Extraction
import Facts
import JSON
import Platform
import WebStandards

/// Puts pages through extraction and the text rules of a pipeline.
package struct PageInspector {
    private var mill: PageMill
    private let images: ImageRuleSet

    /// Reads a pipeline.
    /// - Throws: `PipelineError` when it cannot be read, or a rule lacks its model.
    package init(pipeline: String, sets: [String] = []) throws(PipelineError) {
        let pipeline = try Pipeline.load(path: pipeline, sets: sets, environment: Environment.values)
        mill = try PageMill(pipeline.config)
        images = try pipeline.config.rules.images()
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

    /// Reads a pipeline and inspects one file (`PageInspector`).
    /// - Throws: `PipelineError` when either cannot be read.
    package static func inspect(
        file: String, url: String, pipeline: String, sets: [String], images: String? = nil
    ) throws(PipelineError) -> PageInspection {
        var inspector = try PageInspector(pipeline: pipeline, sets: sets)
        return try inspector.inspect(file: file, url: url, images: images)
    }

    private var empty: Document { Document(url: "", nodes: []) }

    /// `{"extracted": DOCUMENT, "judged": DOCUMENT, "drops": [{"unit", "ordinal", "reason", "detail"}]}`.
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
                    }
                }
            }
        }
        return json.text
    }

    /// The document in reading order, what left standing in its place with the reason.
    package var text: String {
        var lines: [(ordinal: Int, text: String)] = []
        for node in result.judged?.nodes ?? [] {
            switch node {
            case .text(let text): lines += text.paragraphs.map { ($0.ordinal, $0.text) }
            case .image(let image):
                let caption = image.caption.isEmpty ? image.alt : image.caption
                lines.append((image.ordinal, "[image \(image.url)\(caption.isEmpty ? "" : " | \(caption)")]"))
            case .divide(let ordinal): lines.append((ordinal, "----------"))
            }
        }
        var last: [String] = []
        for drop in result.drops where !drop.reason.isCascade {
            let detail = drop.detail.isEmpty ? "" : " (\(drop.detail))"
            if drop.reason.unit == .document {
                last.append("dropped: \(drop.reason.rawValue)\(detail)")
            } else {
                lines.append((drop.ordinal, "  - \(drop.reason.rawValue)\(detail): \(original(drop))"))
            }
        }
        let body = lines.sorted { $0.ordinal < $1.ordinal }.map(\.text)
        let summary =
            "\(result.isKept ? "kept" : "not kept"): \(result.judged?.paragraphCount ?? 0) paragraphs, "
            + "\(result.judged?.imageCount ?? 0) images, \(result.drops.count) drops"
        return (body + last + [summary]).joined(separator: "\n\n")
    }

    private func original(_ drop: Drop) -> String {
        if drop.reason.unit == .image { return drop.url }
        for case .text(let text) in result.extracted?.nodes ?? [] {
            if let paragraph = text.paragraphs.first(where: { $0.ordinal == drop.ordinal }) {
                return String(paragraph.text.prefix(120))
            }
        }
        return ""
    }
}
