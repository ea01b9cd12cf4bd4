/// Files that are a page and no archive.
extension ArchiveReader {
    /// The file itself, as a record.
    mutating func page() -> ArchiveItem? {
        let whole = file.lower..<file.upper
        position = file.upper
        return .record(
            ArchiveRecord(
                place: .init(offset: whole.lowerBound, length: whole.count, ordinal: 0),
                headers: HeaderFields([("WARC-Type", "resource"), ("Content-Type", "text/html")]),
                content: mapped(whole)))
    }

    /// The next part of a page saved whole.
    mutating func part() -> ArchiveItem? {
        if saved == nil { saved = SavedPage(mapped(file.lower..<file.upper)) }
        guard saved != nil else {
            position = file.upper
            return damage(file.lower, to: file.upper, .badHeader, "a saved page without parts")
        }
        guard let record = saved?.record() else {
            position = file.upper
            return nil
        }
        return .record(record)
    }
}
