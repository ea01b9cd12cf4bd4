import Configuration
import Glibc
import JSON
import Platform

/// How a list of URLs is written.
enum ListFormat: Equatable {
    /// A URL a line.
    case plain
    /// A JSON object a line; the URL is the string under `column`. A line that is a JSON string is the URL.
    case jsonLines(column: String)
    /// RFC 4180 with a header line; the URL is in the column of that name.
    case separated(by: UInt8, column: String)

    /// By the file's name and first byte. A column name that is given makes a file of unknown kind a CSV.
    init(path: String, first: UInt8?, column: String?) {
        let name = path.lowercased()
        func ends(_ endings: String...) -> Bool { endings.contains { name.hasSuffix($0) } }
        if ends(".jsonl", ".ndjson", ".json") || first == UInt8(ascii: "{") || first == UInt8(ascii: "\"") {
            self = .jsonLines(column: column ?? "url")
        } else if ends(".tsv") {
            self = .separated(by: 0x09, column: column ?? "url")
        } else if ends(".csv") || column != nil {
            self = .separated(by: UInt8(ascii: ","), column: column ?? "url")
        } else {
            self = .plain
        }
    }
}

/// One line of a list (one record of a CSV, which may be several lines of text).
enum ListLine: Equatable {
    case url(String)
    /// There is no URL in it, and why.
    case none(String)
}

/// Reads a list line by line.
struct ListReader {
    private let format: ListFormat

    init(_ format: ListFormat) { self.format = format }

    /// Whether lines can be read of `bytes`.
    /// - Throws: `PipelineError.problems` for Parquet, and for a CSV whose header lacks the column.
    func check(_ bytes: UnsafeRawBufferPointer) throws(PipelineError) {
        if bytes.starts(with: Array("PAR1".utf8)) {
            throw .problems([
                "the list is a Parquet file, which is not read: write its column of URLs as lines, for example with "
                    + "duckdb -c \"COPY (SELECT url FROM 'list.parquet') TO 'urls.csv'\""
            ])
        }
        guard case .separated(let separator, let column) = format else { return }
        var table = SeparatedTable(bytes, separator: separator)
        guard let header = table.next(), !header.contains(column) else { return }
        let columns = header.map { "'\(Terminal.safe($0))'" }.joined(separator: ", ")
        let nearest = Nearest.name(column, among: header).map { "; did you mean '\($0)'?" } ?? ""
        throw .problems([
            "the list has no column '\(column)' (it has \(columns)); name one with --column\(nearest)"
        ])
    }

    /// Calls `body` with the lines of `bytes` in order.
    /// - Throws: as `check`; what `body` throws.
    func forEachLine(_ bytes: UnsafeRawBufferPointer, _ body: (ListLine) throws -> Void) throws {
        try check(bytes)
        switch format {
        case .plain: try Self.forEachText(bytes) { try body(Self.address(String(decoding: $0, as: UTF8.self))) }
        case .jsonLines(let column): try Self.forEachText(bytes) { try body(Self.json(Array($0), column)) }
        case .separated(let separator, let column):
            var table = SeparatedTable(bytes, separator: separator)
            guard let place = table.next()?.firstIndex(of: column) else { return }
            while let row = table.next() {
                try body(place < row.count ? Self.address(row[place]) : .none("no column '\(column)' in the line"))
            }
        }
    }

    /// Lines without their ends; what follows the last line end counts when it is not empty.
    private static func forEachText(
        _ bytes: UnsafeRawBufferPointer, _ body: (Slice<UnsafeRawBufferPointer>) throws -> Void
    ) throws {
        guard let base = bytes.baseAddress else { return }
        var start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        while start < bytes.count {
            let feed = memchr(base + start, 0x0A, bytes.count - start)
            let end = feed.map { UnsafeRawPointer($0) - base } ?? bytes.count
            try body(bytes[start..<(end > start && bytes[end - 1] == 0x0D ? end - 1 : end)])
            start = end + 1
        }
    }

    /// A line of JSON without the key says which keys it has.
    private static func json(_ line: [UInt8], _ column: String) -> ListLine {
        guard let json = try? JSONValue(parsing: line) else { return .none("not JSON") }
        guard let text = json.string ?? json[column]?.string else {
            let members = json[column] == nil ? json.members ?? [] : []
            let keys = members.map { "'\(Terminal.safe($0.key))'" }.joined(separator: ", ")
            return .none("no text '\(column)' in the line" + (keys.isEmpty ? "" : " (it has \(keys))"))
        }
        return address(text)
    }

    /// Spaces around a URL and line ends in it are no part of it (URL Standard, 4.4).
    private static func address(_ text: String) -> ListLine {
        if !text.isEmpty, text.utf8.allSatisfy({ $0 > 0x20 }) { return .url(text) }
        let clean = text.unicodeScalars.filter { $0 != "\n" && $0 != "\r" && $0 != "\t" }
        let front = clean.drop { $0.value <= 0x20 }
        let end = front.lastIndex { $0.value > 0x20 }.map { front.index(after: $0) } ?? front.startIndex
        let address = String(String.UnicodeScalarView(front[..<end]))
        return address.isEmpty ? .none("empty") : .url(address)
    }
}
