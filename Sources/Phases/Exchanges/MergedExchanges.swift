import Configuration
import Duplicates
import Exchange
import Glibc
import Platform
package import Runs

/// A phase whose units write exchanges or tables of keys.
package protocol ExchangingPhase: Phase {}

extension ExchangingPhase {
    package func close(_ sum: Committed, _ units: [WorkUnit], run: RunFolder, plan: Plan) throws {
        try MergedExchanges.write(units, run)
    }
}

/// The exchanges of a phase with many units, merged in groups of about the square root of their number when the phase is
/// closed: every bucket's reader opens as many files as there are groups, so that openings grow with the units and not with
/// units times buckets. Bytes of exchanges are read and written once more for that. Tables of keys are read whole by every
/// unit, so theirs become one file.
enum MergedExchanges {
    /// So many files are opened as they are: merging them costs one process more than it spares the others.
    static let mostUnmerged = 16
    private static let suffixes = (exchange: ".sorted", table: ".keys")

    /// Merges what sealed units of a phase wrote.
    static func write(_ units: [WorkUnit], _ run: RunFolder) throws {
        guard units.count > mostUnmerged, let first = units.first else { return }
        let files = try Files.list(run.part(first))
        let names = files.filter { $0.hasSuffix(suffixes.exchange) }
        let folder = folder(first.phase, run)
        try Files.makeFolder(folder)
        for name in files where name.hasSuffix(suffixes.table) {
            let tables = try units.map { try Files.read(run.part($0) + "/" + name) }
            try Files.write(Array(tables.joined()), to: folder + "/" + name)
        }
        let groups = groups(units.map { run.part($0) })
        // Each thread has the files of a group open; four of them stay below the usual 1,024 descriptors.
        let jobs = min(4, max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))))
        try WorkCrew.forEach(groups.count, jobs: jobs) { group in
            for name in names {
                let paths = groups[group].map { $0 + "/" + name }
                try SortedMerge.write(paths, to: "\(folder)/\(group)-\(name)", memory: 16 << 20)
            }
        }
    }

    /// The files of an exchange over the parts of a committed phase: merged ones where there are some.
    static func paths(_ name: String, of phase: PhaseName, parts: [String], _ run: RunFolder) -> [String] {
        let folder = folder(phase, run)
        guard parts.count > mostUnmerged, Files.exists(folder) else { return parts.map { $0 + "/" + name } }
        return groups(parts).indices.map { "\(folder)/\($0)-\(name)" }
    }

    /// The files of a table of keys over the parts of a committed phase: one where they were joined.
    static func tables(_ name: String, of phase: PhaseName, parts: [String], _ run: RunFolder) -> [String] {
        let joined = folder(phase, run) + "/" + name
        return Files.exists(joined) ? [joined] : parts.map { $0 + "/" + name }
    }

    static func folder(_ phase: PhaseName, _ run: RunFolder) -> String { "\(run.work)/\(phase.rawValue).merged" }

    private static func groups(_ parts: [String]) -> [[String]] {
        let size = min(SortedMerge.mostFiles, Int(Double(parts.count).squareRoot().rounded(.up)))
        return stride(from: 0, to: parts.count, by: size).map { Array(parts[$0..<min($0 + size, parts.count)]) }
    }
}
