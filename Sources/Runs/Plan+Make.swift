import Configuration
import Platform
import WebArchive

extension Plan {
    /// Finds the archives behind `paths` and cuts them; nothing is written.
    ///
    /// A file that is called an archive and is none becomes one bad record as long as others can be read: one rotten
    /// file must not stop a run over thousands. Ranges are smaller where there is little input, so that it feeds every
    /// core; how they are cut depends on the input alone.
    /// - Throws: `PipelineError.problems` for an input that cannot be read or is no archive.
    static func make(
        pipeline: Pipeline, folder: String, paths: [String], run: RunFolder, phases: PhaseList
    ) throws(PipelineError) -> Plan {
        let found = try InputFiles.expand(paths, excluding: run.path, pipeline.config)
        let files = found.files
        let roots = run.roots.completed(pipeline: folder, inputs: files.filter { $0.remote == nil }.map(\.path))
        let bytes = files.reduce(0) { $0 + $1.bytes } + found.tables.reduce(0) { $0 + $1.bytes }
        let range = min(pipeline.config.input.rangeBytes, max(8 << 20, bytes / 64))
        var parts = PlannedParts(roots: roots)
        var pages = PageGroups(bytes: range, roots: roots)
        var problems: [String] = []
        var rotten: [(source: ArchiveSource, problem: String)] = []
        for table in found.tables { table.cut(into: &parts, unitBytes: range) }
        for file in files {
            if let remote = file.remote {
                for window in file.windows(of: range) { parts.append([window], remote: remote) }
                continue
            }
            do {
                for source in try Archives.sources(at: file.path) {
                    if Archives.format(of: source).isPage {
                        pages.append(ArchiveSource(page: source, name: file.name))
                    } else {
                        for window in try Archives.windows(source, targetBytes: range) { parts.append([window]) }
                    }
                }
            } catch {
                switch error {
                case .empty: continue
                case .unknownFormat where InputFiles.isArchiveName(file.path):
                    rotten.append((ArchiveSource(unreadable: file), "\(error)"))
                case .system(let error) where !error.isPathFault: throw .system(error)
                case .system, .unknownFormat, .badContainer, .noRecord: problems.append("\(error)")
                }
            }
        }
        pages.close()
        if parts.count + pages.parts.count == 0 { problems += rotten.map(\.problem) }
        guard problems.isEmpty else { throw .problems(problems) }
        parts.append(pages.parts)
        for file in rotten { parts.append([file.source]) }
        let asked = pipeline.config.workers.buckets
        // The units of a bucket of 16 MiB took as long to start as to do; 64 MiB still sort in memory in one go.
        let buckets = asked > 0 ? asked : min(256, max(1, bytes / (64 << 20)))
        var plan = Plan(
            pipeline: pipeline, folder: folder, inputs: inputs(files) + found.tables.map(\.input), parts: parts,
            exchange: (buckets, nil),
            phases: phases)
        plan.warnings = warnings(files) + rotten.map { $0.problem + "; the run goes on without it" }
        return plan
    }

    /// Every archive and every page that was named; the pages of a folder and the archives of a list as one.
    private static func inputs(_ files: [InputFile]) -> [Input] {
        var inputs: [Input] = []
        var places: [String: Int] = [:]
        for file in files {
            let pages = file.folder.flatMap { InputFiles.isArchiveName(file.path) ? nil : $0 + "/" }
            guard let together = file.list ?? pages else {
                inputs.append(Input(path: file.path, bytes: file.bytes))
                continue
            }
            if let place = places[together] {
                inputs[place].bytes += file.bytes
                inputs[place].files += 1
            } else {
                places[together] = inputs.count
                inputs.append(Input(path: together, bytes: file.bytes))
            }
        }
        return inputs
    }

    private static func warnings(_ files: [InputFile]) -> [String] {
        let empty = files.filter { $0.bytes == 0 }.map(\.path)
        let more = empty.count > 10 ? ["… and \(empty.count - 10) more files are empty"] : []
        return empty.prefix(10).map { "\($0): the file is empty" } + more
    }
}

/// HTML files in groups of at most `bytes` and 1,000 files.
private struct PageGroups {
    let bytes: Int
    private(set) var parts: PlannedParts
    private var group: [ArchiveSource] = []
    private var size = 0

    init(bytes: Int, roots: Roots) {
        self.bytes = bytes
        parts = PlannedParts(roots: roots)
    }

    mutating func append(_ page: ArchiveSource) {
        if size + page.end > bytes || group.count == 1000 { close() }
        group.append(page)
        size += page.end
    }

    mutating func close() {
        if !group.isEmpty { parts.append(group) }
        group = []
        size = 0
    }
}

extension ArchiveSource {
    /// A file in which no record can be found: read as a plain archive, it is one piece of garbage.
    fileprivate init(unreadable file: InputFile) {
        self.init(
            path: file.path, name: file.name, format: .warc, begin: 0, end: file.bytes, containerBegin: 0,
            containerEnd: file.bytes)
    }
}
