import Documents
import Exports
import Facts
import JSON
import Parquet

/// Rows of OBELICS' columns: `images` as addresses or as pictures, `texts`, `metadata`, `general_metadata`.
///
/// What a row of another maker says beyond a document is kept in `extra` (`ObelicsKeys`) and given back on export.
enum ObelicsRows {
    /// Gives every row to `body`.
    /// - Throws: `ParquetError`; what `body` throws.
    static func forEach(_ path: String, _ body: (ImportedRecord) throws -> Void) throws {
        let file = try ParquetFile(path: path)
        let hasPictures = file.column("images.bytes") != nil
        let optional = ["metadata", "general_metadata"].filter { file.column($0) != nil }
        let names = (hasPictures ? ["images.bytes", "images.path"] : ["images"]) + ["texts"] + optional
        try file.forEachRow(of: names) { _, values in
            var row = Row()
            let start = hasPictures ? 2 : 1
            row.texts = values[start].list
            if hasPictures {
                (row.bytes, row.images) = (values[0].list, values[1].list)
            } else {
                row.images = values[0].list
            }
            for (name, value) in zip(optional, values[(start + 1)...]) {
                if name == "metadata" { row.metadata = value } else { row.general = value }
            }
            try body(row.record())
        }
    }

    private struct Row {
        var images: [ParquetValue]?
        var bytes: [ParquetValue]?
        var texts: [ParquetValue]?
        var metadata = ParquetValue.null
        var general = ParquetValue.null

        func record() -> ImportedRecord {
            guard let images, let texts else { return .unreadable("no list of images, or of texts") }
            guard images.count == texts.count, bytes == nil || bytes?.count == images.count else {
                return .unreadable("\(images.count) images and \(texts.count) texts: the lists must have one length")
            }
            let objects: [JSONValue]
            switch Row.list(metadata, count: images.count) {
            case .success(let list): objects = list
            case .failure(let fault): return .unreadable(fault.detail)
            }
            var builder = DocumentBuilder()
            for place in images.indices {
                if let fault = append(place, images[place], texts[place], objects[place], &builder) {
                    return .unreadable("place \(place): \(fault)")
                }
            }
            return finish(builder, objects)
        }

        private struct Fault: Error { let detail: String }

        /// The objects of the images, null at texts.
        private static func list(_ value: ParquetValue, count: Int) -> Result<[JSONValue], Fault> {
            let nulls = [JSONValue](repeating: .null, count: count)
            guard !value.isNull else { return .success(nulls) }
            guard let bytes = value.bytes, let json = try? JSONValue(parsing: Array(bytes), leniently: true),
                let list = json.array
            else { return .failure(Fault(detail: "its metadata is no JSON list")) }
            if list.isEmpty { return .success(nulls) }
            guard list.count == count else {
                return .failure(Fault(detail: "metadata of \(list.count) places, \(count) are there"))
            }
            return .success(list)
        }

        private func append(
            _ place: Int, _ image: ParquetValue, _ text: ParquetValue, _ object: JSONValue,
            _ builder: inout DocumentBuilder
        ) -> String? {
            let bytes = self.bytes?[place].bytes
            let isImage = !image.isNull || bytes != nil || object.object != nil
            guard isImage == text.isNull else { return isImage ? "a text and an image" : "neither text nor image" }
            guard isImage else {
                guard let text = text.text else { return "a text that is no UTF-8" }
                builder.append(text: text)
                return nil
            }
            guard image.isNull || image.text != nil else { return "an address that is no UTF-8" }
            let url = object["src"]?.string ?? image.text ?? ""
            builder.append(Row.node(object, url: url), bytes: bytes.map { Array($0) })
            return nil
        }

        private static func node(_ object: JSONValue, url: String) -> ImageNode {
            var signals: ImageSignals?
            if let sha256 = object["sha256"]?.string, DocumentBuilder.isHex(sha256, digits: 64) {
                signals = ImageSignals(
                    sha256: sha256, phash: object["phash"]?.string ?? "", width: object["original_width"]?.integer ?? 0,
                    height: object["original_height"]?.integer ?? 0, format: object["format"]?.string ?? "")
            }
            return ImageNode(
                ordinal: 0, url: url, alt: object["alt_text"]?.string ?? "", caption: object["caption"]?.string ?? "",
                object["model_caption"]?.string ?? "", signals)
        }

        private func finish(_ builder: DocumentBuilder, _ objects: [JSONValue]) -> ImportedRecord {
            let text = general.bytes.map { String(decoding: $0, as: UTF8.self) } ?? ""
            let page = (try? JSONValue(parsing: Array(text.utf8), leniently: true)) ?? .null
            guard general.isNull || page.object != nil else {
                return .unreadable("its general_metadata is no JSON object")
            }
            let metadata = metadata.bytes.map { String(decoding: $0, as: UTF8.self) } ?? ""
            let own = page["id"]?.string ?? ""
            let isOurs = DocumentBuilder.isIdentifier(own)
            let id = isOurs ? own : DocumentBuilder.identifier(text + "\n" + metadata)
            var document = builder.document(id: id, url: page["url"]?.string ?? "")
            document.provenance = Provenance(
                archive: page["warc_filename"]?.string ?? "", offset: page["warc_record_offset"]?.integer ?? 0,
                length: page["warc_record_length"]?.integer ?? 0, license: page["license"]?.string ?? "")
            document.captured = page["captured"]?.string ?? ""
            document.language = page["language"]?.string ?? ""
            document.title = page["title"]?.string ?? ""
            document.hasModelCaptions = objects.contains { $0["model_caption"] != nil }
            document.extra = isOurs ? page["extra"]?.string ?? "{}" : Row.extra(page, objects)
            return .document(document, pictures: builder.pictures)
        }

        private static func extra(_ page: JSONValue, _ objects: [JSONValue]) -> String {
            let images = objects.filter { $0.object != nil }
            return JSONValue.members([
                ObelicsKeys.extra: .members([ObelicsKeys.general: page, ObelicsKeys.metadata: .array(images)])
            ]).text
        }
    }
}
