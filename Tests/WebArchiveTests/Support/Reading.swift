import CZlib
import Facts
import Foundation

@testable import WebArchive

/// What a read of an archive gave.
struct Reading {
    var records: [ArchiveRecord] = []
    var damages: [ArchiveDamage] = []
    /// Offset, type, target and a hash of the block of each record, as text: to compare readings.
    var keys: [String] = []
    var first: Int?
    var end = 0

    /// Reads windows one after the other; blocks are copied out of the reader's memory by hashing alone.
    init(_ sources: [ArchiveSource], limits: ArchiveLimits = ArchiveLimits(), keeping: Bool = false) throws {
        for source in sources {
            var reader = try ArchiveReader(source, limits: limits)
            while let item = reader.next() {
                switch item {
                case .record(let record):
                    keys.append(Reading.key(record))
                    if keeping { records.append(record) }
                case .damage(let damage): damages.append(damage)
                }
            }
            if first == nil { first = reader.firstOffset }
            end = reader.endOffset
        }
    }

    init(path: String, limits: ArchiveLimits = ArchiveLimits(), keeping: Bool = false) throws {
        try self.init(try Archives.sources(at: path), limits: limits, keeping: keeping)
    }

    static func key(_ record: ArchiveRecord) -> String {
        let sum = record.content.withUnsafeBytes { crc32_z(0, $0.baseAddress, $0.count) }
        return "\(record.offset)+\(record.ordinal) \(record.type) \(record.targetURI) \(record.content.count) \(sum)"
    }
}

/// Decides as the pipeline does whether a record is a page; enough for counting.
func isPage(_ record: ArchiveRecord, limits: ArchiveLimits = ArchiveLimits()) -> Bool {
    page(record, limits: limits) != nil
}

func page(_ record: ArchiveRecord, limits: ArchiveLimits = ArchiveLimits()) -> [UInt8]? {
    guard record.type == .response, record.targetURI.lowercased().hasPrefix("http"),
        let payload = try? HTTPPayload.parse(record.content, limits: limits), payload.status == 200,
        ["text/html", "application/xhtml+xml"].contains(payload.contentType.mime), !payload.body.isEmpty
    else { return nil }
    return PictureFormat.isPicture(payload.body) ? nil : payload.body
}

func bytes(of path: String) throws -> [UInt8] { Array(try Data(contentsOf: URL(filePath: path))) }
