package import Facts
package import JSON

/// A document as the public record: one JSON object, the same keys in the same order on every line, no nulls.
///
/// The rules and the readers that failed without them: `schemas/document.schema.json`.
package enum DocumentCoder {
    /// Writes the record, without a line feed.
    package static func write(_ document: Document, to json: inout JSONWriter) {
        json.object { writeMembers(document, to: &$0) }
    }

    /// Writes the record's members into an object that has others too.
    package static func writeMembers(_ document: Document, to json: inout JSONWriter) {
        json.member("id", document.id)
        json.member("url", document.url)
        json.member("captured", document.captured)
        json.member("language", document.language)
        json.member("title", document.title)
        json.key("segments")
        let captions = document.hasModelCaptions
        json.array { json in for node in document.nodes { write(node, captions: captions, to: &json) } }
        json.key("signals")
        write(document.profile, images: document.imageCount, to: &json)
        json.key("provenance")
        write(document.provenance, to: &json)
        json.member("extra", document.extra)
    }

    private static func write(_ node: Node, captions: Bool, to json: inout JSONWriter) {
        switch node {
        case .text(let text): writeSegment("text", text: text.text, image: nil, captions: captions, to: &json)
        case .image(let image): writeSegment("image", text: "", image: image, captions: captions, to: &json)
        case .divide: writeSegment("divide", text: "", image: nil, captions: captions, to: &json)
        }
    }

    private static func writeSegment(
        _ kind: String, text: String, image: ImageNode?, captions: Bool, to json: inout JSONWriter
    ) {
        json.object { json in
            json.member("kind", kind)
            json.member("text", text)
            json.member("url", image?.url ?? "")
            json.member("alt", image?.alt ?? "")
            json.member("caption", image?.caption ?? "")
            write(image?.signals, to: &json)
            if captions { json.member("model_caption", image?.modelCaption ?? "") }
        }
    }

    /// Writes the members that say what an image's bytes are, nothing in them for nil.
    package static func write(_ signals: ImageSignals?, to json: inout JSONWriter) {
        for field in recorded { json.member(field, of: signals) }
    }

    private static let recorded = ImageSignals.fields.filter(\.isRecorded)

    /// Writes the signals object of the record.
    static func write(_ profile: TextProfile, images: Int, to json: inout JSONWriter) {
        json.object { json in
            for field in TextProfile.counts { json.member(field, of: profile) }
            json.member("images", images)
            for field in TextProfile.ratios { json.member(field, of: profile) }
        }
    }

    private static func write(_ provenance: Provenance, to json: inout JSONWriter) {
        json.object { json in
            json.member("archive", provenance.archive)
            json.member("offset", provenance.offset)
            json.member("length", provenance.length)
            json.member("license", provenance.license)
            if !provenance.text.isEmpty { json.member("text", provenance.text) }
        }
    }

    /// Reads a record back. Ordinals are given anew in reading order (the record does not carry them), and a text
    /// segment is cut into paragraphs at its blank lines.
    /// - Throws: `RecordError` naming the key that is missing or of another type.
    package static func read(_ json: JSONValue) throws(RecordError) -> Document {
        guard let segments = json["segments"]?.array else { throw RecordError(key: "segments") }
        var ordinal = 0
        var nodes: [Node] = []
        for segment in segments { nodes.append(try node(segment, ordinal: &ordinal)) }
        let place = json["provenance"]
        var document = Document(
            id: try json.required("id"), url: try json.required("url"), nodes: nodes,
            provenance: Provenance(
                archive: place?["archive"]?.string ?? "", offset: place?["offset"]?.integer ?? 0,
                length: place?["length"]?.integer ?? 0, license: place?["license"]?.string ?? ""))
        document.provenance.text = place?["text"]?.string ?? ""
        document.captured = try json.required("captured")
        document.language = try json.required("language")
        document.title = try json.required("title")
        document.extra = try json.required("extra")
        document.hasModelCaptions = segments.first?["model_caption"] != nil
        document.profile = profile(json["signals"] ?? .null)
        return document
    }

    private static func node(_ json: JSONValue, ordinal: inout Int) throws(RecordError) -> Node {
        defer { ordinal += 1 }
        switch json["kind"]?.string {
        case "divide": return .divide(ordinal: ordinal)
        case "image":
            var image = ImageNode(
                ordinal: ordinal, url: try json.required("url"), alt: try json.required("alt"),
                caption: try json.required("caption"))
            image.modelCaption = json["model_caption"]?.string ?? ""
            var signals = ImageSignals()
            for field in recorded { field.take(&signals, field.kind.read(json[field.name])) }
            if signals.digest != nil { image.signals = signals }
            return .image(image)
        case "text":
            var paragraphs: [Paragraph] = []
            for text in try json.required("text").split(onBlankLines: ()) {
                paragraphs.append(Paragraph(ordinal: ordinal + paragraphs.count, text: text))
            }
            ordinal += max(0, paragraphs.count - 1)
            return .text(TextNode(paragraphs: paragraphs))
        default: throw RecordError(key: "kind")
        }
    }

    private static func profile(_ json: JSONValue) -> TextProfile {
        var profile = TextProfile()
        for field in TextProfile.counts + TextProfile.ratios { field.take(&profile, field.kind.read(json[field.name])) }
        return profile
    }
}

/// A record that lacks a key, or has it with another type.
package struct RecordError: Error, Equatable, CustomStringConvertible {
    /// The key.
    package let key: String

    /// The key that is missing.
    package init(missing key: String) { self.key = key }

    package init(key: String) { self.key = key }

    /// `the key 'segments' is missing or has another type`.
    package var description: String { "the key '\(key)' is missing or has another type" }
}

extension JSONValue {
    package func required(_ key: String) throws(RecordError) -> String {
        guard let text = self[key]?.string else { throw RecordError(key: key) }
        return text
    }
}

extension String {
    /// The pieces between `"\n\n"`, found from the left, as Python's `split("\n\n")` finds them.
    package func split(onBlankLines: Void) -> [String] {
        var pieces: [String] = []
        let bytes = Array(utf8)
        var start = 0
        var at = 0
        while at + 1 < bytes.count {
            if bytes[at] == 0x0A && bytes[at + 1] == 0x0A {
                pieces.append(String(decoding: bytes[start..<at], as: UTF8.self))
                at += 2
                start = at
            } else {
                at += 1
            }
        }
        pieces.append(String(decoding: bytes[start...], as: UTF8.self))
        return pieces
    }
}
