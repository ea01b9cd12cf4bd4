import ArgumentParser
import Configuration
import Evaluation
import Idefics
import Platform
import Runs

/// `quarry eval`.
struct EvalCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "eval", abstract: "Evaluate a checkpoint with shots, or score answers, by the published metrics.",
        discussion: """
            Tasks: \(PublishedTasks.all.map(\.name).joined(separator: ", ")), or a YAML file of one's own.

            With --model every query of --data is answered, once for each number of --shots. Prompts are those of the \
            IDEFICS report; with 0 shots two examples stand there without their pictures. Answers stay in --output as they \
            come: the same command goes on behind them. --data and --support are JSON lines {"id", "image", "question", \
            "text", "references": […], "label"} or the public files of the data sets.

            With --answers, answers that are there are scored: {"id", "answer", "references": […]} a line, for choices \
            {"id", "label": 0 or 1, "score": probability of yes}.

            Questions give vqa_own, vqa_own_first_word (the authors' normalisation of texts, the whole answer and its first \
            word), vqa_gt and vqa_gt_first_word (that of the VQA challenge), captions cider (CIDEr-D), choices auc_labels (of \
            the chosen labels, as the authors report it) and auc (of probabilities).

            EXAMPLE:
              quarry eval --model models/idefics-9b --task okvqa --data okvqa.jsonl --images val2014 --shots 0,4,8 \
            --plot okvqa.svg
              quarry eval --task vqav2 --answers answers.jsonl --json
            """)

    @Option(help: "The name of a task, or a task file (YAML).")
    var task = "coco"

    @Option(help: "Answers to be scored, a JSON object a line.", completion: .file())
    var answers: String?

    @Option(
        help: "Print the words by which CIDEr counts the texts of a file, a line each, and do nothing else.",
        completion: .file())
    var tokens: String?

    @OptionGroup(title: "With a model") var asking: EvalModelOptions

    @OptionGroup var compute: ComputeOptions

    @Option(help: "Resamples for 95 % intervals. Default: 1000 with a model, none with --answers.")
    var bootstrap: Int?

    @Option(help: "Where random numbers begin.")
    var seed: UInt64 = 0

    @Flag(help: "Print JSON.")
    var json = false

    func validate() throws {
        guard [answers, asking.model, tokens].count(where: { $0 != nil }) == 1 else {
            throw ValidationError("One of --answers, --model and --tokens is needed.")
        }
        guard (0...100_000).contains(bootstrap ?? 0) else { throw ValidationError("--bootstrap must be 0 to 100000.") }
    }

    func run() throws {
        if let tokens { return try tokenize(tokens) }
        let task = try found()
        guard let answers else { return try evaluate(task) }
        try evaluating { () throws(EvaluationError) in
            let sheet = try AnswerSheet(path: answers, task: task)
            if sheet.repeated > 0 { Failure.say("\(sheet.repeated) lines repeat an id; the first of each counts") }
            let scores = Scores(sheet, task: task, resamples: bootstrap ?? 0, seed: seed)
            Output.line(json ? scores.json : scores.text)
        }
    }

    private func tokenize(_ path: String) throws {
        try evaluating { () throws(EvaluationError) in
            let text: String
            do throws(SystemError) { text = try Files.readText(path) } catch { throw .system(error) }
            for tokens in PTBTokenizer.tokens(ofLines: text.lines.map(String.init)) {
                Output.line(tokens.joined(separator: " "))
            }
        }
    }

    private func found() throws(PipelineError) -> EvaluationTask {
        if task.contains("/") || task.hasSuffix(".yaml") || task.hasSuffix(".yml") {
            return try EvaluationTask(path: task)
        }
        if let published = PublishedTasks.task(named: task) { return published }
        let names = PublishedTasks.all.map(\.name).joined(separator: ", ")
        throw .problems(["there is no task '\(task)' (there are \(names), or give the path of a YAML file)"])
    }

    private func evaluate(_ task: EvaluationTask) throws {
        Interrupts.listen()
        let request = try asking.request(task, load: compute.load, seed: seed, resamples: bootstrap ?? 1000)
        try answeringModel { () throws(IdeficsError) in 0 }  // a mapped file that is cut ends the program with a word
        try evaluating { () throws(EvaluationError) in
            let run = try EvaluationRun(request, isStopped: { Interrupts.isRaised }) { progress in
                let what = progress.shots.map { "\($0) shots" } ?? "pictures"
                Failure.say("eval  \(what)  \(progress.done)/\(progress.total)", onlyOnTerminal: true)
            }
            let report = try run.run()
            try asking.write(report, request)
            Output.line(json ? report.json : report.text)
        }
    }
}

/// Runs a part of an evaluation; an error is said on standard error and ends with its exit code.
func evaluating(_ body: () throws(EvaluationError) -> Void) throws {
    do { try body() } catch {
        Failure.say("quarry: \(error)")
        throw ExitCode(error.exitCode)
    }
}

extension EvaluationError {
    /// As for errors of the model (`Failure`).
    fileprivate var exitCode: Int32 {
        switch self {
        case .input: 2
        case .system(let error): error.isStorageFault ? 74 : error.isPathFault ? 2 : 3
        case .model(let error): Failure.code(error)
        case .stopped: Interrupts.exitCode
        }
    }
}
