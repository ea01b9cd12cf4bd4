package import Configuration
import Facts
import Glibc
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
    private let lines: [ListLine]
    private var store: ImageStore

    /// Reads pipeline, list and records; touches nothing.
    /// - Throws: `PipelineError.problems` with everything that is wrong.
    package init(_ request: Request) throws(PipelineError) {
        self.request = request
        (pipeline, pipelineFolder) = try ListFetch.pipeline(request)
        try pipeline.config.fetch.check()
        lines = try request.list.map { path throws(PipelineError) in try ListFetch.read(path, request.column) } ?? []
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

    private static func read(_ path: String, _ column: String?) throws(PipelineError) -> [ListLine] {
        if path == "-" {
            var bytes: [UInt8] = []
            while let line = readLine(strippingNewline: false) { bytes += Array(line.utf8) }
            let format = ListFormat(path: "", first: bytes.first, column: column)
            var result = Result<[ListLine], PipelineError>.success([])
            bytes.withUnsafeBytes { pointer in
                do throws(PipelineError) { result = .success(try ListReader(format).lines(pointer)) } catch {
                    result = .failure(error)
                }
            }
            return try result.get()
        }
        let file: MappedFile
        do { file = try MappedFile(path: path, advice: .sequential) } catch { throw .problems(["the list: \(error)"]) }
        let format = ListFormat(path: path, first: file.bytes.first, column: column)
        return try ListReader(format).lines(file.bytes)
    }

    /// Fetches what has no record yet (and, if asked, what failed), measures it, and writes the outcome of every line.
    /// - Throws: `PipelineError`; the same command resumes.
    package mutating func run(progress: Progress) throws(PipelineError) {
        let run = RunFolder(request.output)
        if Files.exists(run.path), !Files.exists(store.recordsPath), !Files.exists(run.plan) {
            let names = (try? Files.list(run.path)) ?? []
            guard names.allSatisfy({ ["work", "images", "lock"].contains($0) }) else {
                throw .otherRun("'\(run.path)' is not empty and holds no images of this tool: give another --output")
            }
        }
        do { try Files.makeFolder(run.work) } catch { throw .system(error) }
        let lock = try RunLock(path: run.path + "/lock")
        defer { lock.release() }
        store = try ImageStore(folder: request.output)  // again, now that nobody else writes it
        let wanted = self.wanted
        if !wanted.isEmpty {
            let round = FetchRound(run: run, urls: wanted, pipeline: pipeline, folder: pipelineFolder)
            try round.begin()
            try round.work(jobs: request.jobs, progress: progress)
            try round.publish(to: &store)
        }
        do {
            try writeOutcomes()
            if !wanted.isEmpty || !Files.exists(run.plan) { try Files.remove(run.work) }
        } catch { throw .system(error) }
    }

    /// The URLs to fetch, each once, in the order of the list.
    private var wanted: [String] {
        var seen: Set<String> = []
        return candidates.filter { url in
            (!store.has(url) || request.retriesFailed && store.isRetryable(url)) && seen.insert(url).inserted
        }
    }

    private var candidates: [String] {
        guard request.list != nil else { return store.urls }
        return lines.compactMap { if case .url(let url) = $0 { ImageStore.normalized(url) } else { nil } }
    }

    /// Calls `body` with the outcome of every line of the list (of every record, without a list), a JSON object.
    package func forEachOutcome(_ body: ([UInt8]) throws -> Void) rethrows {
        guard request.list != nil else {
            for url in store.urls { try body(outcome(line: nil, .url(url))) }
            return
        }
        for (index, line) in lines.enumerated() { try body(outcome(line: index + 1, line)) }
    }

    /// How many lines ended with each status.
    package var counts: [(status: String, lines: Int)] {
        var counts: [String: Int] = [:]
        for line in request.list == nil ? store.urls.map(ListLine.url) : lines {
            var status = Reason.imageInvalidURL.rawValue
            if case .url(let url) = line, let facts = store.facts(ImageStore.normalized(url)) {
                let word = facts.dropFirst("\"status\":\"".utf8.count).prefix { $0 != UInt8(ascii: "\"") }
                status = String(decoding: word, as: UTF8.self)
            }
            counts[status, default: 0] += 1
        }
        return counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { ($0.key, $0.value) }
    }

    private func outcome(line number: Int?, _ line: ListLine) -> [UInt8] {
        var json = JSONWriter()
        if case .url(let url) = line, let facts = store.facts(ImageStore.normalized(url)) {
            json.object { json in
                if let number { json.member("line", number) }
                json.member("url", url)
            }
            return json.bytes.dropLast() + [UInt8(ascii: ",")] + facts
        }
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
        return json.bytes
    }

    private func writeOutcomes() throws(SystemError) {
        guard request.list != nil else { return }
        var file = try AtomicFile(path: request.output + "/outcomes.jsonl")
        for (index, line) in lines.enumerated() { try file.write(outcome(line: index + 1, line) + [0x0A]) }
        try file.commit()
    }
}
