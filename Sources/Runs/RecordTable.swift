import Configuration
import Parquet
import Platform
import WebArchive

/// A table that says where single records are: the columns of Common Crawl's index, as queries of it give them.
struct RecordTable: Sendable {
    private static let columns = ["warc_filename", "warc_record_offset", "warc_record_length"]
    /// Records of a unit: more would be many requests to lose when a machine dies.
    private static let unitRecords = 4096
    private static let inflatedBytes = 8 << 30

    /// What the corpus calls it.
    let path: String
    /// Archives by name, their records by place, each once.
    let archives: [RecordList]

    /// Bytes of all records.
    var bytes: Int { archives.reduce(0) { $0 + $1.bytes } }

    /// The table as an input of the plan.
    var input: Plan.Input { Plan.Input(path: path, bytes: bytes, files: archives.count) }

    /// Reads a Parquet file, or a CSV with a header line, perhaps in gzip.
    /// - Parameters:
    ///   - file: where it is on this machine.
    ///   - names: what a name in it means.
    /// - Throws: `PipelineError.problems`.
    init(
        file: String, path: String, names: (String) throws(PipelineError) -> String
    ) throws(PipelineError) {
        var rows = Rows()
        do {
            try path.lowercased().hasSuffix(".parquet")
                ? RecordTable.readParquet(file, &rows) : RecordTable.readSeparated(file, &rows)
        } catch {
            throw .problems(["\(error)".hasPrefix(path) ? "\(error)" : "'\(path)': \(error)"])
        }
        guard rows.bad == 0 else {
            throw .problems([
                "'\(path)': \(rows.bad) rows have no place of a record in \(RecordTable.columns.joined(separator: ", "))"
            ])
        }
        guard !rows.places.isEmpty else { throw .problems(["the table '\(path)' has no rows"]) }
        self.path = path
        var archives: [RecordList] = []
        for (name, places) in rows.places.sorted(by: { $0.key < $1.key }) {
            let address = try names(name)
            let last = name.split(separator: "/").last.map(String.init) ?? name
            archives.append(RecordList(path: address, name: last, records: RecordTable.sorted(places)))
        }
        self.archives = archives
    }

    /// What was read so far.
    private struct Rows {
        var places: [String: [Range<Int>]] = [:]
        var bad = 0

        mutating func add(_ name: String?, _ offset: Int?, _ length: Int?) {
            guard let name, !name.isEmpty, let offset, offset >= 0, let length, length > 0, length < 1 << 40,
                offset < 1 << 50
            else { return bad += 1 }
            places[name, default: []].append(offset..<offset + length)
        }
    }

    /// A row that comes twice is one record.
    private static func sorted(_ places: [Range<Int>]) -> [Range<Int>] {
        var sorted: [Range<Int>] = []
        for place in places.sorted(by: { ($0.lowerBound, $0.upperBound) < ($1.lowerBound, $1.upperBound) })
        where sorted.last?.lowerBound != place.lowerBound {
            sorted.append(place)
        }
        return sorted
    }

    private static func readParquet(_ file: String, _ rows: inout Rows) throws {
        try ParquetFile(path: file).forEachRow(of: columns) { _, values in
            rows.add(values[0].text, integer(values[1]), integer(values[2]))
        }
    }

    /// A number, also one that was written as text.
    private static func integer(_ value: ParquetValue) -> Int? {
        if case .integer(let number) = value { number } else { value.text.flatMap { Int($0) } }
    }

    private static func readSeparated(_ file: String, _ rows: inout Rows) throws {
        guard let text = Archives.text(try Files.read(file), limit: inflatedBytes) else {
            throw PipelineError.problems(["damaged, or too large"])
        }
        try text.withUnsafeBytes { bytes in
            var table = SeparatedTable(bytes, separator: UInt8(ascii: ","))
            let header = table.next() ?? []
            let places = try columns.map { column in
                guard let place = header.firstIndex(of: column) else {
                    throw PipelineError.problems([
                        "no column '\(column)' (there are: \(header.joined(separator: ", ")))"
                    ])
                }
                return place
            }
            while let row = table.next() {
                func field(_ index: Int) -> String? { places[index] < row.count ? row[places[index]] : nil }
                rows.add(field(0), field(1).flatMap { Int($0) }, field(2).flatMap { Int($0) })
            }
        }
    }

    /// Cuts the records in units of about `unitBytes`, those of an archive together as far as they go.
    func cut(into parts: inout PlannedParts, unitBytes: Int) {
        var unit: [RecordList] = []
        var (bytes, count) = (0, 0)
        func close(_ parts: inout PlannedParts) {
            if !unit.isEmpty { parts.append(unit) }
            unit = []
            (bytes, count) = (0, 0)
        }
        for archive in archives {
            var begun = false
            for record in archive.records {
                if bytes + record.count > unitBytes || count == RecordTable.unitRecords, count > 0 {
                    close(&parts)
                    begun = false
                }
                if !begun { unit.append(RecordList(path: archive.path, name: archive.name, records: [])) }
                begun = true
                unit[unit.count - 1].records.append(record)
                bytes += record.count
                count += 1
            }
        }
        close(&parts)
    }
}
