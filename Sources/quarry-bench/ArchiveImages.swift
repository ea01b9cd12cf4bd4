import WebArchive

/// The images in a WARC file.
enum ArchiveImages {
    /// Gives each answered image's bytes and the subtype of its `Content-Type`.
    static func forEach(_ archive: String, _ body: (_ bytes: [UInt8], _ type: String) throws -> Void) throws {
        for source in try Archives.sources(at: archive) {
            var reader = try ArchiveReader(source, limits: ArchiveLimits())
            while let item = reader.next() {
                guard case .record(let record) = item, record.type == .response,
                    let payload = try? HTTPPayload.parse(record.block, limits: ArchiveLimits()),
                    payload.status == 200, payload.contentType.mime.hasPrefix("image/"), !payload.body.isEmpty
                else { continue }
                try body(payload.body, String(payload.contentType.mime.dropFirst(6).prefix { $0 != "+" }))
            }
        }
    }
}
