package import Configuration
import Facts
import Glibc
import Imaging
import JSON
import Phases
import Platform
import Runs

/// `quarry probe`: the facts of image files. They are read in a worker process without a network, so that a file that
/// kills a decoder costs that file.
package struct FileProbe {
    private let paths: [String]
    private let pipeline: Pipeline

    /// A probe of files with the limits of a pipeline; nil for the defaults.
    /// - Throws: `PipelineError.problems` when the pipeline is wrong.
    package init(paths: [String], pipeline path: String?, sets: [String]) throws(PipelineError) {
        self.paths = paths
        if let path {
            pipeline = try Pipeline.load(path: path, sets: sets, environment: Environment.values)
        } else {
            pipeline = try Pipeline.parse(
                "name: probe\n", file: "defaults", folder: ".", sets: sets, environment: Environment.values)
        }
    }

    /// Calls `body` with one JSON object a file, in order, whatever the files are.
    /// - Throws: `PipelineError` when no worker can be started, or the worker is told to stop.
    package func run(_ body: ([UInt8]) -> Void) throws(PipelineError) {
        do {
            let folder = try Files.makeTemporaryFolder("quarry-probe")
            defer { try? Files.remove(folder) }
            try writeJob(in: folder)
            var done = 0
            var suspect: Int?
            while done < paths.count {
                let (answers, ending) = try attempt(in: folder, from: done)
                for answer in answers.prefix(paths.count - done) { body(answer) }
                done += answers.count
                guard done < paths.count else { return }
                switch ending {
                case .exited(_, let message): throw PipelineError.failed(unit: "probe", code: 3, message: message)
                case .interrupted: throw PipelineError.interrupted
                case .overran:
                    body(FileProbe.failure(paths[done], .imageDeadline))
                    done += 1
                case .died where suspect == done:  // the second time on the same file
                    body(FileProbe.failure(paths[done], .imageCrashed))
                    done += 1
                case .died: suspect = done
                }
            }
        } catch { throw PipelineError(error) }
    }

    /// The resolved pipeline, then a path a line.
    private func writeJob(in folder: String) throws(SystemError) {
        var json = JSONWriter()
        json.raw(Array(pipeline.resolved.utf8))
        json.newline()
        for path in paths {
            json.value(path)
            json.newline()
        }
        try Files.write(json.bytes, to: folder + "/job.jsonl")
    }

    /// Starts a worker on the files from `first`; its answers are whole lines whatever became of it.
    private func attempt(in folder: String, from first: Int) throws -> (answers: [[UInt8]], WatchedChild.Ending) {
        let answersPath = folder + "/answers.jsonl"
        try Files.remove(answersPath)
        let shared = try ScratchFile()
        let beacon = try Beacon(shared)
        let child = try ChildProcess(
            arguments: ["probe", "--job", folder, "--from", "\(first)"], sharing: shared)
        let watched = WatchedChild(child, beacon, recordSeconds: pipeline.config.workers.recordSeconds)
        let ending = watched.wait()
        let bytes = (try? Files.read(answersPath)) ?? []
        var lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false).map { Array($0) }
        if !lines.isEmpty { lines.removeLast() }  // empty, or what a death cut off
        return (lines, ending)
    }

    private static func failure(_ path: String, _ reason: Reason) -> [UInt8] {
        line(path, .failure(MeasureFailure(reason: reason, detail: "")), UnsafeRawBufferPointer(start: nil, count: 0))
    }

    private static func line(
        _ path: String, _ result: Result<MeasuredImage, MeasureFailure>, _ bytes: UnsafeRawBufferPointer
    ) -> [UInt8] {
        var json = JSONWriter()
        json.object { json in
            json.member("path", path)
            result.write(digest: bytes.isEmpty ? "" : SHA256.hash(bytes).hex, bytes, to: &json)
        }
        return json.bytes
    }

    // MARK: The worker

    /// The worker's side: answers the files of a job from number `first` on.
    /// - Throws: `PipelineError`.
    package static func work(job folder: String, from first: Int) throws(PipelineError) {
        do {
            let lines = try Files.read(folder + "/job.jsonl").split(separator: 0x0A)
            let text = String(decoding: lines.first ?? [], as: UTF8.self)
            let config = try Pipeline.parse(text, file: "job", folder: ".").config
            let beacon = try Beacon.inherited()
            var purpose = Sandbox.Purpose()
            // The folders of the files, since a list may have very many.
            let paths = lines.dropFirst().compactMap { (try? JSONValue(parsing: Array($0)))?.string }
            purpose.reading = Set(paths.map { Self.folder(of: $0) }).sorted()
            purpose.writing = [folder]
            try Sandbox.enter(config.workers, for: purpose)
            Interrupts.listen()
            let answers = open(folder + "/answers.jsonl", O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
            guard answers >= 0 else { throw SystemError("create", path: folder + "/answers.jsonl") }
            let limits = config.measure.limits(bytes: config.fetch.maximumBytes)
            for (index, line) in lines.dropFirst().enumerated() where index >= first {
                if Interrupts.isRaised { throw PipelineError.interrupted }
                beacon.begin(index, done: index)
                var answer = probe(try JSONValue(parsing: Array(line)).string ?? "", limits) + [0x0A]
                beacon.end()
                guard write(answers, &answer, answer.count) == answer.count else {
                    throw SystemError("write", path: folder + "/answers.jsonl")
                }
            }
        } catch { throw PipelineError(error) }
    }

    private static func folder(of path: String) -> String {
        path.lastIndex(of: "/").map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
    }

    private static func probe(_ path: String, _ limits: ImageLimits) -> [UInt8] {
        let empty = UnsafeRawBufferPointer(start: nil, count: 0)
        let file: MappedFile
        do { file = try MappedFile(path: path) } catch {
            return line(path, .failure(MeasureFailure(reason: .imageNotFetched, detail: "\(error)")), empty)
        }
        return withExtendedLifetime(file) { line(path, MeasuredImage.measure(file.bytes, limits), file.bytes) }
    }
}
