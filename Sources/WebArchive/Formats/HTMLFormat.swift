package import Platform

/// An HTML file, whole: one record.
package struct HTMLFormat: InputFormat {
    package let formats: [ArchiveFormat] = [.html]
    package let endings = [".html", ".htm", ".xhtml"]
    package let isPage = true

    /// The name counts only for HTML that does not begin like HTML.
    package func sources(of file: MappedFile, name: String, isLast: Bool) throws(ArchiveError) -> [ArchiveSource]? {
        let bytes = file.bytes
        let isCalledHTML = endings.contains(where: file.path.lowercased().hasSuffix)
        guard Sniffer.isHTML(bytes) || (isCalledHTML && Sniffer.isText(bytes)) else { return nil }
        return [ArchiveSource(whole: file.path, name: name, format: .html, 0..<bytes.count)]
    }

    package func reader(_ source: ArchiveSource, limits: ArchiveLimits) throws(ArchiveError) -> any RecordReader {
        let file: MappedFile
        do { file = try MappedFile(path: source.path) } catch { throw .system(error) }
        return Page(file)
    }

    private final class Page: RecordReader {
        private var file: MappedFile?
        let mapped: MappedFile?

        init(_ file: MappedFile) { (self.file, mapped) = (file, file) }

        func next() -> ArchiveItem? {
            guard let file else { return nil }
            self.file = nil
            return .record(
                ArchiveRecord(
                    place: .init(offset: 0, length: file.bytes.count, ordinal: 0),
                    headers: HeaderFields([("WARC-Type", "resource"), ("Content-Type", "text/html")]),
                    content: ArchiveBlock(file.bytes, owner: file)))
        }
    }
}
