package import Configuration
package import CorpusFiles
import Platform
import RemoteFiles

/// A finished corpus in a bucket.
///
/// The files that `corpus.json` promises are sent first, and it last: a folder without it is no corpus yet. Nothing is
/// written over, so that what a killed command sent is found again and what belongs to another corpus stays.
package struct CorpusUpload: Sendable {
    private let folder: RemoteAddress
    private let store: RemoteStore
    private let last: PhaseName?

    /// Files or parts that are sent at once; each takes 8 MiB.
    private static let jobs = 8
    private static let resumes = "what was sent stays: the same command goes on from there"

    /// The folder in which the work for a corpus at `output` is done.
    /// - Throws: `PipelineError.problems`.
    package static func folder(output: String, work: String?) throws(PipelineError) -> String {
        switch (RemoteAddress.isAddress(output), work) {
        case (false, nil): return output
        case (true, let work?): return work
        case (true, nil):
            throw .problems(["'\(output)': give --work FOLDER too, where the corpus is made before it is sent"])
        case (false, .some): throw .problems(["--work is for --output s3://…: the work of a run is in its own folder"])
        }
    }

    /// The corpus of a plan, which is to be at `output`; nothing is connected to yet.
    /// - Parameter environment: where the bucket's keys and endpoint are found.
    /// - Throws: `PipelineError.problems` when that is no folder of a bucket.
    package init(
        _ output: String, of plan: Plan, environment: [String: String] = Environment.all
    ) throws(PipelineError) {
        guard let folder = RemoteAddress(output.hasSuffix("/") ? output : output + "/"), folder.isInBucket else {
            throw .problems(["'\(output)': a corpus is sent to s3://bucket/folder, nowhere else"])
        }
        self.folder = folder
        last = plan.phases.names.last
        store = RemoteStore(try plan.pipeline.config.fetch.storePolicy(), environment: environment)
    }

    /// The corpus of the run whose plan is in `run`.
    /// - Throws: `PipelineError`.
    package init(_ output: String, ofPlanIn run: RunFolder, phases: PhaseList) throws(PipelineError) {
        try self.init(output, of: Plan.read(run, phases))
    }

    // MARK: before the work

    /// Finds out, before days of work, that the folder can be written and holds nothing but files of corpora.
    /// - Throws: `PipelineError.problems`, `.otherRun`; `.unseen` when the store does not answer.
    package func check() throws(PipelineError) {
        do { _ = try hasCorpus() } catch { throw CorpusUpload.ladder(error, isBefore: true) }
    }

    /// The manifest of the corpus of `runner` where the bucket has it and this machine has not; nil where it is still to be
    /// made or sent.
    /// - Throws: as `check`; `PipelineError.otherRun` when the folder holds another corpus.
    package func finished(_ runner: Runner) throws(PipelineError) -> CorpusManifest? {
        do {
            // What this machine still has is compared file by file when it is sent.
            guard try hasCorpus(), !Files.exists(runner.run.path + "/" + CorpusManifest.fileName) else { return nil }
            let place = try file(CorpusManifest.fileName)
            let there = try CorpusManifest(
                store.whole(place, limit: CorpusManifest.largest), path: place.description)
            if runner.plan.makes(there) { return there }
        } catch { throw CorpusUpload.ladder(error, isBefore: true) }
        throw .otherRun("'\(folder)' holds another corpus: give another --output")
    }

    private func hasCorpus() throws -> Bool {
        let there = try names()
        if there[CorpusManifest.fileName] != nil { return true }
        try refuse(there.keys.filter { !OutputFile.isOfCorpora($0) })
        try store.checkIsWritable(file(CorpusManifest.fileName))
        return false
    }

    private func refuse(_ others: [String]) throws(PipelineError) {
        guard let other = others.min() else { return }
        throw .otherRun("'\(folder)' holds '\(other)', which is none of the corpus' files: give another --output")
    }

    /// The sizes of what is in the folder, by name.
    private func names() throws(RemoteError) -> [String: Int] {
        let length = folder.description.count
        return Dictionary(
            try store.list(folder).map { (String($0.address.description.dropFirst(length)), $0.state.bytes) }
        ) { $1 }
    }

    private func file(_ name: String) throws(RemoteError) -> RemoteAddress {
        if let address = folder.appending(name) { return address }
        throw .malformed(folder, detail: "'\(name)' is no name of a file")
    }

    // MARK: sending

    /// Sends the corpus in `run` when `phase` was the last one.
    /// - Throws: as `send`.
    package func sendIfDone(
        _ run: RunFolder, after phase: PhaseName, say: @escaping @Sendable (String) -> Void
    ) throws(PipelineError) {
        if phase == last { try send(run, say: say) }
    }

    /// Makes the bucket's folder the corpus in `run`; what is there of it already is not sent again.
    /// - Parameter say: told what is done, a line at a time.
    /// - Throws: `PipelineError.otherRun` when the folder holds anything else, `.unseen` when the store fails: then what was
    ///   sent stays, and the same call goes on from there.
    package func send(_ run: RunFolder, say: @Sendable (String) -> Void) throws(PipelineError) {
        let lock = Files.exists(run.work) ? try RunLock(path: run.lock) : nil
        defer { lock?.release() }
        do { try send(run.path, say) } catch { throw CorpusUpload.ladder(error, isBefore: false) }
    }

    private func send(_ corpus: String, _ say: @Sendable (String) -> Void) throws {
        let manifest = try CorpusManifest(folder: corpus)
        let seal = try sealed(corpus)
        let there = try names()
        if there[CorpusManifest.fileName] != nil {
            try store.check(seal, at: file(CorpusManifest.fileName))
        } else {
            let ours = Set(manifest.files.map(\.path))
            try refuse(there.keys.filter { !ours.contains($0) })
        }
        // Without the right to list them they are left to a rule of the bucket.
        try? store.abortUploads(below: folder)
        try check(manifest.files.filter { there[$0.path] != nil }, in: corpus)
        let missing = manifest.files.filter { there[$0.path] == nil }
        if !missing.isEmpty {
            let bytes = missing.reduce(0) { $0 + $1.bytes }
            say("sending \(missing.count) of \(manifest.files.count) files, \(bytes) bytes, to \(folder)")
        }
        try send(missing, of: corpus)
        try checkAllIsThere(manifest)
        if there[CorpusManifest.fileName] == nil {
            try store.put(seal, to: file(CorpusManifest.fileName), jobs: CorpusUpload.jobs)
        }
    }

    private func sealed(_ corpus: String) throws(SystemError) -> LocalObject {
        let path = corpus + "/" + CorpusManifest.fileName
        let digest = try SHA256.hash(file: path).hex
        return LocalObject(path: path, bytes: try Files.size(path), sha256: digest, type: "application/json")
    }

    private func object(_ file: CorpusManifest.File, in corpus: String) -> LocalObject {
        let type = file.kind == .report ? "text/html; charset=utf-8" : "application/octet-stream"
        return LocalObject(path: corpus + "/" + file.path, bytes: file.bytes, sha256: file.sha256, type: type)
    }

    /// Small files several at once, the parts of large ones likewise.
    private func send(_ files: [CorpusManifest.File], of corpus: String) throws {
        let objects = files.map { object($0, in: corpus) }
        let small = files.indices.filter { !objects[$0].isLarge }
        try WorkCrew.forEach(small.count, jobs: CorpusUpload.jobs) { try send(files[small[$0]], of: corpus) }
        for index in files.indices where objects[index].isLarge { try send(files[index], of: corpus) }
    }

    private func send(_ file: CorpusManifest.File, of corpus: String) throws {
        // A file that is not as it was promised must not become one that is.
        guard try SHA256.hash(file: corpus + "/" + file.path).hex == file.sha256 else {
            throw PipelineError.damaged(
                "'\(corpus)/\(file.path)' changed since the corpus was made: quarry verify \(corpus)")
        }
        try store.put(object(file, in: corpus), to: self.file(file.path), jobs: CorpusUpload.jobs)
    }

    private func check(_ files: [CorpusManifest.File], in corpus: String) throws {
        try WorkCrew.forEach(files.count, jobs: CorpusUpload.jobs) { index in
            try store.check(object(files[index], in: corpus), at: file(files[index].path))
        }
    }

    private func checkAllIsThere(_ manifest: CorpusManifest) throws {
        let there = try names()
        if let lost = manifest.files.first(where: { there[$0.path] != $0.bytes }) {
            throw RemoteError.unavailable(try file(lost.path), detail: "it was sent, but the store does not list it")
        }
    }

    // MARK: errors

    private static func ladder(_ error: any Error, isBefore: Bool) -> PipelineError {
        guard let error = error as? RemoteError else { return PipelineError(error) }
        let rights =
            "the key (AWS_ACCESS_KEY_ID, AWS_PROFILE or a web identity) needs s3:ListBucket, s3:GetObject, s3:PutObject "
            + "and s3:AbortMultipartUpload there"
        switch error {
        case .refused where isBefore: return .problems(["\(error)\n\(rights)"])
        case .refused: return .unseen("\(error)\n\(rights); \(resumes)")
        case .unavailable where !isBefore: return .unseen("\(error)\n\(resumes)")
        case .occupied: return .otherRun("\(error): give another --output")
        case .malformed, .missing, .privateAddress: return .problems(["\(error)"])
        default: return PipelineError(error)
        }
    }
}
