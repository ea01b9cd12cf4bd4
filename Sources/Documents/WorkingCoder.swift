import Facts
package import JSON

/// A document between two phases: a JSON line that, unlike the public record, keeps ordinals, roles and rendered sizes.
///
/// Private to a run's `work` folder; short keys, arrays where the order says what a value is.
package enum WorkingCoder {
    /// Writes the document, without a line feed.
    package static func write(_ document: Document, to json: inout JSONWriter) {
        json.object { json in
            json.member("id", document.id)
            json.member("url", document.url)
            json.member("captured", document.captured)
            json.member("language", document.language)
            json.member("title", document.title)
            json.key("nodes")
            json.array { json in for node in document.nodes { write(node, to: &json) } }
            json.key("place")
            json.array { json in
                json.value(document.provenance.archive)
                json.value(document.provenance.offset)
                json.value(document.provenance.length)
                json.value(document.provenance.license)
                json.value(document.provenance.text)
            }
            json.member("extra", document.extra)
            json.member("probability", document.languageProbability)
            json.member("measured", document.isMeasured)
            if !document.paths.text.isEmpty { json.member("paths", document.paths.text) }
            if let language = document.siftedAs { json.member("sifted", language) }
            json.key("profile")
            json.array { json in
                for field in TextProfile.fields { json.value(field.value(document.profile), field.kind) }
            }
        }
    }

    private static func write(_ node: Node, to json: inout JSONWriter) {
        json.array { json in
            switch node {
            case .divide(let ordinal):
                json.value("d")
                json.value(ordinal)
            case .text(let text):
                json.value("t")
                for paragraph in text.paragraphs {
                    json.value(paragraph.ordinal)
                    json.value(Int(paragraph.role.rawValue))
                    json.value(paragraph.text)
                }
            case .image(let image):
                json.value("i")
                write(image, to: &json)
            }
        }
    }

    private static func write(_ image: ImageNode, to json: inout JSONWriter) {
        json.value(image.ordinal)
        json.value(image.url)
        json.value(image.alt)
        json.value(image.caption)
        write(image.renderedWidth, to: &json)
        write(image.renderedHeight, to: &json)
        json.array { json in for url in image.otherURLs { json.value(url) } }
        guard let signals = image.signals else { return }
        for field in ImageSignals.fields { write(field.value(signals), field.kind, to: &json) }
    }

    /// Unlike in the public record, what was not measured is told from nothing.
    private static func write(_ value: FieldValue, _ kind: FieldKind, to json: inout JSONWriter) {
        if case .unknown = value { json.raw(unknown) } else { json.value(value, kind) }
    }

    private static let unknown = Array("null".utf8)

    private static func write(_ length: RenderedLength, to json: inout JSONWriter) {
        switch length {
        case .unknown: json.value("")
        case .pixels(let value): json.value(value)
        case .percent(let value): json.value("\(value)%")
        }
    }

    /// Reads a line back, equal to what was written.
    /// - Throws: `RecordError` naming what is missing or of another type.
    package static func read(_ json: JSONValue) throws(RecordError) -> Document {
        guard let list = json["nodes"]?.array else { throw RecordError(key: "nodes") }
        var nodes: [Node] = []
        nodes.reserveCapacity(list.count)
        for item in list {
            guard let node = node(item) else { throw RecordError(key: "nodes") }
            nodes.append(node)
        }
        guard let place = json["place"], let archive = place[0]?.string, let offset = place[1]?.integer,
            let length = place[2]?.integer, let license = place[3]?.string
        else { throw RecordError(key: "place") }
        var document = Document(
            id: try json.required("id"), url: try json.required("url"), nodes: nodes,
            provenance: Provenance(archive: archive, offset: offset, length: length, license: license))
        document.provenance.text = place[4]?.string ?? ""
        document.captured = try json.required("captured")
        document.language = try json.required("language")
        document.title = try json.required("title")
        document.extra = try json.required("extra")
        document.paths = ElementPaths(text: json["paths"]?.string ?? "")
        document.siftedAs = json["sifted"]?.string
        document.isMeasured = json["measured"]?.bool ?? false
        document.languageProbability = json["probability"]?.number ?? 0
        guard let profile = json["profile"]?.array, profile.count == TextProfile.fields.count else {
            throw RecordError(key: "profile")
        }
        for (field, value) in zip(TextProfile.fields, profile) {
            field.take(&document.profile, field.kind.read(value))
        }
        return document
    }

    private static func node(_ json: JSONValue) -> Node? {
        guard let items = json.array, let kind = items.first?.string else { return nil }
        switch kind {
        case "d": return items.count == 2 ? items[1].integer.map { .divide(ordinal: $0) } : nil
        case "t":
            var paragraphs: [Paragraph] = []
            for at in stride(from: 1, to: items.count - 2, by: 3) {
                guard let ordinal = items[at].integer, let role = items[at + 1].integer,
                    let text = items[at + 2].string
                else { return nil }
                let known = Paragraph.Role(rawValue: UInt8(truncatingIfNeeded: role)) ?? .body
                paragraphs.append(Paragraph(ordinal: ordinal, text: text, role: known))
            }
            return .text(TextNode(paragraphs: paragraphs))
        case "i": return image(items).map { .image($0) }
        default: return nil
        }
    }

    private static func image(_ items: [JSONValue]) -> ImageNode? {
        guard items.count >= imageItems, let ordinal = items[1].integer, let url = items[2].string,
            let alt = items[3].string, let caption = items[4].string
        else { return nil }
        var image = ImageNode(
            ordinal: ordinal, url: url, alt: alt, caption: caption, rendered: (length(items[5]), length(items[6])))
        image.otherURLs = items[7].array?.compactMap(\.string) ?? []
        let rest = items[imageItems...]
        guard !rest.isEmpty else { return image }
        guard rest.count == ImageSignals.fields.count else { return nil }
        var signals = ImageSignals()
        for (field, value) in zip(ImageSignals.fields, rest) { field.take(&signals, field.kind.read(value)) }
        image.signals = signals
        return image
    }

    /// Items of an image before its signals.
    private static let imageItems = 8

    private static func length(_ json: JSONValue) -> RenderedLength {
        if let pixels = json.integer { return .pixels(pixels) }
        if let text = json.string, text.last == "%", let value = Int(text.dropLast()) { return .percent(value) }
        return .unknown
    }
}
