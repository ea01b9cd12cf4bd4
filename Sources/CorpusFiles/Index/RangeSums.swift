import Facts
import Foundation
import GRDB
import Platform

/// What the files of an index count together: values of documents are added up, images that several files have count once.
struct RangeSums {
    /// How often each value of a distribution occurs.
    private(set) var counts: [String: [DatabaseValue: Int]] = [:]
    private(set) var distinctDomains = 0, distinctImages = 0
    /// Distinct images whose bytes lie in a pack.
    private(set) var packedImages = 0
    /// Documents whose id another file has too; 0 in a sound index.
    private(set) var sharedIDs = 0

    /// Reads the files; of domains and images one piece at a time is held, by the beginning of their keys.
    init(_ ranges: [IndexRange]) throws(StorageError) {
        for name in ["words", "images", "language"] {
            for rows in try ranges.each({ file throws(StorageError) in try file.distribution(name) }) {
                counts[name, default: [:]].merge(rows, uniquingKeysWith: +)
            }
        }
        try countDomains(ranges)
        for byte in UInt8.min...UInt8.max {
            let ids = try ranges.each { file throws(StorageError) in try file.ids(firstByte: byte) }.flatMap(\.self)
            sharedIDs += ids.count - Set(ids).count
            for image in try ranges.distinctImages(firstByte: byte) {
                distinctImages += 1
                if image.pack >= 0 { packedImages += 1 }
                counts["width", default: [:]][image.signals.width.databaseValue, default: 0] += 1
                counts["height", default: [:]][image.signals.height.databaseValue, default: 0] += 1
                counts["format", default: [:]][image.signals.format.databaseValue, default: 0] += 1
            }
        }
    }

    /// Domains kept in the table: those with most documents.
    private static let mostDomains = 1000

    private mutating func countDomains(_ ranges: [IndexRange]) throws(StorageError) {
        var most: [(domain: String, count: Int)] = []
        // Hosts begin with letters and digits; whatever else there is falls below, between or above them.
        let borders = [""] + "0123456789:abcdefghijklmnopqrstuvwxyz{".map { String($0) }
        for (position, border) in borders.enumerated() {
            let end = position + 1 < borders.count ? borders[position + 1] : nil
            var sums: [String: Int] = [:]
            for rows in try ranges.each({ file throws(StorageError) in try file.domains(from: border, below: end) }) {
                for row in rows { sums[row.domain, default: 0] += row.count }
            }
            distinctDomains += sums.count
            most += sums.map { ($0.key, $0.value) }
            most.sort { $0.count != $1.count ? $0.count > $1.count : Self.precedes($0.domain, $1.domain) }
            most.removeLast(max(0, most.count - Self.mostDomains))
        }
        counts["domain"] = Dictionary(uniqueKeysWithValues: most.map { ($0.domain.databaseValue, $0.count) })
    }

    /// SQLite's order of texts: by bytes.
    private static func precedes(_ left: String, _ right: String) -> Bool {
        left.utf8.lexicographicallyPrecedes(right.utf8)
    }

    /// The rows of `distributions`, in the order of its key.
    var rows: [(name: String, value: DatabaseValue, count: Int)] {
        counts.sorted { $0.key < $1.key }.flatMap { name, values in
            values.sorted { left, right in
                if let one = Int.fromDatabaseValue(left.key), let other = Int.fromDatabaseValue(right.key) {
                    return one < other
                }
                return Self.precedes(
                    String.fromDatabaseValue(left.key) ?? "", String.fromDatabaseValue(right.key) ?? "")
            }.map { (name, $0.key, $0.value) }
        }
    }

    /// The sum of all values of a distribution of numbers.
    func sum(_ name: String) -> Int {
        (counts[name] ?? [:]).reduce(0) { $0 + (Int.fromDatabaseValue($1.key) ?? 0) * $1.value }
    }

    /// How many values a catalogue counts otherwise.
    func differences(from catalogue: IndexFile) throws(StorageError) -> Int {
        var found = try catalogue.meta()["distinct_domains"] == "\(distinctDomains)" ? 0 : 1
        for (name, values) in counts {
            let told = try catalogue.distribution(name)
            found += Set(told.keys).union(values.keys).count { told[$0] != values[$0] }
        }
        return found
    }
}

extension IndexFile {
    /// The ranges that a catalogue names, in order.
    func rangePlaces() throws(StorageError) -> [(name: String, first: Int, documents: Int)] {
        try reading { database in
            try Row.fetchAll(database, sql: "SELECT name, first, documents FROM ranges ORDER BY range")
                .map { (try $0.text(0), try $0.amount(1), try $0.amount(2)) }
        }
    }

    /// How often each value of a distribution occurs.
    func distribution(_ name: String) throws(StorageError) -> [DatabaseValue: Int] {
        try reading { database in
            let rows = try Row.fetchAll(
                database, sql: "SELECT value, count FROM distributions WHERE name = ?", arguments: [name])
            return Dictionary(try rows.map { ($0[0] as DatabaseValue, try $0.amount(1)) }, uniquingKeysWith: +)
        }
    }

    /// How many documents are of each domain, of those from `start` on and below `end`.
    func domains(from start: String, below end: String?) throws(StorageError) -> [(domain: String, count: Int)] {
        try reading { database in
            let condition = end == nil ? "domain >= ?" : "domain >= ? AND domain < ?"
            let sql = "SELECT domain, count(*) FROM documents WHERE \(condition) GROUP BY 1"
            return try Row.fetchAll(
                database, sql: sql, arguments: StatementArguments([start] + (end.map { [$0] } ?? []))
            )
            .map { (try $0.text(0), try $0.amount(1)) }
        }
    }

    /// The images whose SHA-256 begins with a byte.
    func images(firstByte: UInt8) throws(StorageError) -> [ImageRow] {
        try images(sha256Prefix: Hex.encode([firstByte]), limit: Int(Int32.max))
    }

    /// The ids that begin with a byte.
    func ids(firstByte: UInt8) throws(StorageError) -> [Data] {
        try reading { database in
            let sql = "SELECT id FROM documents WHERE id BETWEEN ? AND ?"
            let last = Data([firstByte] + [UInt8](repeating: .max, count: 9))
            return try Data.fetchAll(database, sql: sql, arguments: [Data([firstByte]), last])
        }
    }

    /// How many rows of images there are.
    func imageCount() throws(StorageError) -> Int {
        try reading { try Int.fetchOne($0, sql: "SELECT count(*) FROM images") ?? 0 }
    }
}
