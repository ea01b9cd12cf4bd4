import JSON
import Platform
import Records
import WebArchive

/// What a run will do: its inputs cut in ranges, the resolved pipeline and the number of buckets. Written once.
public struct Plan: Sendable {
    /// A file of the input, as it was when the run was planned.
    struct Input: Sendable, Equatable {
        let path: String
        let bytes: Int
    }

    /// The pipeline.
    let pipeline: Pipeline
    /// Where the pipeline's relative paths start.
    let folder: String
    let inputs: [Input]
    /// What each unit of `extract` reads: one range of an archive, or several HTML files.
    let ranges: [[ArchiveSource]]
    /// Buckets of every exchange.
    let buckets: Int
    /// Digest of the list of URLs when the run only fetches and measures that list (`quarry fetch`).
    var list: String?

    /// What a person should know of the inputs; not part of the plan's file.
    var warnings: [String] = []

    /// Bytes of all inputs.
    var inputBytes: Int { inputs.reduce(0) { $0 + $1.bytes } }

    /// Finds the archives behind `paths` and cuts them; nothing is written.
    ///
    /// A file that is called an archive and is none becomes one bad record as long as others can be read: one rotten
    /// file must not stop a run over thousands. Ranges are smaller where there is little input, so that it feeds every
    /// core; how they are cut depends on the input alone.
    /// - Throws: `PipelineError.problems` for an input that cannot be read or is no archive.
    static func make(pipeline: Pipeline, folder: String, paths: [String]) throws(PipelineError) -> Plan {
        let files = try InputFiles.expand(paths)
        let bytes = files.reduce(0) { $0 + $1.bytes }
        let range = min(pipeline.config.input.rangeBytes, max(8 << 20, bytes / 64))
        var ranges: [[ArchiveSource]] = []
        var pages: [ArchiveSource] = []
        var problems: [String] = []
        var rotten: [(source: ArchiveSource, problem: String)] = []
        for file in files {
            do {
                for source in try Archives.sources(at: file.path) {
                    if source.format == .html {
                        pages.append(source)
                    } else {
                        ranges += try Archives.split(source, targetBytes: range).map { [$0] }
                    }
                }
            } catch {
                switch error {
                case .empty: continue
                case .unknownFormat where InputFiles.isArchiveName(file.path):
                    rotten.append((ArchiveSource(unreadable: file.path, bytes: file.bytes), "\(error)"))
                case .system, .unknownFormat, .badContainer, .noRecord: problems.append("\(error)")
                }
            }
        }
        if ranges.isEmpty && pages.isEmpty { problems += rotten.map(\.problem) }
        guard problems.isEmpty else { throw .problems(problems) }
        ranges += group(pages, bytes: range)
        ranges += rotten.map { [$0.source] }
        let buckets = min(256, max(1, bytes / (16 << 20)))
        var plan = Plan(pipeline: pipeline, folder: folder, inputs: files, ranges: ranges, buckets: buckets)
        plan.warnings = files.filter { $0.bytes == 0 }.map { "\($0.path): the file is empty" }
        plan.warnings += rotten.map { $0.problem + "; the run goes on without it" }
        return plan
    }

    /// HTML files in groups of at most `bytes` and 1,000 files.
    private static func group(_ pages: [ArchiveSource], bytes: Int) -> [[ArchiveSource]] {
        var groups: [[ArchiveSource]] = []
        var size = 0
        for page in pages {
            if groups.isEmpty || size + (page.end - page.begin) > bytes || groups[groups.count - 1].count == 1000 {
                groups.append([])
                size = 0
            }
            groups[groups.count - 1].append(page)
            size += page.end - page.begin
        }
        return groups
    }

    // MARK: plan.json

    /// The plan as JSON; equal plans give equal bytes.
    var json: [UInt8] {
        var json = JSONWriter()
        json.object { json in
            json.member("format", "quarry-plan-1")
            json.member("pipeline_sha256", pipeline.digest.hex)
            json.member("folder", folder)
            json.key("pipeline")
            json.raw(Array(pipeline.resolved.utf8))
            json.member("buckets", buckets)
            if let list { json.member("list", list) }
            json.key("inputs")
            json.array { json in
                for input in inputs {
                    json.object { json in
                        json.member("path", input.path)
                        json.member("bytes", input.bytes)
                    }
                }
            }
            json.key("units")
            json.array { json in
                for range in ranges {
                    json.array { json in for source in range { Plan.write(source, to: &json) } }
                }
            }
        }
        json.newline()
        return json.bytes
    }

    private static func write(_ source: ArchiveSource, to json: inout JSONWriter) {
        json.object { json in
            json.member("path", source.path)
            json.member("name", source.name)
            json.member("format", source.format.rawValue)
            json.member("begin", source.begin)
            json.member("end", source.end)
            json.member("container_begin", source.containerBegin)
            json.member("container_end", source.containerEnd)
        }
    }

    /// Reads the plan of a run.
    /// - Throws: `PipelineError.damaged` when it is not one.
    static func read(_ run: RunFolder) throws(PipelineError) -> Plan {
        let bytes: [UInt8]
        do { bytes = try Files.read(run.plan) } catch {
            throw .problems(["there is no run in '\(run.path)': \(error)"])
        }
        guard let json = try? JSONValue(parsing: bytes), json["format"]?.string == "quarry-plan-1",
            let plan = try? parse(json)
        else { throw .damaged("\(run.plan) is not a plan of this version") }
        return plan
    }

    private static func parse(_ json: JSONValue) throws -> Plan {
        guard let folder = json["folder"]?.string, let resolved = json["pipeline"],
            let buckets = json["buckets"]?.integer, let inputs = json["inputs"]?.array,
            let units = json["units"]?.array
        else { throw RecordError(missing: "plan") }
        let pipeline = try Pipeline.read(resolved: resolved, file: "plan.json", folder: folder)
        return Plan(
            pipeline: pipeline, folder: folder,
            inputs: try inputs.map { input in
                guard let path = input["path"]?.string, let bytes = input["bytes"]?.integer else {
                    throw RecordError(missing: "inputs")
                }
                return Input(path: path, bytes: bytes)
            },
            ranges: try units.map { try ($0.array ?? []).map(source) }, buckets: buckets, list: json["list"]?.string)
    }

    private static func source(_ json: JSONValue) throws -> ArchiveSource {
        guard let path = json["path"]?.string, let name = json["name"]?.string,
            let format = json["format"]?.string.flatMap(ArchiveFormat.init(rawValue:)),
            let begin = json["begin"]?.integer, let end = json["end"]?.integer,
            let containerBegin = json["container_begin"]?.integer, let containerEnd = json["container_end"]?.integer
        else { throw RecordError(missing: "units") }
        var source = ArchiveSource(
            path: path, name: name, format: format, begin: begin, end: end, containerBegin: containerBegin,
            containerEnd: containerEnd)
        source.beginsRecord = true  // as `Archives.split` cut it
        return source
    }
}

extension ArchiveSource {
    /// A file in which no record can be found: read as a plain archive, it is one piece of garbage.
    fileprivate init(unreadable path: String, bytes: Int) {
        self.init(
            path: path, name: path.split(separator: "/").last.map(String.init) ?? path, format: .warc, begin: 0,
            end: bytes, containerBegin: 0, containerEnd: bytes)
    }
}
