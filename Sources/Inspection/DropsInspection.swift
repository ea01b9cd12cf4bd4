package import CorpusFiles
package import Documents
package import Facts
import JSON
import Platform

/// `quarry drops`: what left, one by one.
package struct DropsInspection: Sendable {
    /// Only this reason; nil for all.
    package let reason: Reason?
    /// Only this unit; nil for all.
    package let unit: Unit?
    /// At most so many; nil for all.
    package let limit: Int?

    /// A question.
    /// - Throws: `InspectionError.unanswerable` for a reason or unit that does not exist, with the nearest name.
    package init(reason: String?, unit: String?, limit: Int?) throws(InspectionError) {
        self.limit = limit
        self.reason = try reason.map { name throws(InspectionError) in
            try DropsInspection.named(name, "reason", Reason.allCases.map(\.rawValue), Reason.init(rawValue:))
        }
        self.unit = try unit.map { name throws(InspectionError) in
            try DropsInspection.named(name, "unit", Unit.allCases.map(\.rawValue), Unit.init(rawValue:))
        }
    }

    private static func named<T>(
        _ name: String, _ kind: String, _ names: [String], _ make: (String) -> T?
    ) throws(InspectionError) -> T {
        if let value = make(name) { return value }
        let nearest = EditDistance.nearest(to: name, among: names) ?? ""
        throw .unanswerable("there is no \(kind) '\(name)'; the nearest is '\(nearest)'")
    }

    /// Whether a drop is asked for.
    package func includes(_ drop: Drop) -> Bool {
        (reason == nil || drop.reason == reason) && (unit == nil || drop.reason.unit == unit)
    }

    /// Gives the drops that are asked for to `body`, log by log, until the limit.
    /// - Returns: how many were given.
    /// - Throws: `InspectionError.unanswerable` when the corpus has no drop logs; `.storage`.
    @discardableResult
    package func forEach(in corpus: Corpus, _ body: (Drop) -> Void) throws(InspectionError) -> Int {
        guard !corpus.dropLogs.isEmpty else {
            throw .unanswerable("\(corpus.folder) was made without drop logs; 'quarry funnel' has the counts")
        }
        var count = 0
        do {
            try corpus.forEachDrop { drop in
                guard includes(drop) else { return }
                guard limit.map({ count < $0 }) ?? true else { throw Enough() }
                count += 1
                body(drop)
            }
        } catch is Enough {
            return count
        } catch let error as StorageError {
            throw .storage(error)
        } catch {
            throw .unanswerable("\(error)")
        }
        return count
    }

    /// A drop for `--json`: a line.
    package static func json(_ drop: Drop) -> String {
        var json = JSONWriter()
        drop.write(to: &json)
        return json.text
    }

    /// A drop for people: a line.
    package static func line(_ drop: Drop) -> String {
        var parts = [drop.reason.rawValue]
        if !drop.detail.isEmpty { parts.append("(\(drop.detail))") }
        if !drop.document.isEmpty { parts.append("\(drop.document)#\(drop.ordinal)") }
        if !drop.url.isEmpty { parts.append(drop.url) }
        return Terminal.safe(parts.joined(separator: "  ")).replacing("\n", with: " ")
    }
}

private struct Enough: Error {}
