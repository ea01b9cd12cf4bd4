/// How records stand in a file; `InputFormat` reads them.
public struct ArchiveFormat: RawRepresentable, Sendable, Hashable {
    /// As a plan has it.
    public let rawValue: String

    /// A format; whether there is one of that name, `Archives.formats` knows.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// WARC or ARC in gzip members, as Common Crawl and `wget --warc-file` write it (a member a record).
    public static let warcGzip = ArchiveFormat(rawValue: "warc.gz")
    /// WARC (ISO 28500) or ARC as it is.
    public static let warc = ArchiveFormat(rawValue: "warc")
    /// WARC in zstd frames, perhaps with a dictionary in front.
    public static let warcZstd = ArchiveFormat(rawValue: "warc.zst")
    /// One HTML file, whole.
    public static let html = ArchiveFormat(rawValue: "html")
    /// A page saved whole by a browser: its parts are the records.
    public static let mhtml = ArchiveFormat(rawValue: "mhtml")
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
    /// How its records stand in it.
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
    /// Whether the archive begins before `containerBegin`, and what is there is not at hand: nothing is known of that place.
    public var beginsBefore = false
    /// Whether the archive goes on behind `containerEnd`: who comes to that place has read too little.
    public var endsAfter = false
    /// Whether it is one record, of which somebody said where it is.
    public var isRecord = false

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
