import Annotations
package import Configuration
package import Facts
package import Idefics
import Platform
import Runs

/// What `quarry score` and the `score:` section of a pipeline ask for.
package struct ScoreRequest: Sendable {
    /// The corpus' folder.
    package var corpus: String
    /// The checkpoint's folder.
    package var checkpoint: String
    /// A command of the shell that answers the scorers' protocol, instead of a checkpoint.
    package var scorer: String?
    /// Scorers that run at a time.
    package var scorers = 1
    /// Seconds in which a scorer has to answer something.
    package var timeout = 600.0
    /// The name of the annotations; nil takes the last part of `checkpoint`, or what the scorer calls itself.
    package var name: String?
    /// What is measured.
    package var signals: Set<ScoreSignal> = [.imageGain, .perplexity]
    /// Documents at most, in corpus order.
    package var limit: Int?
    /// As many documents, chosen at random but always the same ones; nil: all.
    package var sample: Int?
    /// What an hour of this machine costs, for the progress line; 0 when nobody says.
    package var price = 0.0
    /// An SQL predicate over documents; others are not scored.
    package var predicate: String?
    /// What the selection will ask: documents whose fate does not depend on the model are spared it. Nil: all are scored.
    package var cascade: Cascade?
    /// Tokens that go through the model together.
    package var batchTokens = 1024
    /// Tokens of a document that are looked at; nil: as many as the model was made for.
    package var maximumTokens: Int?
    /// Dtype and threads.
    package var load = LoadOptions()
    /// The question of the signal `question`.
    package var question = ""
    /// What the question is about: `document` or `image`.
    package var questionAbout = "document"
    /// How captions are asked for.
    package var captions = CaptionSettings()

    /// The usual request.
    package init(corpus: String, checkpoint: String) { (self.corpus, self.checkpoint) = (corpus, checkpoint) }

    /// The usual request with scorers outside.
    package init(corpus: String, scorer: String) {
        (self.corpus, self.scorer) = (corpus, scorer)
        checkpoint = ""
    }

    /// Checks what can be checked without the model.
    /// - Throws: `PipelineError.problems`.
    func check() throws(PipelineError) {
        var problems: [String] = []
        if signals.isEmpty { problems.append("no signals: \(ScoreRequest.names)") }
        if signals.contains(.question), question.isEmpty {
            problems.append("the signal 'question' needs a question (--question 'Is this a recipe?')")
        }
        if !signals.contains(.question), !question.isEmpty {
            problems.append("a question is given, but 'question' is not among the signals")
        }
        if !["document", "image"].contains(questionAbout) {
            problems.append("a question is about a document or an image, not '\(questionAbout)'")
        }
        if !(16...1 << 20).contains(batchTokens) { problems.append("batch tokens must be from 16 to 1048576") }
        if let maximumTokens, !(2...1 << 20).contains(maximumTokens) {
            problems.append("tokens of a document must be from 2 to 1048576")
        }
        problems += captionProblems
        if let sample, sample < 1 { problems.append("a sample has at least 1 document") }
        if sample != nil, cascade != nil {
            problems.append("a sample speaks for all documents, a cascade leaves some out: give one of them")
        }
        if let limit, limit < 1 { problems.append("the limit must be at least 1") }
        if !(1...256).contains(scorers) { problems.append("scorers must be from 1 to 256") }
        if !(0.001...1e6).contains(timeout) { problems.append("the timeout must be from 0.001 to 1000000 seconds") }
        if scorer == nil || name != nil, !ScoreModel.isName(resolvedName) {
            problems.append("'\(resolvedName)' is no name: letters, digits, '.', '_' and '-' (give one with --name)")
        }
        guard problems.isEmpty else { throw .problems(problems) }
    }

    private var captionProblems: [String] {
        var problems: [String] = []
        if !(1...1024).contains(captions.tokens) { problems.append("tokens of a caption must be from 1 to 1024") }
        if CaptionTemplate(rawValue: captions.template) == nil {
            let known = CaptionTemplate.allCases.map(\.rawValue).joined(separator: ", ")
            problems.append("there is no caption template '\(captions.template)' (templates: \(known))")
        }
        if captions.template != "plain", !captions.prefix.isEmpty {
            problems.append("a caption has a prefix or a template, not both")
        }
        if !(0...100_000).contains(captions.context) {
            problems.append("the text before a picture must have from 0 to 100000 characters")
        }
        if !(1...10).contains(captions.repetitionPenalty) {
            problems.append("the penalty on repetitions must be from 1 to 10")
        }
        if !(1...64).contains(captions.beams) { problems.append("beams must be from 1 to 64") }
        var known = CaptionSettings()
        (known.prefix, known.tokens) = (captions.prefix, captions.tokens)
        if scorer != nil, captions != known {
            problems.append(
                "a scorer outside has its own way of writing captions: only prefix and tokens are asked of it")
        }
        return problems
    }

    /// The name of the annotations.
    var resolvedName: String {
        name ?? Files.absolute(checkpoint).split(separator: "/").last.map(String.init) ?? "model"
    }

    /// Reads a list of signals: `image-gain,perplexity`.
    /// - Throws: `PipelineError.problems` with the names there are.
    package static func signals(_ list: [String]) throws(PipelineError) -> Set<ScoreSignal> {
        var signals: Set<ScoreSignal> = []
        for name in list {
            guard let signal = ScoreSignal(name: name) else {
                let nearest = Nearest.name(name, among: ScoreSignal.allCases.map(\.rawValue))
                throw .problems([
                    "there is no signal '\(name)'\(nearest.map { "; did you mean '\($0)'?" } ?? "") (signals: \(names))"
                ])
            }
            signals.insert(signal)
        }
        return signals
    }

    static var names: String { ScoreSignal.allCases.map(\.rawValue).joined(separator: ", ") }
}
