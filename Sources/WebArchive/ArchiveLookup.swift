/// Reads one record again that was read before.
public enum ArchiveLookup {
    /// The record of `source` at a place that `ArchiveRecord.offset` and `ordinal` named.
    ///
    /// Give `url` when the ordinal was not kept: it finds the record of that target among those of one member.
    /// - Throws: `ArchiveError.system` when the file cannot be opened, `.noRecord` when there is none, or another.
    public static func record(
        in source: ArchiveSource, at place: Place, limits: ArchiveLimits = ArchiveLimits()
    ) throws(ArchiveError) -> ArchiveRecord {
        if let record = try Archives.format(of: source).record(in: source, at: place, limits: limits) { return record }
        throw .noRecord(path: source.path, offset: place.offset)
    }

    /// The record at an offset, by itself in its member.
    /// - Throws: as the other.
    public static func record(
        path: String, format: ArchiveFormat, offset: Int, length: Int, limits: ArchiveLimits = ArchiveLimits()
    ) throws(ArchiveError) -> ArchiveRecord {
        let source = ArchiveSource(
            path: path, name: path, format: format, begin: 0, end: .max, containerBegin: 0, containerEnd: .max)
        return try record(in: source, at: Place(offset: offset), limits: limits)
    }

    /// Where a record lies.
    public struct Place: Sendable, Hashable {
        /// Offset of its member (or of itself, in a plain file) in the file.
        public var offset: Int
        /// How many records begin before it in the same member.
        public var ordinal: Int
        /// Its target, when it is to be found by that.
        public var url: String?

        /// A place.
        public init(offset: Int, ordinal: Int = 0, url: String? = nil) {
            self.offset = offset
            self.ordinal = ordinal
            self.url = url
        }
    }
}
