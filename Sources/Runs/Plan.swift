package import Configuration
import CorpusFiles
import Documents
import JSON
package import Platform
import WebArchive

/// What a run will do: its inputs cut in ranges, the resolved pipeline and the number of buckets. Written once.
package struct Plan: Sendable {
    /// An input, as it was when the run was planned: an archive, a page, or a folder's pages together.
    package struct Input: Sendable, Equatable {
        package let path: String
        package var bytes: Int
        var files = 1

        /// Its last part, of a folder with a slash behind: what the corpus calls it.
        package var name: String {
            (path.split(separator: "/").last.map(String.init) ?? "") + (path.hasSuffix("/") ? "/" : "")
        }

        /// An input of `bytes` in all.
        package init(path: String, bytes: Int, files: Int = 1) {
            self.path = path
            self.bytes = bytes
            self.files = files
        }
    }

    /// The pipeline.
    package let pipeline: Pipeline
    /// Where the pipeline's relative paths start.
    package let folder: String
    package let inputs: [Input]
    /// What each unit of `extract` reads: one range of an archive, or several HTML files.
    package let parts: PlannedParts
    /// Buckets of every exchange.
    package let buckets: Int
    /// The folders by which the plan's file names inputs and pipeline.
    package let roots: Roots
    /// Digest of the list of URLs when the run only fetches and measures that list (`quarry fetch`).
    package var list: String?

    /// The phases that the run does; not part of the plan's file: the program has them.
    package let phases: PhaseList

    /// What a person should know of the inputs; not part of the plan's file.
    package var warnings: [String] = []

    /// A plan that is not written yet.
    package init(
        pipeline: Pipeline, folder: String, inputs: [Input], parts: PlannedParts,
        exchange: (buckets: Int, list: String?),
        phases: PhaseList
    ) {
        self.pipeline = pipeline
        self.folder = folder
        self.inputs = inputs
        self.parts = parts
        (buckets, list) = exchange
        self.phases = phases.asked(by: pipeline.config, inputBytes: inputs.reduce(0) { $0 + $1.bytes })
        roots = parts.roots
    }

    /// Bytes of all inputs.
    package var inputBytes: Int { inputs.reduce(0) { $0 + $1.bytes } }

    // MARK: plan.json

    private static let format = "quarry-plan-4"
    /// Who planned a run also does it: another version may cut, measure or judge otherwise.
    private static let tool = "\(Tool.name) \(Tool.version)"

    /// The plan as JSON; equal plans give equal bytes, whatever folders its roots are.
    /// - Parameter roots: the folders to write.
    private func json(roots written: Roots) -> [UInt8] {
        var json = JSONWriter()
        json.object { json in
            json.member("format", Plan.format)
            json.member("tool", Plan.tool)
            json.member("pipeline_sha256", pipeline.digest.hex)
            json.member("folder", roots.encode(folder))
            json.key("roots")
            json.object { json in
                for (name, folder) in written.folders.sorted(by: { $0.key < $1.key }) {
                    json.key(name)
                    json.value(folder)
                }
            }
            json.key("pipeline")
            json.raw(Array(pipeline.resolved.utf8))
            json.member("buckets", buckets)
            if let list { json.member("list", list) }
            json.key("inputs")
            json.array { json in
                for input in inputs {
                    json.object { json in
                        json.member("path", roots.encode(input.path))
                        json.member("bytes", input.bytes)
                        json.member("files", input.files)
                    }
                }
            }
            json.member("parts_xxh3", Hex.encode(parts.digest))
            json.key("parts")
            json.array { json in
                for part in parts.parts {
                    json.array { json in
                        json.value(part.length)
                        json.value(part.cost)
                    }
                }
            }
        }
        json.newline()
        return json.bytes
    }

    /// Whether a finished corpus is that of this pipeline and these inputs.
    func makes(_ manifest: CorpusManifest) -> Bool {
        manifest.pipeline == pipeline.resolved && manifest.inputs.map(\.name) == inputs.map(\.name)
            && manifest.inputs.map(\.bytes) == inputs.map(\.bytes)
    }

    /// Whether the run has a plan: this one, or (false) another.
    /// - Throws: `PipelineError.system` when the plan that is there cannot be read.
    package func isPlan(of run: RunFolder) throws(PipelineError) -> Bool? {
        let found: [UInt8]?
        do { found = try Files.readIfThere(run.plan) } catch { throw .system(error) }
        guard let bytes = found else { return nil }
        let roots = (try? JSONValue(parsing: bytes))?["roots"].flatMap(Plan.roots) ?? Roots()
        return bytes == json(roots: roots)
    }

    private static func roots(_ json: JSONValue) -> Roots? {
        guard let members = json.members else { return nil }
        var folders: [String: String] = [:]
        for member in members { folders[member.key] = member.value.string }
        return Roots(folders)
    }

    /// Writes the plan, which makes a run of the folder: what the units read first, the plan last.
    package func write(_ run: RunFolder) throws(SystemError) {
        try Files.makeFolder(run.temporary)
        try Files.write(parts.text, to: run.parts)
        try Files.write(json(roots: roots), to: run.plan)
    }

    /// Reads the plan of a run.
    /// - Throws: `PipelineError.damaged` when it is not one.
    package static func read(_ run: RunFolder, _ phases: PhaseList) throws(PipelineError) -> Plan {
        let bytes: [UInt8]
        do { bytes = try Files.read(run.plan) } catch {
            throw error.exitCode == 3 ? .problems(["there is no run in '\(run.path)': \(error)"]) : .system(error)
        }
        guard let json = try? JSONValue(parsing: bytes), let format = json["format"]?.string else {
            throw .damaged("\(run.plan) is not a plan")
        }
        let tool = json["tool"]?.string ?? "an older quarry"
        guard format == Plan.format, tool == Plan.tool else {
            throw .otherRun(
                "the run in '\(run.path)' was planned by \(tool), this is \(Plan.tool): finish it with that program, "
                    + "or begin anew in another folder")
        }
        do { return try parse(json, run, phases) } catch let error as PipelineError { throw error } catch {
            throw .damaged("\(run.plan) is damaged")
        }
    }

    private static func parse(_ json: JSONValue, _ run: RunFolder, _ phases: PhaseList) throws -> Plan {
        guard let planned = json["folder"]?.string, let resolved = json["pipeline"],
            let roots = json["roots"].flatMap(roots), let buckets = json["buckets"]?.integer,
            let inputs = json["inputs"]?.array,
            let parts = json["parts"]?.array
        else { throw RecordError(missing: "plan") }
        let here = try roots.moved(to: run.roots)
        func place(_ text: String) throws -> String {
            guard let place = here.decode(text) else { throw RecordError(missing: "roots") }
            return place.path
        }
        let folder = try place(planned)
        let pipeline = try Pipeline.read(resolved: resolved, file: "plan.json", folder: folder)
        return Plan(
            pipeline: pipeline, folder: folder,
            inputs: try inputs.map { input in
                guard let path = input["path"]?.string, let bytes = input["bytes"]?.integer,
                    let files = input["files"]?.integer
                else { throw RecordError(missing: "inputs") }
                return Input(path: try place(path), bytes: bytes, files: files)
            },
            parts: PlannedParts(
                path: run.parts, roots: here,
                sizes: try parts.map { part in
                    guard let sizes = part.array?.compactMap(\.integer), sizes.count == 2 else {
                        throw RecordError(missing: "parts")
                    }
                    return (sizes[0], sizes[1])
                }), exchange: (buckets, json["list"]?.string), phases: phases)
    }
}
