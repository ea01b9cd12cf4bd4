package import Platform

/// An input format: how a file of it is told by its bytes, cut, and read. All that is particular to a format is in the file
/// of its type; `Archives.formats` lists them.
package protocol InputFormat: Sendable {
    /// What its sources are called in a plan, and whose records it reads.
    var formats: [ArchiveFormat] { get }
    /// How the names of its files end, in lower case: by them a folder's files are taken for input.
    var endings: [String] { get }
    /// Whether a file of it is a page, not an archive: a unit reads many of them, and a folder of them is one input.
    var isPage: Bool { get }

    /// What a file holds, each as one window over all of it; nil when its bytes are of another format.
    /// - Parameter isLast: whether no format knew the beginning of the file: now what is further inside may count.
    /// - Throws: `ArchiveError` for a file that is of this format and of no use.
    func sources(of file: MappedFile, name: String, isLast: Bool) throws(ArchiveError) -> [ArchiveSource]?

    /// Cuts a source in windows of about `targetBytes` that together give its records, each once.
    func split(_ source: ArchiveSource, targetBytes: Int) throws(ArchiveError) -> [ArchiveSource]

    /// Reads the records of a source.
    func reader(_ source: ArchiveSource, limits: ArchiveLimits) throws(ArchiveError) -> any RecordReader

    /// The record of a source at a place; nil when there is none.
    func record(
        in source: ArchiveSource, at place: ArchiveLookup.Place, limits: ArchiveLimits
    ) throws(ArchiveError) -> ArchiveRecord?
}

// What a format need not say: a file of it is an archive that is read in one go.
extension InputFormat {
    package var isPage: Bool { false }

    package func split(_ source: ArchiveSource, targetBytes: Int) throws(ArchiveError) -> [ArchiveSource] { [source] }

    package func record(
        in source: ArchiveSource, at place: ArchiveLookup.Place, limits: ArchiveLimits
    ) throws(ArchiveError) -> ArchiveRecord? {
        let reader = try reader(source, limits: limits)
        while let item = reader.next() {
            if case .record(let record) = item, place.names(record) { return record }
        }
        return nil
    }
}

/// Reads the records of a source, one after the other. It never throws for bad data: what cannot be read is an item too.
package protocol RecordReader: AnyObject {
    /// The next record or damage; nil at the end.
    func next() -> ArchiveItem?
    /// Where reading goes on after the source, once `next()` gave nil; its end where a format has nothing behind it.
    var endOffset: Int { get }
    /// The file, where the reader has it mapped.
    var mapped: MappedFile? { get }
}

extension RecordReader {
    package var endOffset: Int { 0 }
    package var mapped: MappedFile? { nil }
}

extension ArchiveLookup.Place {
    /// Whether a record begins here.
    func names(_ record: ArchiveRecord) -> Bool {
        record.offset == offset && (url.map { $0 == record.targetURI } ?? (record.ordinal == ordinal))
    }
}

extension ArchiveSource {
    /// One window over `range` of a file.
    init(whole path: String, name: String, format: ArchiveFormat, _ range: Range<Int>) {
        self.init(
            path: path, name: name, format: format, begin: range.lowerBound, end: range.upperBound,
            containerBegin: range.lowerBound, containerEnd: range.upperBound)
    }
}
