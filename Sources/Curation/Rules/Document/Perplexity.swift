import Documents
import Facts

/// Drops a document whose text surprises an n-gram model too much.
struct Perplexity: DocumentRule {
    static let name = "perplexity"
    var name: String { Self.name }
    let maximum: Double
    let scorer: PerplexityScorer

    func judge(_ document: Document) -> Verdict {
        .atMost(maximum, scorer.perplexity(of: document.text), else: .documentPerplexity)
    }

    static let descriptor = RuleDescriptor(
        name, .document, summary: "Perplexity of the text under an n-gram model (KenLM).",
        parameters: [
            .max("Largest perplexity kept; published 1500."),
            RuleParameter("model", .text, isRequired: true, doc: "ARPA file (plain or gzip) or KenLM binary."),
            RuleParameter("tokenizer", .text, isRequired: true, doc: "SentencePiece unigram model."),
        ], need: .perplexityModel, judges: .document
    ) { given throws(RuleError) in
        guard given.text("tokenizer") != "" else {
            throw .badValue(
                rule: name, parameter: "tokenizer", problem: "it must name the SentencePiece model of 'model'")
        }
        do throws(ModelError) {
            let scorer = try PerplexityScorer(
                model: given.text("model") ?? "", tokenizer: given.text("tokenizer") ?? "")
            return .document(Perplexity(maximum: given.number("max") ?? .infinity, scorer: scorer))
        } catch {
            throw .badModel(
                rule: name,
                problem:
                    "\(error); give 'model' (ARPA, plain or gzip, or KenLM binary: lmplz and build_binary make one, "
                    + "cc_net's models are of this kind) and 'tokenizer' (a SentencePiece unigram model), "
                    + "or 'model: \"\"' to leave the rule off")
        }
    }
}
