package import CorpusFiles
package import Documents
package import Facts
import JSON
package import Platform

/// `quarry drops`: what left, one by one.
package struct DropsInspection: Sendable {
    /// Only this reason; nil for all.
    package let reason: Reason?
    /// Only this unit; nil for all.
    package let unit: Unit?
    /// At most so many; nil for all.
    package let limit: Int?
    /// So many of all that are asked for, each as likely as another; nil for those that come first.
    package var sample: Int?
    /// Which ones a sample takes: the same seed, the same drops.
    package var seed: UInt64 = 0

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
        // Of a few all are told, of many the nearest.
        let others =
            names.count < 10
            ? " (there are: \(names.joined(separator: ", ")))"
            : Nearest.closest(to: name, among: names).map { "; the nearest is '\($0)'" } ?? ""
        throw .unanswerable("there is no \(kind) '\(name)'\(others)")
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
        if let sample { return try forEach(of: sample, in: corpus, body) }
        var count = 0
        do {
            try corpus.forEachDrop(for: reason) { drop in
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

    private func forEach(
        of size: Int, in corpus: Corpus, _ body: (Drop) -> Void
    ) throws(InspectionError) -> Int {
        let taken = try reading {
            var sample = Sample<Drop>(size: size, seed: seed)
            try corpus.forEachDrop(for: reason) { drop in
                if includes(drop), size > 0 { sample.offer(drop) }
            }
            return sample.elements
        }
        for drop in taken { body(drop) }
        return taken.count
    }

    /// A drop for `--json`: a line.
    package static func json(_ drop: Drop) -> String {
        var json = JSONWriter()
        drop.write(to: &json)
        return json.text
    }

    /// A drop for people: a line, and below it where it stood and what it was, as far as that is known.
    package static func lines(_ drop: Drop, on screen: Screen) -> String {
        let margin = "    "
        var text = Terminal.hanging(line(drop), width: screen.width, indent: margin)
        if !drop.path.isEmpty { text += "\n" + screen.grey(DropLines.path(drop.path, on: screen)) }
        if drop.reason.unit != .record, drop.reason.unit != .document, !drop.page.isEmpty {
            text += "\n" + screen.grey(margin + flat(drop.page))
        }
        if !drop.text.isEmpty { text += "\n" + Terminal.wrapped(flat(drop.text), width: screen.width, indent: margin) }
        return text
    }

    private static func flat(_ text: String) -> String { Terminal.safe(text).replacing("\n", with: " ") }

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
