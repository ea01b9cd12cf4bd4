import Documents
import Facts
import JSON

/// A document as the four columns of the released OBELICS, and what else is known of it in keys of the same objects.
///
/// A document that was imported from such a row keeps its objects in `extra` (`ObelicsKeys`), and they are given back.
struct ObelicsRow {
    /// Addresses, nil where a text is.
    let images: [String?]
    /// Texts, nil where an image is.
    let texts: [String?]
    /// A JSON list: an object for each image, null for each text.
    let metadata: String
    /// A JSON object.
    let generalMetadata: String
    /// The images, nil where a text is.
    let nodes: [ImageNode?]

    init(_ document: Document) {
        let aligned = AlignedDocument(document)
        texts = aligned.texts
        nodes = aligned.images
        images = nodes.map { $0?.url }
        let before = (try? JSONValue(parsing: document.extra))?[ObelicsKeys.extra]
        metadata = ObelicsRow.metadata(nodes, document, before?[ObelicsKeys.metadata]?.array ?? [])
        generalMetadata = before?[ObelicsKeys.general]?.text ?? ObelicsRow.general(document)
    }

    private static func metadata(_ nodes: [ImageNode?], _ document: Document, _ before: [JSONValue]) -> String {
        var json = JSONWriter()
        var rest = before[...]
        json.array { json in
            for node in nodes {
                guard let node else {
                    json.raw(Array("null".utf8))
                    continue
                }
                // Images that were taken out since are passed over.
                let at = rest.firstIndex { $0["src"]?.string == node.url }
                json.object { write(node, document, at.map { rest[$0] }, to: &$0) }
                if let at { rest = rest[(at + 1)...] }
            }
        }
        return json.text
    }

    private static func write(
        _ image: ImageNode, _ document: Document, _ before: JSONValue?, to json: inout JSONWriter
    ) {
        let signals = image.signals
        if let members = before?.members {
            for member in members {
                json.key(member.key)
                member.value.write(to: &json)
            }
        } else {
            json.member("document_url", document.url)
            json.member("src", image.url)
            json.member("alt_text", image.alt)
            json.member("original_width", signals?.width ?? 0)
            json.member("original_height", signals?.height ?? 0)
            json.member("format", signals?.format ?? "")
        }
        func add(_ key: String, _ value: String, always: Bool) {
            guard before?[key] == nil, always || !value.isEmpty else { return }
            json.key(key)
            json.value(value)
        }
        add("caption", image.caption, always: before == nil)
        add("sha256", signals?.sha256 ?? "", always: before == nil)
        add("phash", signals?.phash ?? "", always: before == nil)
        add("model_caption", image.modelCaption, always: document.hasModelCaptions)
    }

    private static func general(_ document: Document) -> String {
        var json = JSONWriter()
        json.object { json in
            json.member("url", document.url)
            json.member("warc_filename", document.provenance.archive)
            json.member("warc_record_offset", document.provenance.offset)
            json.member("warc_record_length", document.provenance.length)
            json.member("id", document.id)
            json.member("captured", document.captured)
            json.member("language", document.language)
            json.member("title", document.title)
            json.member("license", document.provenance.license)
            json.member("extra", document.extra)
        }
        return json.text
    }
}

/// Keys under which an imported OBELICS row keeps its objects.
package enum ObelicsKeys {
    /// In a document's `extra`.
    package static let extra = "obelics"
    /// The list of the images' objects, without the nulls.
    package static let metadata = "metadata"
    /// The row's object.
    package static let general = "general_metadata"
}
