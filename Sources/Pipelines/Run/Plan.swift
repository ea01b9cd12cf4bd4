import JSON
import Platform
import Records
import WebArchive

/// What a run will do: its inputs cut in ranges, the resolved pipeline and the number of buckets. Written once.
public struct Plan: Sendable {
    /// An input, as it was when the run was planned: an archive, a page, or a folder's pages together.
    struct Input: Sendable, Equatable {
        let path: String
        var bytes: Int
        var files = 1
    }

    /// The pipeline.
    let pipeline: Pipeline
    /// Where the pipeline's relative paths start.
    let folder: String
    let inputs: [Input]
    /// What each unit of `extract` reads: one range of an archive, or several HTML files.
    let parts: PlannedParts
    /// Buckets of every exchange.
    let buckets: Int
    /// Digest of the list of URLs when the run only fetches and measures that list (`quarry fetch`).
    var list: String?

    /// What a person should know of the inputs; not part of the plan's file.
    var warnings: [String] = []

    /// Bytes of all inputs.
    var inputBytes: Int { inputs.reduce(0) { $0 + $1.bytes } }

    // MARK: plan.json

    /// The plan as JSON; equal plans give equal bytes.
    private var json: [UInt8] {
        var json = JSONWriter()
        json.object { json in
            json.member("format", "quarry-plan-2")
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
                        json.member("files", input.files)
                    }
                }
            }
            json.member("parts_sha256", SHA256.hash(parts.text).hex)
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

    /// Whether the run has a plan: this one, or (false) another.
    func isPlan(of run: RunFolder) -> Bool? { (try? Files.read(run.plan)).map { $0 == json } }

    /// Writes the plan, which makes a run of the folder: what the units read first, the plan last.
    func write(_ run: RunFolder) throws(SystemError) {
        try Files.makeFolder(run.temporary)
        try Files.write(parts.text, to: run.parts)
        try Files.write(json, to: run.plan)
    }

    /// Reads the plan of a run.
    /// - Throws: `PipelineError.damaged` when it is not one.
    static func read(_ run: RunFolder) throws(PipelineError) -> Plan {
        let bytes: [UInt8]
        do { bytes = try Files.read(run.plan) } catch {
            throw .problems(["there is no run in '\(run.path)': \(error)"])
        }
        guard let json = try? JSONValue(parsing: bytes), json["format"]?.string == "quarry-plan-2",
            let plan = try? parse(json, run)
        else { throw .damaged("\(run.plan) is not a plan of this version") }
        return plan
    }

    private static func parse(_ json: JSONValue, _ run: RunFolder) throws -> Plan {
        guard let folder = json["folder"]?.string, let resolved = json["pipeline"],
            let buckets = json["buckets"]?.integer, let inputs = json["inputs"]?.array,
            let parts = json["parts"]?.array
        else { throw RecordError(missing: "plan") }
        let pipeline = try Pipeline.read(resolved: resolved, file: "plan.json", folder: folder)
        return Plan(
            pipeline: pipeline, folder: folder,
            inputs: try inputs.map { input in
                guard let path = input["path"]?.string, let bytes = input["bytes"]?.integer,
                    let files = input["files"]?.integer
                else { throw RecordError(missing: "inputs") }
                return Input(path: path, bytes: bytes, files: files)
            },
            parts: PlannedParts(
                path: run.parts,
                sizes: try parts.map { part in
                    guard let sizes = part.array?.compactMap(\.integer), sizes.count == 2 else {
                        throw RecordError(missing: "parts")
                    }
                    return (sizes[0], sizes[1])
                }), buckets: buckets, list: json["list"]?.string)
    }
}
