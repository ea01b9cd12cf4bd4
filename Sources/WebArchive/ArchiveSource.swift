/// How records lie in a file.
public enum ArchiveFormat: String, Sendable, CaseIterable {
    /// WARC or ARC in gzip members, as Common Crawl and `wget --warc-file` write it (a member a record).
    case warcGzip = "warc.gz"
    /// WARC (ISO 28500) or ARC as it is.
    case warc
    /// WARC in zstd frames, perhaps with a dictionary in front.
    case warcZstd = "warc.zst"
    /// One HTML file, whole.
    case html
    /// A page saved whole by a browser: its parts are the records.
    case mhtml
}

/// A window of a file: who reads it owns every record that begins in `begin ..< end`.
///
/// Any window of a gzip or zstd file will do: reading begins at the first member with a record in it. A window of
/// a plain file should begin at 0 or where `Archives.split` says.
public struct ArchiveSource: Sendable, Hashable {
    /// The file.
    public let path: String
    /// What provenance calls it: the base name; for a WACZ with the member's name behind (`x.wacz/archive/data.warc.gz`).
    public let name: String
    /// How its records lie.
    public let format: ArchiveFormat
    /// First byte of the window, counted from the start of the file.
    public let begin: Int
    /// One past the last byte of the window.
    public let end: Int
    /// First byte of the archive in the file (not 0 inside a WACZ).
    public let containerBegin: Int
    /// One past the last byte of the archive in the file.
    public let containerEnd: Int
    /// Whether a record is known to begin at `begin`: it is not searched for again.
    public var beginsRecord = false

    /// A window.
    public init(
        path: String, name: String, format: ArchiveFormat, begin: Int, end: Int, containerBegin: Int, containerEnd: Int
    ) {
        self.path = path
        self.name = name
        self.format = format
        self.begin = begin
        self.end = end
        self.containerBegin = containerBegin
        self.containerEnd = containerEnd
    }

    /// The same archive, another window.
    func window(_ begin: Int, _ end: Int) -> ArchiveSource {
        ArchiveSource(
            path: path, name: name, format: format, begin: begin, end: end, containerBegin: containerBegin,
            containerEnd: containerEnd)
    }
}
