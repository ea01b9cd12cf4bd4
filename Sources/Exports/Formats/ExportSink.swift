import Documents
import Platform

/// A file of an export.
struct ExportFile: Equatable {
    /// What it is to a reader.
    enum Kind: String {
        /// Documents, and pictures in them.
        case parquet, tar, jsonl
        /// Pictures alone.
        case pack
        /// What a loader needs besides.
        case index
    }

    /// Its path in the folder.
    let path: String
    /// What it is.
    let kind: Kind
    /// Documents in it.
    let documents: Int
    /// Its size and SHA-256.
    let bytes: Int, sha256: String

    init(_ path: String, _ kind: Kind, documents: Int, bytes: Int, sha256: String) {
        (self.path, self.kind, self.documents, self.bytes, self.sha256) = (path, kind, documents, bytes, sha256)
    }

    /// A file as its writer gave it.
    init(_ path: String, _ kind: Kind, documents: Int, _ summary: FileSummary) {
        self.init(path, kind, documents: documents, bytes: summary.bytes, sha256: summary.sha256)
    }

    /// A file that is measured where it lies.
    init(measuring path: String, _ kind: Kind, in folder: String) throws(SystemError) {
        self.init(
            path, kind, documents: 0, bytes: try Files.size(folder + "/" + path),
            sha256: try SHA256.hash(file: folder + "/" + path).hex)
    }
}

/// Writes documents in one of the forms.
protocol ExportSink: AnyObject {
    /// Writes a document.
    func append(_ document: Document, _ pictures: PictureSource) throws
    /// Closes what is open.
    func finish() throws -> [ExportFile]
}

/// `00012`.
func shardNumber(_ number: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, 5 - digits.count)) + digits
}
