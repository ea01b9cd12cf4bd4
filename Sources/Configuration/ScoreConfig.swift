package import Facts
import Platform

/// `score:`, and the rules on scores among `documents:` and `images:`.
package struct ScoreConfig: Sendable {
    /// A bound on a column that a model or a filter measured.
    package struct Bound: Sendable, Equatable {
        /// The column.
        package let column: String
        let minimum: Double?
        let maximum: Double?

        /// Whether a value lies between them.
        package func holds(_ value: Double) -> Bool {
            value >= minimum ?? -.infinity && value <= maximum ?? .infinity
        }

        /// `image_gain >= 0.1 AND image_gain <= 3.0`.
        package var predicate: String {
            [minimum.map { "\(column) >= \($0)" }, maximum.map { "\(column) <= \($0)" }].compactMap { $0 }
                .joined(separator: " AND ")
        }
    }

    /// The checkpoint's folder, `""` when nothing is scored.
    package private(set) var model = ""
    /// A command that scores instead of the checkpoint, `""` when there is none.
    package private(set) var scorer = ""
    /// How many of them run, and the seconds in which one has to answer something.
    package private(set) var scorers = 1, timeout = 600.0
    /// The name of the annotations, `""` for the last part of `model`.
    package private(set) var name = ""
    package private(set) var signals: Set<ScoreSignal> = []
    package private(set) var batchTokens = 1024
    package private(set) var dtype = ScoreDType.auto
    package private(set) var question = ""
    package private(set) var questionAbout = "document"
    /// Whether only documents are scored whose fate by the rules on scores depends on it.
    package private(set) var cascades = false
    /// Whether captions are merged into the records.
    package private(set) var mergesCaptions = false
    /// How captions are asked for.
    package private(set) var captions = CaptionSettings()
    /// The filter of the rule `quality`, `""` when there is none.
    package private(set) var filter = ""
    package private(set) var documents: [Bound] = []
    package private(set) var images: [Bound] = []

    /// The rules on scores of a scope, with the column each compares.
    package static func rules(_ scope: String) -> [(name: String, column: String)] {
        let ofImages = ScoreSignal.numbers.filter(\.isOfImages)
        switch scope {
        case "documents":
            let ofTexts = ScoreSignal.numbers.filter { !$0.isOfImages }
            return (ofImages + ofTexts).map { ($0.rule, $0.column) } + [("quality", "quality")]
        case "images": return ofImages.map { ($0.rule, $0.column) }
        default: return []
        }
    }

    init(_ reader: ConfigReader, folder: String) {
        readSection(reader, folder)
        documents = bounds(reader, "documents", folder)
        images = bounds(reader, "images", folder)
        for bound in documents + images {
            guard let signal = ScoreSignal(name: bound.column) else { continue }
            if !isActive {
                reader.problems.add(
                    "a rule on '\(bound.column)' needs a section score: with a model or a scorer", origin: "score")
            }
            signals.insert(signal)
        }
        if signals.contains(.question), question.isEmpty {
            reader.problems.add("the signal 'question' needs score.question", origin: "score")
        }
        if mergesCaptions { signals.insert(.caption) }
    }

    private mutating func readSection(_ reader: ConfigReader, _ folder: String) {
        guard !reader.names(in: "score").isEmpty else { return reader.know("score") }
        model = reader.file("score.model", in: folder)
        scorer = reader.text("score.scorer", default: "")
        scorers = reader.integer("score.scorers", default: 1, in: 1...256)
        timeout = reader.number("score.timeout", default: 600, in: 0.001...1e6)
        name = reader.text("score.name", default: "")
        let names = ScoreSignal.allCases.map(\.rawValue)
        signals = Set(
            reader.list("score.signals", default: ["image-gain", "perplexity"], choices: names)
                .compactMap { ScoreSignal(name: $0) })
        batchTokens = reader.integer("score.batch-tokens", default: 1024, in: 16...1 << 20)
        dtype = reader.choice("score.dtype", default: .auto)
        question = reader.text("score.question", default: "")
        questionAbout = reader.text("score.question-about", default: "document", choices: ["document", "image"])
        cascades = reader.flag("score.cascade", default: false)
        mergesCaptions = reader.flag("score.captions", default: false)
        readCaptions(reader)
        if model.isEmpty == scorer.isEmpty {
            reader.problems.add(
                "score.model: the folder of a checkpoint is needed, or score.scorer, a command (not both)",
                origin: "score")
        }
    }

    private mutating func readCaptions(_ reader: ConfigReader) {
        captions.prefix = reader.text("score.caption-prefix", default: "")
        captions.tokens = reader.integer("score.caption-tokens", default: 40, in: 1...1024)
        captions.template = reader.text(
            "score.caption-template", default: "plain", choices: ["plain", "brief", "detailed"])
        captions.context = reader.integer("score.caption-context", default: 0, in: 0...100_000)
        captions.repetitionPenalty = reader.number("score.caption-repetition-penalty", default: 1, in: 1...10)
        captions.beams = reader.integer("score.caption-beams", default: 1, in: 1...64)
    }

    private mutating func bounds(_ reader: ConfigReader, _ scope: String, _ folder: String) -> [Bound] {
        let named = Set(reader.names(in: scope).map(\.name))
        var bounds: [Bound] = []
        for (name, column) in ScoreConfig.rules(scope) where named.contains(name) {
            let path = "\(scope).\(name)"
            if reader.isText(path, "off") {
                reader.know(path)
                continue
            }
            if name == "quality" { filter = reader.file("\(path).model", in: folder) }
            var limits: [Double?] = []
            for key in ["min", "max"] {
                let isGiven = reader.has("\(path).\(key)")
                if isGiven {
                    limits.append(reader.number("\(path).\(key)", default: 0, in: -1e18...1e18))
                } else {
                    reader.know("\(path).\(key)")
                    limits.append(nil)
                }
            }
            if limits[0] == nil && limits[1] == nil {
                reader.problems.add("'\(path)' needs min or max", origin: scope)
            }
            if name == "quality", filter.isEmpty {
                reader.problems.add("'\(path)' needs a model (quarry train-filter)", origin: scope)
            }
            bounds.append(Bound(column: column, minimum: limits[0], maximum: limits[1]))
        }
        return bounds
    }

    /// Whether something is scored.
    package var isActive: Bool { !model.isEmpty || !scorer.isEmpty }

    /// Whether a run goes on behind its corpus: to score it, to select from it, or both.
    package var isAsked: Bool { isActive || selects }

    /// Whether documents or images leave by their scores, or captions join them: then the run's corpus is a selection.
    package var selects: Bool { !documents.isEmpty || !images.isEmpty || mergesCaptions }
}

/// The type the model's weights are computed in.
package enum ScoreDType: String, Sendable, CaseIterable {
    /// The checkpoint's own.
    case auto
    case f32, bf16, int8, int4
}
