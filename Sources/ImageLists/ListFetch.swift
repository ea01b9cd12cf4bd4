package import Configuration
import Curation
import Facts
import JSON
import Phases
import Platform
package import Runs

/// `quarry fetch`: images of a list of URLs, or the failed ones once more, with the phases `fetch` and `measure` of a run.
package struct ListFetch {
    /// What is asked for.
    package struct Request: Sendable {
        /// The list; nil for everything that has a record (with `retriesFailed`).
        package var list: String?
        /// The column or key of the URL.
        package var column: String?
        /// The folder of records and packs.
        package var output: String
        /// A pipeline file; nil for the defaults.
        package var pipeline: String?
        /// `section.key=value`.
        package var sets: [String] = []
        /// Ranges (CIDR) opened although they are private.
        package var allowAddresses: [String] = []
        /// Whether URLs that failed for a retryable reason are tried again.
        package var retriesFailed = false
        /// Worker processes at once.
        package var jobs = 1

        /// A request with the defaults.
        package init(output: String) { self.output = output }
    }

    private let request: Request
    private let pipeline: Pipeline
    private let pipelineFolder: String
    /// Nil when everything that has a record is asked for.
    private let list: URLList?
    private var store: ImageStore

    /// Reads pipeline, list and records; touches nothing.
    /// - Throws: `PipelineError.problems` with everything that is wrong.
    package init(_ request: Request) throws(PipelineError) {
        self.request = request
        (pipeline, pipelineFolder) = try ListFetch.pipeline(request)
        try pipeline.config.fetch.check()
        list = try request.list.map { path throws(PipelineError) in try URLList(path, column: request.column) }
        store = try ImageStore(folder: request.output)
    }

    /// What a person should know though the fetch goes on: a line each.
    package var warnings: [String] { pipeline.config.fetch.mannersOff }

    /// Whether `folder` holds a run (`quarry run`), whose failed images are retried in the run itself.
    package static func isRun(_ folder: String) -> Bool {
        if Files.exists(folder + "/corpus.json") { return true }
        return (try? Plan.read(RunFolder(folder), .standard))?.list == nil && Files.exists(RunFolder(folder).plan)
    }

    private static func pipeline(_ request: Request) throws(PipelineError) -> (Pipeline, folder: String) {
        func load(_ sets: [String]) throws(PipelineError) -> Pipeline {
            guard let path = request.pipeline else {
                return try Pipeline.parse(
                    "name: fetch\n", file: "defaults", folder: ".", sets: sets, environment: Environment.values)
            }
            return try Pipeline.load(path: path, sets: sets, environment: Environment.values)
        }
        let folder = request.pipeline.flatMap { path in
            let file = Files.absolute(path)
            return file.lastIndex(of: "/").map { String(file[..<$0]) }
        }
        let own = try load(request.sets)
        guard !request.allowAddresses.isEmpty else { return (own, folder ?? ".") }
        var json = JSONWriter()
        json.array { json in
            for range in own.config.fetch.allowAddresses + request.allowAddresses { json.value(range) }
        }
        return (try load(request.sets + ["fetch.allow-addresses=\(json.text)"]), folder ?? ".")
    }

    /// Fetches what has no record yet (and, if asked, what failed), measures it, and writes the outcome of every line.
    /// - Throws: `PipelineError`; the same command resumes.
    package mutating func run(progress: Progress) throws(PipelineError) {
        do { try bring(progress) } catch { throw PipelineError(error) }
    }

    private mutating func bring(_ progress: Progress) throws {
        let run = RunFolder(request.output)
        if Files.exists(run.path), !Files.exists(store.records.path), !Files.exists(run.plan) {
            let names = (try? Files.list(run.path)) ?? []
            guard names.allSatisfy({ ["work", "images", "lock"].contains($0) }) else {
                throw PipelineError.otherRun(
                    "'\(run.path)' is not empty and holds no images of this tool: give another --output")
            }
        }
        try Files.makeFolder(run.work)
        let lock = try RunLock(path: run.path + "/lock")
        defer { lock.release() }
        if try store.records.isOutdated { store = try ImageStore(folder: request.output) }
        let round = try FetchRound(run: run, pipeline: pipeline, folder: pipelineFolder, urls: forEachWanted)
        if round.count > 0 {
            try round.begin()
            try round.work(jobs: request.jobs, progress: progress)
            try round.publish(to: store)
        }
        try writeOutcomes()
        if round.count > 0 || !Files.exists(run.plan) { try Files.remove(run.work) }
    }

    /// The URLs to fetch, each once, in the order of the list.
    private func forEachWanted(_ body: (String) throws -> Void) throws {
        var seen: Set<UInt64> = []
        func take(_ url: String) throws {
            let isWanted = !store.records.has(url) || request.retriesFailed && store.records.isRetryable(url)
            if isWanted, seen.insert(URLKey.hash(of: url)).inserted { try body(url) }
        }
        guard let list else { return try store.records.forEachURL(take) }
        try list.forEachLine { if case .url(let url) = $0 { try take(ImageStore.normalized(url)) } }
    }

    /// Calls `body` with the outcome of every line of the list (of every record, without a list), a JSON object.
    /// - Throws: `SystemError`, `PipelineError`; what `body` throws.
    package func forEachOutcome(_ body: ([UInt8]) throws -> Void) throws {
        var number = 0
        try forEachLine { line, facts in
            number += 1
            try body(outcome(line: list == nil ? nil : number, line, facts))
        }
    }

    /// How many lines ended with each status.
    /// - Throws: `SystemError`, `PipelineError`.
    package func counts() throws -> [(status: String, lines: Int)] {
        var counts: [String: Int] = [:]
        try forEachLine { _, facts in
            let word = facts?.dropFirst("\"status\":\"".utf8.count).prefix { $0 != UInt8(ascii: "\"") }
            let status = word.map { String(decoding: $0, as: UTF8.self) } ?? Reason.imageInvalidURL.rawValue
            counts[status, default: 0] += 1
        }
        return counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { ($0.key, $0.value) }
    }

    /// The lines of the list (the URLs of all records, without one), each with what its record says from the status on.
    private func forEachLine(_ body: (ListLine, ArraySlice<UInt8>?) throws -> Void) throws {
        func tell(_ line: ListLine) throws {
            guard case .url(let url) = line else { return try body(line, nil) }
            try body(line, store.records.facts(ImageStore.normalized(url)))
        }
        guard let list else { return try store.records.forEachURL { try tell(.url($0)) } }
        try list.forEachLine(tell)
    }

    private func outcome(line number: Int?, _ line: ListLine, _ facts: ArraySlice<UInt8>?) -> [UInt8] {
        var json = JSONWriter()
        json.object { json in
            if let number { json.member("line", number) }
            switch line {
            case .none(let why):
                json.member("url", "")
                json.member("status", Reason.imageInvalidURL.rawValue)
                json.member("detail", why)
                ImageRecord.write(nil, to: &json)
                FetchRecord.Answer().write(to: &json)
                ImageStore.write(nil, to: &json)
            case .url(let url): json.member("url", url)
            }
        }
        guard let facts else { return json.bytes }
        return json.bytes.dropLast() + [UInt8(ascii: ",")] + facts
    }

    private func writeOutcomes() throws {
        guard list != nil else { return }
        var file = try AtomicFile(path: request.output + "/outcomes.jsonl")
        try forEachOutcome { try file.write($0 + [0x0A]) }
        try file.commit()
    }
}
