import Configuration
import Curation
import Facts
import JSON
import Platform
import Runs

/// The lines of a store's `records.jsonl`, found by URL. In memory are their places alone, 30 to 45 bytes a record, so
/// that a list may be as long as the disk has room for.
final class ImageRecords {
    /// Where a line is, without its line feed.
    private struct Place {
        var offset: Int
        let length: UInt32
        /// Whether it came since `records.jsonl` was written.
        var isNew: Bool
        /// Whether it failed for a reason that another day may mend.
        let isRetryable: Bool
    }

    private let folder: String
    /// In the order of the file.
    private var places: [Place] = []
    /// The place of a URL, by `URLKey`.
    private var numbers: [UInt64: UInt32] = [:]
    /// `records.jsonl` as it was written last.
    private var file: RandomAccessFile?
    /// How that was before it was read; nil when there was none.
    private let state: InputState?
    /// What came since.
    private var news: ScratchFile?
    private var newsBytes = 0

    /// Reads the records that are there; a file that is not there yet is empty.
    /// - Parameter body: gets every record.
    /// - Throws: `PipelineError.damaged` for a line that is no record; `SystemError`.
    init(in folder: String, _ body: (JSONValue) -> Void) throws {
        self.folder = folder
        state = try Self.state(of: folder)
        guard state != nil else { return }
        file = try RandomAccessFile(path: path)
        try Files.forEachLine(path) { line, offset in
            guard !line.isEmpty else { return }
            guard line.count <= UInt32.max, let json = try? JSONValue(parsing: Array(line)),
                let url = json["url"]?.string
            else {
                throw PipelineError.damaged("\(path) has a line that is no record: delete the line, and its URL is new")
            }
            put(Self.place(offset, line.count, json["status"]?.string ?? "", isNew: false), url: url)
            body(json)
        }
    }

    /// Of the file.
    var path: String { Self.path(in: folder) }

    /// Whether somebody else wrote the file since it was read.
    var isOutdated: Bool { get throws(SystemError) { try Self.state(of: folder) != state } }

    func has(_ url: String) -> Bool { numbers[URLKey.hash(of: url)] != nil }

    /// Whether the URL failed for a reason that another day may mend.
    func isRetryable(_ url: String) -> Bool { place(url)?.isRetryable == true }

    /// The record of a URL from its status on: `"status":…}`, nil when it has none.
    /// - Throws: `SystemError`.
    func facts(_ url: String) throws(SystemError) -> ArraySlice<UInt8>? {
        guard let place = place(url) else { return nil }
        let line = try line(place)
        // A quote inside the URL is escaped, so this cannot be found in it.
        return line.withUnsafeBytes { $0.firstPlace(of: Self.mark) }.map { line[($0 + 2)...] }
    }

    /// Adds a record, or takes the place of the one the URL has.
    /// - Throws: `SystemError`.
    func add(_ line: [UInt8], url: String, status: String) throws(SystemError) {
        if news == nil { news = try ScratchFile(in: folder) }
        try news?.write(line, at: newsBytes)
        put(Self.place(newsBytes, line.count, status, isNew: true), url: url)
        newsBytes += line.count
    }

    /// Calls `body` with the URL of every record, in their order.
    /// - Throws: `SystemError`; what `body` throws.
    func forEachURL(_ body: (String) throws -> Void) throws {
        for place in places {
            if let url = try JSONValue(parsing: line(place))["url"]?.string { try body(url) }
        }
    }

    /// Replaces `records.jsonl`.
    /// - Throws: `SystemError`.
    func write() throws(SystemError) {
        var output = try AtomicFile(path: path)
        var written = places
        for (number, place) in places.enumerated() {
            (written[number].offset, written[number].isNew) = (output.count, false)
            try output.write(line(place))
            try output.write([0x0A])
        }
        try output.commit()
        file = try RandomAccessFile(path: path)
        (places, news, newsBytes) = (written, nil, 0)
    }

    private static func path(in folder: String) -> String { folder + "/records.jsonl" }

    private static func state(of folder: String) throws(SystemError) -> InputState? {
        Files.exists(path(in: folder)) ? try InputState(path: path(in: folder)) : nil
    }

    private static let mark = Array("\",\"status\":".utf8)

    private static func place(_ offset: Int, _ length: Int, _ status: String, isNew: Bool) -> Place {
        Place(
            offset: offset, length: UInt32(length), isNew: isNew,
            isRetryable: Reason(rawValue: status)?.isRetryable == true)
    }

    private func place(_ url: String) -> Place? { numbers[URLKey.hash(of: url)].map { places[Int($0)] } }

    private func put(_ place: Place, url: String) {
        let key = URLKey.hash(of: url)
        if let number = numbers[key] { return places[Int(number)] = place }
        numbers[key] = UInt32(places.count)
        places.append(place)
    }

    private func line(_ place: Place) throws(SystemError) -> [UInt8] {
        var line = [UInt8](repeating: 0, count: Int(place.length))
        if place.isNew {
            try news?.read(line.count, into: &line, at: place.offset)
        } else {
            try file?.read(line.count, into: &line, at: place.offset)
        }
        return line
    }
}
