import CorpusFiles
import Documents
import Facts
import JSON
import Platform
import TestKit
import WebArchive

@testable import Configuration
@testable import Phases
@testable import Runs

/// A run in this process: the phases that ship, on folders, without workers, sandbox or program.
final class PhaseRun {
    let scratch: Scratch
    let run: RunFolder
    let plan: Plan

    /// Plans a run of archives.
    /// - Parameters:
    ///   - pipeline: YAML.
    ///   - archives: their bytes; they are called `0.warc.gz`, `1.warc.gz` and so on.
    convenience init(_ pipeline: String, _ archives: [Crawl], buckets: Int = 1) throws {
        let scratch = try Scratch()
        let paths = try archives.enumerated().map { try scratch.write($1.gzip, "\($0).warc.gz") }
        try self.init(pipeline, inputs: paths, buckets: buckets, in: scratch)
    }

    /// Plans a run of files.
    init(_ pipeline: String, inputs: [String], buckets: Int = 1, in scratch: Scratch) throws {
        self.scratch = scratch
        run = RunFolder(scratch.file("corpus"))
        let read = try Pipeline.parse(pipeline, file: "test.yaml", folder: scratch.path)
        let made = try Plan.make(
            pipeline: read, folder: scratch.path, paths: inputs, run: run, phases: .standard)
        plan = Plan(
            pipeline: made.pipeline, folder: made.folder, inputs: made.inputs, parts: made.parts,
            exchange: (buckets, nil), phases: made.phases)
        try plan.write(run)
    }

    /// Plans a run whose first phase brings its documents from elsewhere, in so many parts.
    init(_ pipeline: String, parts count: Int, buckets: Int, phases: PhaseList) throws {
        scratch = try Scratch()
        run = RunFolder(scratch.file("corpus"))
        let read = try Pipeline.parse(pipeline, file: "test.yaml", folder: scratch.path)
        var parts = PlannedParts()
        for _ in 0..<count { parts.append([ArchiveSource]()) }
        plan = Plan(
            pipeline: read, folder: scratch.path, inputs: [], parts: parts, exchange: (buckets, nil), phases: phases)
        try plan.write(run)
    }

    /// Does every unit of every phase up to `last` and commits them.
    @discardableResult
    func work(through last: PhaseName = .assemble) throws -> Self {
        for phase in plan.phases.names {
            try work(phase)
            if phase == last { break }
        }
        return self
    }

    /// Does every unit of a phase and commits it.
    func work(_ phase: PhaseName) throws {
        for unit in try Units.all(of: phase, run, plan) { try Worker.work(unit, run: run, phases: plan.phases) }
        try Commit.commit(phase, run: run, phases: plan.phases)
    }

    // MARK: what came of it

    /// The documents that a phase handed on, part after part.
    func documents(of phase: PhaseName) throws -> [Document] {
        var documents: [Document] = []
        for unit in try Units.all(of: phase, run, plan) {
            try FramedReader(path: run.part(unit) + "/" + ExtractPhase.documentsFile).lines { line in
                documents.append(try WorkingCoder.read(JSONValue(parsing: Array(line))))
            }
        }
        return documents
    }

    /// What left in a phase, part after part.
    func drops(of phase: PhaseName) throws -> [Drop] {
        var drops: [Drop] = []
        for unit in try Units.all(of: phase, run, plan) {
            try DropLog.read(run.part(unit) + "/" + ExtractPhase.dropsFile) { drops.append($0) }
        }
        return drops
    }

    /// What left in a phase: `document number, ordinal, reason`, as short as a literal should be.
    func left(in phase: PhaseName) throws -> [String] {
        try drops(of: phase).filter { !$0.reason.isCascade }.map { drop in
            let number = Int(drop.document, radix: 16).map { "\($0)" } ?? drop.document
            return "\(number).\(drop.ordinal) \(drop.reason.rawValue)"
        }.sorted()
    }

    /// The numbers a phase counted, summed over its units.
    func counts(of phase: PhaseName) throws -> [String: Int] { try Committed.read(run, phase).counts }

    /// How often each reason was given, from the first phase to the end of `phase`.
    func reasons(through phase: PhaseName = .assemble) throws -> [String: Int] {
        let total = try Committed.read(run, phase).total
        var found: [String: Int] = [:]
        for unit in Unit.allCases { for (reason, count) in total[unit].dropped { found[reason.rawValue] = count } }
        return found
    }

    /// The corpus' documents as its shards have them.
    func corpusDocuments() throws -> [Document] {
        var documents: [Document] = []
        for name in try Files.list(run.path + "/shards") {
            try FramedReader(path: run.path + "/shards/" + name).lines { line in
                documents.append(try DocumentCoder.read(JSONValue(parsing: Array(line))))
            }
        }
        return documents
    }

    /// SHA-256 of every file of the corpus, `work` apart.
    func digests() throws -> [String: String] {
        var found: [String: String] = [:]
        for folder in ["", "shards/", "images/", "drops/"] {
            for name in try Files.list(run.path + "/" + folder) {
                let path = run.path + "/" + folder + name
                if !Files.isFolder(path) { found[folder + name] = try SHA256.hash(file: path).hex }
            }
        }
        return found
    }
}
