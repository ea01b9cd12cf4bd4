package import Platform

/// A page saved whole by a browser (MHTML, RFC 2557): its parts are the records.
package struct MHTMLFormat: InputFormat {
    package let formats: [ArchiveFormat] = [.mhtml]
    package let endings = [".mht", ".mhtml"]

    package func sources(of file: MappedFile, name: String, isLast: Bool) throws(ArchiveError) -> [ArchiveSource]? {
        guard SavedPage.isOne(file.bytes) else { return nil }
        return [ArchiveSource(whole: file.path, name: name, format: .mhtml, 0..<file.bytes.count)]
    }

    package func reader(_ source: ArchiveSource, limits: ArchiveLimits) throws(ArchiveError) -> any RecordReader {
        let file: MappedFile
        do { file = try MappedFile(path: source.path) } catch { throw .system(error) }
        return Parts(file)
    }

    private final class Parts: RecordReader {
        private var page: SavedPage?
        /// Bytes of a file whose lack of parts was not said yet.
        private var withoutParts: Int?
        let mapped: MappedFile?

        init(_ file: MappedFile) {
            mapped = file
            page = SavedPage(ArchiveBlock(file.bytes, owner: file))
            if page == nil { withoutParts = file.bytes.count }
        }

        func next() -> ArchiveItem? {
            if let bytes = withoutParts {
                withoutParts = nil
                return .damage(
                    ArchiveDamage(offset: 0, length: bytes, fault: .badHeader, detail: "a saved page without parts"))
            }
            return page?.record().map { .record($0) }
        }
    }
}
