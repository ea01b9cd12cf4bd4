import Configuration
import Idefics
import JSON
import Platform
import TestKit
import Testing

@testable import Evaluation

/// Whole runs with the small checkpoint of the repository, whose pictures it knows.
@Suite(.serialized) struct EvaluationRunTests {
    private static let names = ["octopus", "pizza", "rocket", "duck"]

    private func task(_ kind: EvaluationTask.Kind = .vqa) throws -> EvaluationTask {
        var task = try EvaluationTask(path: Repository.emojiModel + "/emoji.yaml")
        task.kind = kind
        if kind == .choice { (task.classes, task.keys["label"]) = (["pizza", "rocket"], "name") }
        return task
    }

    private func request(
        _ scratch: Scratch, _ task: EvaluationTask, _ names: [String] = names, output: String = "out"
    ) throws -> EvaluationRequest {
        let lines = names.map { #"{"file": "\#($0).png", "caption": "\#($0)", "name": "\#($0)"}"# }
        let data = try scratch.write(Array(lines.joined(separator: "\n").utf8), "data.jsonl")
        var request = EvaluationRequest(
            task: task, checkpoint: Repository.emojiModel, data: data, images: Repository.emojiModel + "/pictures",
            output: scratch.file(output))
        (request.load, request.resamples, request.selection) = (LoadOptions(precision: .f32, threads: 1), 0, .random)
        return request
    }

    private func run(_ request: EvaluationRequest) throws -> EvaluationReport { try run(request) { _ in } }

    private func run(
        _ request: EvaluationRequest, stop isStopped: @escaping () -> Bool = { false },
        progress: @escaping (EvaluationRun.Progress) -> Void
    ) throws -> EvaluationReport {
        try EvaluationRun(request, isStopped: isStopped, progress: progress).run()
    }

    private func answers(_ request: EvaluationRequest, shots: Int = 0) throws -> [JSONValue] {
        try JSONLines(path: request.output + "/shots-\(shots).jsonl").lines.map(\.object)
    }

    @Test("each query is answered in its order, batch by batch, and the report says what was done") func whole() throws
    {
        let scratch = try Scratch()
        var request = try request(scratch, task())
        request.batch = 3
        var steps: [[Int?]] = []
        let report = try run(request) { steps.append([$0.shots, $0.done, $0.total]) }
        #expect(steps == [[0, 3, 4], [0, 4, 4]])
        let lines = try answers(request)
        #expect(lines.map { $0["id"]?.string } == Self.names.map { $0 + ".png" })
        #expect(lines.map { $0["answer"]?.string } == ["octopus", "pizza", "rocket", "duck"])
        #expect(lines.allSatisfy { $0["prompt"]?.string?.hasSuffix("This is") == true })
        #expect(lines.allSatisfy { $0["shots"]?.array?.isEmpty == true && $0["problem"]?.string == "" })
        #expect(report.model == "idefics-emoji" && report.dtype == "f32" && report.selection == .random)
        #expect(report.rows.map(\.shots) == [0] && report.rows[0].problems == 0 && report.rows[0].scores.count == 4)
        #expect(report.rows[0].scores.metrics.allSatisfy { $0.value == 1 && $0.interval == nil })
    }

    @Test("a run that was stopped goes on behind its answers; other settings are refused") func resumed() throws {
        let scratch = try Scratch()
        var request = try request(scratch, task())
        request.batch = 1
        var batches = 0
        let error = #expect(throws: EvaluationError.self) {
            _ = try run(request, stop: { batches == 2 }, progress: { _ in batches += 1 })
        }
        if case .stopped? = error {} else { #expect(Bool(false), "\(String(describing: error))") }
        #expect(try answers(request).count == 2)
        var done: [Int] = []
        _ = try run(request) { done.append($0.done) }
        #expect(done == [3, 4])
        #expect(try answers(request).map { $0["id"]?.string } == Self.names.map { $0 + ".png" })
        // How many run together changes no answer; the seed does.
        request.batch = 4
        #expect(try run(request).rows[0].scores.count == 4)
        request.seed = 1
        #expect(words { _ = try run(request) }.contains("holds answers of other settings"))
    }

    @Test("with a limit the first queries alone are asked and counted, also where more are answered already")
    func limit()
        throws
    {
        let scratch = try Scratch()
        var request = try request(scratch, task())
        _ = try run(request)
        request.limit = 3
        #expect(try run(request).rows[0].scores.count == 3)
        var fresh = try self.request(scratch, task(), output: "fresh")
        fresh.limit = 1
        _ = try run(fresh)
        #expect(try answers(fresh).map { $0["id"]?.string } == ["octopus.png"])
    }

    @Test("a picture that cannot be read is its query's problem alone") func problem() throws {
        let scratch = try Scratch()
        var request = try request(scratch, task(), ["octopus", "none", "duck"])
        request.selection = .rices
        var looked: [[Int?]] = []
        let report = try run(request) { if $0.shots == nil { looked.append([$0.done, $0.total]) } }
        #expect(looked == [[1, 3], [2, 3], [3, 3]])
        #expect(report.rows[0].problems == 1 && report.rows[0].scores.count == 3)
        let lines = try answers(request)
        #expect(lines.map { $0["answer"]?.string } == ["octopus", "", "duck"])
        #expect(lines[1]["problem"]?.string?.contains("none.png") == true)
        let features = try FeatureFile(path: request.output + "/features.jsonl").features
        #expect(Set(features.keys) == ["octopus.png", "duck.png"])
        // A vector of length 1 each.
        for feature in features.values { #expect(abs(feature.reduce(0) { $0 + $1 * $1 } - 1) < 1e-4) }
    }

    @Test("shots come from the queries' own file or another one, with their pictures; without shots texts stand in")
    func shots() throws {
        let scratch = try Scratch()
        var own = try task()
        own.textOnlyShots = 1
        var request = try request(scratch, own)
        request.shots = [0, 2]
        let report = try run(request)
        #expect(report.rows.map(\.shots) == [0, 2])
        for (shots, count) in [(0, 1), (2, 2)] {
            for line in try answers(request, shots: shots) {
                let chosen = try #require(line["shots"]?.texts)
                #expect(chosen.count == count && Set(chosen).count == count)
                #expect(!chosen.contains(line["id"]?.string ?? ""))
                let pictures = (shots == 0 ? [] : chosen) + [line["image"]?.string ?? ""]
                #expect(line["images"]?.texts == pictures)
            }
        }
        let other = try scratch.write(Array(#"{"file": "pizza.png", "caption": "pizza"}"#.utf8), "support.jsonl")
        var apart = try self.request(scratch, own, ["duck"], output: "apart")
        (apart.support, apart.shots) = (other, [1])
        _ = try run(apart)
        #expect(try answers(apart, shots: 1)[0]["shots"]?.texts == ["pizza.png"])
        apart.shots = [2]
        #expect(words { _ = try run(apart) } == other + ": has 1 examples; 2 shots need more")
    }

    @Test("of the queries' own file one more is needed than shots are asked for") func tooFew() throws {
        let scratch = try Scratch()
        var request = try request(scratch, task())
        request.shots = [4]
        #expect(words { _ = try run(request) } == request.data + ": has 4 examples; 4 shots need more")
        request.shots = [0]
        request.task.textOnlyShots = 4
        #expect(words { _ = try run(request) } == request.data + ": has 4 examples; 4 shots need more")
        // Nothing was begun.
        #expect(!Files.exists(request.output))
        request.shots = [3]
        _ = try EvaluationRun(request, isStopped: { false }, progress: { _ in })
        #expect(Files.exists(request.output + "/settings.json"))
    }

    @Test("a choice is the class that the model holds for likelier") func choice() throws {
        let scratch = try Scratch()
        let request = try request(scratch, task(.choice), ["rocket", "pizza"])
        let report = try run(request)
        let lines = try answers(request)
        #expect(lines.map { $0["answer"]?.string } == ["rocket", "pizza"])
        #expect(lines.map { $0["label"]?.integer } == [1, 0])
        for line in lines {
            let classes = line["classes"]?.array?.compactMap(\.number) ?? []
            try #require(classes.count == 2)
            #expect(classes.allSatisfy { $0 < 0 })
            #expect((classes[1] > classes[0]) == ((line["score"]?.number ?? 0) > 0.5))
        }
        #expect(report.rows[0].scores.metrics.map(\.value) == [1, 1])
    }

    @Test("shots that stand first are left out until the prompt is short enough") func short() throws {
        let scratch = try Scratch()
        var narrow = try task()
        narrow.promptTokens = 1
        var request = try request(scratch, narrow)
        request.shots = [2]
        _ = try run(request)
        #expect(try answers(request, shots: 2).allSatisfy { $0["shots"]?.array?.isEmpty == true })
        var middle = try self.request(scratch, task(), output: "wide")
        middle.shots = [2]
        _ = try run(middle)
        let whole = try answers(middle, shots: 2)
        #expect(whole.allSatisfy { $0["shots"]?.array?.count == 2 })
    }
}
