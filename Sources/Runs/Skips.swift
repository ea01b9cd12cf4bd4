package import Facts
import JSON
package import Platform

/// Records that killed a worker or overran: the unit counts them with their reason and goes around them.
package struct Skips: Sendable, Equatable {
    package private(set) var reasons: [Int: Reason] = [:]

    /// Reads the list of a unit; empty when there is none.
    /// - Throws: `SystemError` when it cannot be read: without it a record would kill its worker again.
    package static func read(_ path: String) throws(SystemError) -> Skips {
        var skips = Skips()
        guard let bytes = try Files.readIfThere(path) else { return skips }
        let text = String(decoding: bytes, as: UTF8.self)
        for line in text.split(separator: "\n") {
            guard let json = try? JSONValue(parsing: String(line)), let record = json["record"]?.integer,
                let reason = json["reason"]?.string.flatMap(Reason.init(rawValue:))
            else { continue }
            skips.reasons[record] = reason
        }
        return skips
    }

    package subscript(record: Int) -> Reason? { reasons[record] }

    /// Adds a record and writes the list, sorted.
    package mutating func add(_ record: Int, _ reason: Reason, path: String) throws(SystemError) {
        reasons[record] = reason
        var json = JSONWriter()
        for (record, reason) in reasons.sorted(by: { $0.key < $1.key }) {
            json.object { json in
                json.member("record", record)
                json.member("reason", reason.rawValue)
            }
            json.newline()
        }
        try Files.write(json.bytes, to: path)
    }
}
