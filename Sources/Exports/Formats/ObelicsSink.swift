import CorpusFiles
import Documents
import Parquet

/// Parquet with the columns `images`, `metadata`, `general_metadata`, `texts`.
final class ObelicsSink: ExportSink {
    private let folder: String
    private let request: ExportRequest
    private var writer: ParquetWriter?
    private var files: [ExportFile] = []
    private var documents = 0

    init(_ folder: String, _ request: ExportRequest) { (self.folder, self.request) = (folder, request) }

    /// Rows of a group when pictures are in them: the hub's viewer reads whole groups.
    static let rowsWithPictures = 100

    func append(_ document: Document, _ pictures: PictureSource) throws {
        if documents == request.documentsOfFile { try close() }
        if writer == nil {
            writer = try ParquetWriter(path: folder + "/" + name, fields: fields, layout: layout)
        }
        let row = ObelicsRow(document)
        let images: ParquetCell =
            request.withImages
            ? .pictures(try row.nodes.map { try $0.map { try Self.picture($0, pictures) } }) : .texts(row.images)
        try writer?.append([images, .text(row.metadata), .text(row.generalMetadata), .texts(row.texts)])
        documents += 1
    }

    /// A picture by its bytes and its name, or by its address where the bytes are not there.
    private static func picture(_ image: ImageNode, _ source: PictureSource) throws -> ParquetPicture {
        guard let signals = image.signals, let bytes = try source.bytes(signals) else {
            return ParquetPicture(bytes: nil, path: image.url)
        }
        return ParquetPicture(bytes: bytes, path: Corpus.memberName(signals))
    }

    func finish() throws -> [ExportFile] {
        try close()
        return files
    }

    private var name: String { "data/train-\(shardNumber(files.count)).parquet" }

    private func close() throws {
        guard let summary = try writer.take()?.commit() else { return }
        files.append(ExportFile(name, .parquet, documents: documents, summary))
        documents = 0
    }

    private var fields: [ParquetField] {
        [
            ParquetField("images", request.withImages ? .pictures : .texts), ParquetField("metadata", .text),
            ParquetField("general_metadata", .text),
            ParquetField("texts", .texts, isProse: true),
        ]
    }

    private var layout: ParquetLayout {
        var layout = ParquetLayout()
        if request.withImages { layout.groupRows = Self.rowsWithPictures }
        layout.metadata = [("huggingface", features)]
        return layout
    }

    /// The columns as `datasets` describes them, so that pictures are loaded as pictures.
    private var features: String {
        let text = #"{"dtype":"string","_type":"Value"}"#
        let image = request.withImages ? #"{"_type":"Image"}"# : text
        return """
            {"info":{"features":{"images":{"feature":\(image),"_type":"Sequence"},"metadata":\(text),\
            "general_metadata":\(text),"texts":{"feature":\(text),"_type":"Sequence"}}}}
            """
    }
}
