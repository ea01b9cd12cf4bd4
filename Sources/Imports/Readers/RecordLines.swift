import Documents
import Facts
import JSON
import Platform

/// JSON objects of documents, whatever form they have: ours with `segments`, mmc4's with `text_list`, aligned `texts` and
/// `images`, or a `text` alone.
package enum RecordLines {
    /// Gives every line of a file to `body`.
    /// - Throws: `StorageError`; what `body` throws.
    package static func forEach(_ path: String, _ body: (ImportedRecord) throws -> Void) throws {
        try LineReader.forEach(path) { line in
            switch line {
            case .tooLong: try body(.unreadable("a line of more than \(LineReader.longestLine) bytes"))
            case .bytes(let bytes):
                do {
                    try body(record(try JSONValue(parsing: bytes), text: String(decoding: bytes, as: UTF8.self)))
                } catch let error as JSONError { try body(.unreadable("not JSON: \(error)")) }
            }
        }
    }

    /// The record of an object.
    /// - Parameters:
    ///   - text: what a record without an id gets its id from.
    ///   - members: pictures by name, where the object came with some.
    static func record(_ json: JSONValue, text: String, members: [String: [UInt8]] = [:]) -> ImportedRecord {
        if json["segments"] != nil { return segments(json, text, members) }
        if json["text_list"] != nil { return MMC4Records.record(json, text: text) }
        if let texts = json["texts"]?.array, let images = json["images"]?.array {
            return aligned(json, texts, images, text, members)
        }
        guard let body = json["text"]?.string else {
            return .unreadable("neither segments nor text_list nor texts and images nor text")
        }
        var builder = DocumentBuilder()
        builder.append(text: body)
        return .document(builder.document(id: identifier(json, text), url: json["url"]?.string ?? ""), pictures: [:])
    }

    static func identifier(_ json: JSONValue, _ text: String) -> String {
        let own = json["id"]?.string ?? ""
        return DocumentBuilder.isIdentifier(own) ? own : DocumentBuilder.identifier(text)
    }

    private static func segments(_ json: JSONValue, _ text: String, _ members: [String: [UInt8]]) -> ImportedRecord {
        var document: Document
        do { document = try DocumentCoder.read(json) } catch { return .unreadable("\(error)") }
        document.id = identifier(json, text)
        guard !members.isEmpty else { return .document(document, pictures: [:]) }
        // The list of images names the members; the segments have the addresses.
        var names = (json["images"]?.array ?? []).compactMap(\.string)[...]
        var builder = DocumentBuilder()
        document.sift { node in
            guard case .image(let image) = node else { return node }
            builder.append(image, bytes: names.popFirst().flatMap { members[$0] })
            guard case .image(let measured)? = builder.nodes.last else { return node }
            var kept = image
            kept.signals = measured.signals
            return .image(kept)
        }
        return .document(document, pictures: builder.pictures)
    }

    private static func aligned(
        _ json: JSONValue, _ texts: [JSONValue], _ images: [JSONValue], _ text: String, _ members: [String: [UInt8]]
    ) -> ImportedRecord {
        guard texts.count == images.count else {
            return .unreadable("\(images.count) images and \(texts.count) texts: the lists must have one length")
        }
        var builder = DocumentBuilder()
        for (place, pair) in zip(texts, images).enumerated() {
            switch pair {
            case (.string(let text), .null): builder.append(text: text)
            case (.null, .string(let name)):
                let bytes = members[name]
                builder.append(ImageNode(ordinal: 0, url: bytes == nil ? name : ""), bytes: bytes)
            default: return .unreadable("place \(place): not one of a text and an image")
            }
        }
        let document = builder.document(id: identifier(json, text), url: json["url"]?.string ?? "")
        return .document(document, pictures: builder.pictures)
    }
}

/// mmc4's records.
enum MMC4Records {
    /// The record of an object: an image stands before the text it is matched with, or where `text_before` says.
    static func record(_ json: JSONValue, text: String) -> ImportedRecord {
        guard let texts = json["text_list"]?.array, let infos = json["image_info"]?.array else {
            return .unreadable("no text_list or no image_info")
        }
        var places: [(before: Int, info: JSONValue)] = []
        for info in infos {
            guard let match = info["text_before"]?.integer ?? info["matched_text_index"]?.integer,
                (0...texts.count).contains(match)
            else { return .unreadable("an image that is matched with no text") }
            places.append((match, info))
        }
        // Stable: images of one place keep their order.
        let sorted = places.enumerated().sorted { ($0.element.before, $0.offset) < ($1.element.before, $1.offset) }
        var rest = sorted.map(\.element)[...]
        var builder = DocumentBuilder()
        var open: [String] = []
        func close() {
            if !open.isEmpty { builder.append(text: open.joined(separator: "\n\n")) }
            open = []
        }
        for index in 0...texts.count {
            while let place = rest.first, place.before == index {
                close()
                let (node, bytes) = image(place.info)
                builder.append(node, bytes: bytes)
                rest.removeFirst()
            }
            guard index < texts.count else { break }
            guard let text = texts[index].string else { return .unreadable("a text that is none") }
            open.append(text)
        }
        close()
        var document = builder.document(id: RecordLines.identifier(json, text), url: json["url"]?.string ?? "")
        document.captured = json["captured"]?.string ?? ""
        document.language = json["language"]?.string ?? ""
        document.title = json["title"]?.string ?? ""
        document.hasModelCaptions = infos.contains { $0["model_caption"] != nil }
        return .document(document, pictures: builder.pictures)
    }

    private static func image(_ info: JSONValue) -> (ImageNode, [UInt8]?) {
        var signals: ImageSignals?
        if let sha256 = info["sha256"]?.string, DocumentBuilder.isHex(sha256, digits: 64) {
            signals = ImageSignals(
                sha256: sha256, phash: info["phash"]?.string ?? "", width: info["width"]?.integer ?? 0,
                height: info["height"]?.integer ?? 0, format: info["format"]?.string ?? "")
        }
        let node = ImageNode(
            ordinal: 0, url: info["raw_url"]?.string ?? "", alt: info["alt"]?.string ?? "",
            caption: info["caption"]?.string ?? "", info["model_caption"]?.string ?? "", signals)
        return (node, info["image_base64"]?.string.flatMap { Base64.decode($0) })
    }
}
