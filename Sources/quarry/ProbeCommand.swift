import ArgumentParser
import Glibc
import ImageLists
import JSON
import Platform
import Runs

/// `quarry probe`: the facts of image files.
struct ProbeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "probe", abstract: "Print the facts of image files; exits 0 however bad the files are.",
        discussion: """
            Each file is decoded once in a worker without a network: one that kills its decoder costs a line.

            EXAMPLE:
              quarry probe *.jpg --json | jq -r 'select(.status != "ok") | .path'
              find images -type f | quarry probe - --json
            """)

    @Argument(help: "Files; '-' reads paths from standard input, one a line.", completion: .file())
    var files: [String] = []

    @Flag(help: "Print a JSON object a line: path, status (ok or a reason), format, width, height, sha256, phash, …")
    var json = false

    @Option(help: "A pipeline file whose limits hold (measure, workers).", completion: .file())
    var pipeline: String?

    @Option(name: .long, parsing: .singleValue, help: "A value of the pipeline: section.key=value (repeatable).")
    var set: [String] = []

    @Option(help: .hidden)
    var job: String?

    @Option(help: .hidden)
    var from = 0

    func validate() throws {
        if files.isEmpty && job == nil { throw ValidationError("give files, or '-' for a list on standard input") }
    }

    func run() throws {
        if let job { return try FileProbe.work(job: job, from: from) }
        Interrupts.listen()
        var paths: [String] = []
        for file in files {
            if file != "-" { paths.append(file) }
            if file == "-" { while let line = readLine() { if !line.isEmpty { paths.append(line) } } }
        }
        try FileProbe(paths: paths, pipeline: pipeline, sets: set).run { line in
            Output.line(json ? String(decoding: line, as: UTF8.self) : Self.text(line))
        }
    }

    private static func text(_ line: [UInt8]) -> String {
        guard let json = try? JSONValue(parsing: line), let path = json["path"]?.string else { return "" }
        guard json["status"]?.string == "ok" else {
            let detail = json["detail"]?.string ?? ""
            return "\(path): \(json["status"]?.string ?? "")\(detail.isEmpty ? "" : " (\(detail))")"
        }
        func number(_ key: String) -> Int { json[key]?.integer ?? 0 }
        func word(_ key: String) -> String { json[key]?.string ?? "" }
        let frames = number("frames") > 1 ? ", \(number("frames")) frames" : ""
        return "\(path): \(word("format")) \(number("width"))×\(number("height")) \(word("mode"))\(frames), "
            + "phash \(word("phash")), sha256 \(word("sha256"))"
    }
}
