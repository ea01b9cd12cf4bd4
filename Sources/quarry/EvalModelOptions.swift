import ArgumentParser
import Evaluation
import Configuration
import Idefics
import Platform

extension ShotSelection: ExpressibleByArgument {}

/// What `quarry eval` needs to let a model answer.
struct EvalModelOptions: ParsableArguments {
    @Option(help: "The folder of a checkpoint: IDEFICS, Idefics3 or SmolVLM.", completion: .directory)
    var model: String?

    @Option(help: "The queries.", completion: .file())
    var data: String?

    @Option(help: "VQAv2 and OKVQA in their public form: the file of questions (--data has the annotations).")
    var questions: String?

    @Option(help: "Where shots are taken from. Default: the queries' own file, the query left out.")
    var support: String?

    @Option(help: "The folder of pictures.", completion: .directory)
    var images = "."

    @Option(help: "Numbers of shots, with commas between.")
    var shots = "0"

    @Option(help: "How shots are chosen: rices (the pictures most like the query's, nearest last) or random.")
    var select = ShotSelection.rices

    @Option(help: "Queries at most, from the beginning of the file.")
    var limit: Int?

    @Option(help: "Queries that run together.")
    var batch = 8

    @Option(help: "The folder of answers. Default: eval-TASK.", completion: .directory)
    var output: String?

    @Option(help: "Draw the main number against shots (SVG).", completion: .file())
    var plot: String?

    @Option(help: "Another line in the plot: NAME=FILE, a report that --json printed. May be given several times.")
    var compare: [String] = []

    func validate() throws { try OutputFolder.check(output) }

    /// The request that the options make.
    func request(
        _ task: EvaluationTask, load: LoadOptions, seed: UInt64, resamples: Int
    ) throws(ValidationError) -> EvaluationRequest {
        guard let model, let data else { throw ValidationError("--data is needed with --model.") }
        let numbers = shots.split(separator: ",").map { Int($0.filter { $0 != " " }) }
        let shots = numbers.compactMap { $0 }
        guard !shots.isEmpty, shots.count == numbers.count, shots.allSatisfy({ (0...1024).contains($0) }),
            Set(shots).count == shots.count
        else { throw ValidationError("--shots are different numbers from 0 to 1024 with commas between.") }
        guard (1...1024).contains(batch) else { throw ValidationError("--batch must be 1 to 1024.") }
        if let limit, limit < 1 { throw ValidationError("--limit must be above 0.") }
        if compare.contains(where: { !$0.contains("=") }) { throw ValidationError("--compare is NAME=FILE.") }
        var request = EvaluationRequest(
            task: task, checkpoint: model, data: data, images: images, output: output ?? "eval-\(task.name)")
        (request.questions, request.support, request.shots) = (questions, support, shots)
        (request.selection, request.seed, request.limit) = (select, seed, limit)
        (request.batch, request.resamples, request.load) = (batch, resamples, load)
        return request
    }

    /// Writes the plot, and the pages of a red team's answers.
    func write(_ report: EvaluationReport, _ request: EvaluationRequest) throws(EvaluationError) {
        if request.task.kind == .harm {
            for row in report.rows {
                try HarmPage.write(
                    "\(request.output)/shots-\(row.shots).html", answers: "\(request.output)/shots-\(row.shots).jsonl",
                    task: request.task, images: images)
            }
        }
        guard let plot else { return }
        var curves = [report.curve]
        for other in compare {
            let sides = other.split(separator: "=", maxSplits: 1).map(String.init)
            curves.append(
                try ScorePlot.Curve(name: sides[0], report: sides.count > 1 ? sides[1] : "", metric: report.mainMetric))
        }
        let drawing = ScorePlot(title: report.task.name, metric: report.mainMetric, curves: curves)
        do throws(StorageError) { try OutputFile.write(drawing.svg, to: plot) } catch { throw EvaluationError(error) }
    }
}
