import Documents
import Parquet

/// Rows of a picture and its caption: `image` (a structure of `bytes` and `path`, bytes, or an address) or `url`, and
/// `caption` or `text`.
enum PairRows {
    /// Gives every row to `body`.
    /// - Throws: `ParquetError`; what `body` throws.
    static func forEach(_ path: String, _ body: (ImportedRecord) throws -> Void) throws {
        let file = try ParquetFile(path: path)
        func first(_ names: String...) -> String? { names.first { file.column($0)?.isList == false } }
        guard let text = first("caption", "text") else {
            throw ParquetError.unsupported("\(path): no column 'caption' or 'text'")
        }
        guard let picture = first("image.bytes", "image", "jpg", "url") else {
            throw ParquetError.unsupported("\(path): no column 'image.bytes', 'image', 'jpg' or 'url'")
        }
        let address = first("url", "image.path")
        let names = [text, picture] + (address.map { [$0] } ?? [])
        try file.forEachRow(of: names) { _, values in
            guard let caption = values[0].text else { return try body(.unreadable("no caption")) }
            guard let bytes = values[1].bytes else { return try body(.unreadable("no picture")) }
            let url = values.count > 2 ? values[2].text ?? "" : ""
            var builder = DocumentBuilder()
            if picture == "url" || (picture == "image" && values[1].text?.contains("://") == true) {
                builder.append(ImageNode(ordinal: 0, url: values[1].text ?? ""))
            } else {
                builder.append(ImageNode(ordinal: 0, url: url.contains("://") ? url : ""), bytes: Array(bytes))
            }
            builder.append(text: caption)
            let key = builder.pictures.keys.first ?? values[1].text ?? url
            try body(
                .document(
                    builder.document(id: DocumentBuilder.identifier(key + "\n" + caption), url: url),
                    pictures: builder.pictures))
        }
    }
}
