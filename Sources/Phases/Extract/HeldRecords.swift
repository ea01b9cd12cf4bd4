import Platform
import Runs
import WebArchive

/// Copies of records that hold pictures, as an archive of their own in the part of `extract`: a remote archive is here for as
/// long as its unit is done, and `fetch` reads its pictures later.
struct HeldRecords: ~Copyable {
    static let file = "pictures.warc"

    private var file: AtomicFile
    private var bytes = 0

    init(_ context: WorkContext) throws { file = try AtomicFile(path: context.file(HeldRecords.file)) }

    /// Writes what `fetch` asks of a record; it is where this says.
    mutating func append(_ record: ArchiveRecord) throws -> HeldImage.Holder {
        var head = "WARC/1.0\r\nWARC-Type: \(record.typeName)\r\nWARC-Target-URI: \(record.targetURI)\r\n"
        for name in ["Content-Type", "WARC-Identified-Payload-Type"] {
            for value in record.headers.values(name) { head += "\(name): \(value)\r\n" }
        }
        head += "Content-Length: \(record.content.count)\r\n\r\n"
        let line = Array(head.utf8) + record.block + Array("\r\n\r\n".utf8)
        defer { bytes += line.count }
        try file.write(line)
        return .copy(offset: bytes)
    }

    consuming func commit() throws { try file.commit() }

    /// The archive that a part has.
    static func source(_ path: String) -> ArchiveSource {
        ArchiveSource(path: path, name: file, format: .warc, begin: 0, end: .max, containerBegin: 0, containerEnd: .max)
    }
}
