import Annotations
import Configuration
import CorpusFiles
import Facts

/// What a selection is going to ask: then only documents whose fate depends on the model are given to it.
///
/// SQL's logic of three values does the work. A signal that is not measured yet is NULL, and a condition over it has a
/// value all the same where the rest decides: `words > 50 AND image_gain > 0.1` is false for a short text, whatever the
/// model would say. Only documents for which the whole has no value are scored.
package struct Cascade: Sendable, Equatable {
    /// SQL expressions over `documents`; all of them have to be true.
    package var documents: [String] = []
    /// SQL expressions over `images`; an image for which one is not true leaves.
    package var images: [String] = []
    /// A filter (`quarry train-filter`): its score is the column `quality`.
    package var filter: String?

    /// The bounds of a pipeline on signals of documents, which `documents` says in SQL: a unit asks them of annotations that
    /// no index has yet.
    private var bounds: [ScoreConfig.Bound] = []

    /// What the rules of a pipeline select.
    init(_ config: ScoreConfig) {
        self.init(
            documents: config.documents.map(\.predicate), images: config.images.map(\.predicate),
            filter: config.filter.isEmpty ? nil : config.filter)
        bounds = config.documents
    }

    /// Whether a bound is broken by what is measured already.
    func loses(_ annotation: Annotation) -> Bool {
        bounds.contains { bound in
            ScoreSignal(name: bound.column).flatMap { annotation.values[$0] }.map { !bound.holds($0) } ?? false
        }
    }

    /// What is to be selected.
    package init(documents: [String], images: [String] = [], filter: String? = nil) {
        (self.documents, self.images, self.filter) = (documents, images, filter)
    }

    /// The signals of `wanted` in the order in which they are measured: first those that conditions name, those that
    /// share passes together, captions last.
    /// - Parameter features: the columns that the filter looks at.
    func stages(_ wanted: Set<ScoreSignal>, features: [String] = []) -> [Stage] {
        let words = Set((documents + images).flatMap(ScoredIndex.names(in:)) + features)
        func isNamed(_ signal: ScoreSignal) -> Bool {
            words.contains { $0 == signal.column || $0.hasSuffix("_" + signal.column) }
        }
        let groups: [Set<ScoreSignal>] = [
            [.perplexity, .imageGain, .swapMargin], [.question], [.caption, .captionAgreement],
        ]
        let stages = groups.map { group in
            let signals = group.intersection(wanted)
            return Stage(signals: signals, decides: signals.contains(where: isNamed))
        }.filter { !$0.signals.isEmpty }
        return stages.filter(\.decides) + stages.filter { !$0.decides }
    }

    /// Signals that are measured together.
    struct Stage: Equatable, Sendable {
        let signals: Set<ScoreSignal>
        /// Whether a condition asks for one of them. The others are measured on every document that is not lost.
        let decides: Bool
    }
}

/// What is known of each document's fate.
struct CascadeState: Sendable {
    /// A document's fate, as far as the conditions have values.
    enum Fate: Hashable, Sendable {
        /// A signal that is not measured yet decides.
        case open
        case kept
        /// The first of the conditions that is false, by its place.
        case lost(Int)
    }

    /// By the document's number.
    private(set) var fates: [Fate]
    /// Words of each document: what a pass costs goes with them.
    private(set) var words: [Int]
    private let conditions: [String]

    /// Asks the conditions of a corpus whose signals `pending` are not all measured.
    /// - Throws: `StorageError.query` for a condition that is not understood, `PipelineError` for a bad filter.
    init(_ cascade: Cascade, _ corpus: Corpus, model: String, pending: Set<ScoreSignal>) throws {
        let index = try ScoredIndex(corpus, model: model, pending: pending)
        if let filter = cascade.filter { try index.attach(quality: CascadeState.quality(corpus, index, filter)) }
        conditions = cascade.documents
        fates = Array(repeating: .kept, count: corpus.manifest.counts.documents)
        words = Array(repeating: 0, count: fates.count)
        try index.forEachDocument(["words"]) { number, _, row in
            if words.indices.contains(number) { words[number] = Int(row[0] ?? 0) }
        }
        for (place, condition) in conditions.enumerated() {
            let said = try index.documents(where: condition, withQuality: cascade.filter != nil)
            for number in fates.indices where !(said.keeps.indices.contains(number) && said.keeps[number]) {
                if case .lost = fates[number] { continue }
                let lacksValue = said.lacksValue.indices.contains(number) && said.lacksValue[number]
                fates[number] = lacksValue ? .open : .lost(place)
            }
        }
        for condition in cascade.images {
            for number in try index.documentsWithUndecidedImages(where: condition)
            where fates.indices.contains(number) && fates[number] == .kept {
                fates[number] = .open
            }
        }
    }

    /// What a filter says of the documents of which it knows all that it asks for.
    private static func quality(_ corpus: Corpus, _ index: ScoredIndex, _ path: String) throws -> [Int: Double] {
        var quality = try FilterRun.quality(of: corpus, index, path)
        let signals = Set(ScoreSignal.allCases.map(\.column))
        let asked = try FilterModel(path: path).features.columns.filter(signals.contains)
        try index.forEachDocument(asked) { number, _, row in
            if row.contains(where: { $0 == nil }) { quality[number] = nil }
        }
        return quality
    }

    /// Whether a stage has to look at the document.
    func needs(_ number: Int, _ stage: Cascade.Stage) -> Bool {
        switch fates[number] {
        case .open: true
        case .kept: !stage.decides
        case .lost: false
        }
    }

    /// What a stage is spared, among the documents of `scope`.
    func report(_ stage: Cascade.Stage, scope: [Bool]?) -> CascadeReport {
        var report = CascadeReport(signals: stage.signals)
        report.lost = conditions.map { ($0, 0) }
        for (number, fate) in fates.enumerated() where scope?[number] ?? true {
            report.documents += 1
            report.words += words[number]
            guard !needs(number, stage) else { continue }
            report.spared += 1
            report.sparedWords += words[number]
            if case .lost(let place) = fate { report.lost[place].documents += 1 } else { report.kept += 1 }
        }
        return report
    }
}
