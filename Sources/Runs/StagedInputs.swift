import Configuration
import Platform
import RemoteFiles
import WebArchive

/// The bytes of a unit's remote inputs on this machine's disk. The supervisor brings them before the worker begins, for the
/// worker has no network; each archive is a file whose parts stand at their own places.
struct StagedInputs {
    /// Bytes before a window, by which its first member is told from one that is quoted in another.
    static let lead = 1 << 20
    /// Bytes behind a window, where its last record ends; more when that is not enough.
    private static let firstTail = 1 << 20
    /// One request of several that bring a window at once.
    private static let pieceBytes = 16 << 20
    private static let jobs = 4

    let folder: String
    private let store: RemoteStore
    private let archives: [Archive]
    private var tail = 0

    /// A remote file, and what the unit reads of it.
    private struct Archive {
        let address: RemoteAddress
        let state: RemoteState?
        let isWhole: Bool
        var ranges: [Range<Int>]
    }

    /// What the unit needs; nil when all of it is on this machine.
    init?(_ unit: WorkUnit, plan: Plan, folder: String, store: RemoteStore) throws(PipelineError) {
        guard plan.phases[unit.phase]?.readsInputs == true, unit.index < plan.parts.count else { return nil }
        let planned = try plan.parts.planned(unit.index)
        guard planned.contains(where: \.isRemote) else { return nil }
        var archives: [Archive] = []
        for one in planned where one.isRemote {
            let range = one.source.begin..<one.source.end
            if let last = archives.indices.last, "\(archives[last].address)" == one.source.path {
                archives[last].ranges.append(range)
                continue
            }
            guard let address = RemoteAddress(one.source.path) else {
                throw .damaged("'\(one.source.path)' in the plan is no address")
            }
            archives.append(
                Archive(
                    address: address, state: one.state?.remote,
                    isWhole: one.source.format == .unopened || one.source.isRecord,
                    ranges: [range]))
        }
        (self.folder, self.store, self.archives) = (folder, store, archives)
    }

    /// Brings what is not there yet.
    /// - Throws: `PipelineError`.
    mutating func bring() throws(PipelineError) {
        do {
            try Files.makeFolder(folder)
            let before = tail
            tail = before == 0 ? StagedInputs.firstTail : min(before << 3, 1 << 40)
            for (number, archive) in archives.enumerated() {
                let ranges = archive.isWhole ? archive.ranges : [window(archive, before)]
                let copy = try RemoteCopy(path: "\(folder)/\(number)", count: ranges.map(\.upperBound).max() ?? 0)
                let pieces = archive.state == nil ? RemoteCopy.coalesced(ranges) : ranges.flatMap(StagedInputs.pieces)
                try copy.bring(pieces, of: archive.address, archive.state, from: store, jobs: StagedInputs.jobs)
            }
        } catch { throw PipelineError(error) }
    }

    /// What of a window with its surroundings is still to be brought, when `before` bytes behind it were.
    private func window(_ archive: Archive, _ before: Int) -> Range<Int> {
        let (range, size) = (archive.ranges[0], archive.state?.bytes ?? archive.ranges[0].upperBound)
        let end = min(size, range.upperBound + tail)
        let begin = before == 0 ? max(0, range.lowerBound - StagedInputs.lead) : min(end, range.upperBound + before)
        return begin..<end
    }

    private static func pieces(_ range: Range<Int>) -> [Range<Int>] {
        stride(from: range.lowerBound, to: range.upperBound, by: pieceBytes).map {
            $0..<min(range.upperBound, $0 + pieceBytes)
        }
    }

    // MARK: the worker's side

    /// The sources of a unit as files of `folder`, which keep the names of the archives.
    static func sources(_ planned: [PlannedParts.Planned], in folder: String) throws(PipelineError) -> [ArchiveSource] {
        var sources: [ArchiveSource] = []
        var (number, last) = (-1, "")
        for one in planned {
            if one.source.path != last { (number, last) = (number + 1, one.source.path) }
            let path = "\(folder)/\(number)"
            do {
                if one.source.format == .unopened {
                    sources += try opened(path, one.source)
                } else {
                    sources.append(one.source.staged(at: path, count: try Files.size(path)))
                }
            } catch { throw .system(error) }
        }
        return sources
    }

    /// What a file holds that was brought whole. One that is no archive is one bad record, as in a folder of archives.
    private static func opened(_ path: String, _ source: ArchiveSource) throws(SystemError) -> [ArchiveSource] {
        do throws(ArchiveError) {
            return try Archives.sources(at: path).filter { !Archives.format(of: $0).isPage }.map { found in
                // An archive in a container has a name behind that of the file.
                let inner = found.name.firstIndex(of: "/").map { found.name[$0...] } ?? ""
                return ArchiveSource(
                    path: path, name: source.name + inner, format: found.format, begin: found.begin, end: found.end,
                    containerBegin: found.containerBegin, containerEnd: found.containerEnd)
            }
        } catch {
            switch error {
            case .system(let error): throw error
            case .empty: return []
            case .unknownFormat, .badContainer, .noRecord:
                return [
                    ArchiveSource(
                        path: path, name: source.name, format: .warc, begin: 0, end: source.end, containerBegin: 0,
                        containerEnd: source.end)
                ]
            }
        }
    }
}

extension ArchiveSource {
    /// The same window of a copy that has `count` bytes, and not all that is before it.
    fileprivate func staged(at path: String, count: Int) -> ArchiveSource {
        let lower = isRecord ? containerBegin : max(0, begin - StagedInputs.lead)
        var source = ArchiveSource(
            path: path, name: name, format: format, begin: begin, end: end, containerBegin: lower,
            containerEnd: min(containerEnd, count))
        (source.isRecord, source.beginsRecord) = (isRecord, isRecord)
        source.beginsBefore = !isRecord && lower > 0
        source.endsAfter = !isRecord && count < containerEnd
        return source
    }
}
