import Annotations
import Configuration
import Curation
import Documents
import Facts
import Phases

/// Decides on documents and their images: the predicates, then the rules again on what lost an image.
struct DocumentSelector {
    /// The reasons the predicates drop for: a person's selection, or rules of a pipeline.
    struct Reasons {
        var document = Reason.documentNotSelected
        var image = Reason.imageNotSelected
    }

    /// What becomes of a document.
    enum Outcome {
        case kept(Document, [Drop], isChanged: Bool)
        case dropped(Document, [Drop])
    }

    private let decisions: ScoredIndex.Decisions
    private let lost: [Int: [Int]]
    private let predicate: String
    private let imagesPredicate: String
    private let reasons: Reasons
    private var judge: Judge?

    /// Documents for which the predicate has no value.
    var undecided: Int { decisions.undecided }

    /// Asks the predicates.
    /// - Throws: `StorageError.query` for one that is not understood; `PipelineError` when there is nothing to judge by.
    init(
        _ index: ScoredIndex, where predicate: String?, imagesWhere: String?, withQuality: Bool = false,
        reasons: Reasons = Reasons(), config: () throws(PipelineError) -> PipelineConfig
    ) throws {
        self.predicate = predicate ?? "true"
        imagesPredicate = imagesWhere ?? "true"
        self.reasons = reasons
        decisions = try index.documents(where: self.predicate, withQuality: withQuality)
        lost = try imagesWhere.map { try index.imagesLost(where: $0) } ?? [:]
        judge = lost.isEmpty ? nil : try Judge(config())
    }

    /// Decides on the document at `number` of the corpus.
    mutating func decide(_ document: Document, number: Int) -> Outcome {
        guard decisions.keeps.indices.contains(number), decisions.keeps[number] else {
            let drop = Drop(reasons.document, detail: detail(number), of: document)
            return .dropped(document, [drop] + document.cascade())
        }
        guard let positions = lost[number] else { return .kept(document, [], isChanged: false) }
        var document = document
        var drops = sift(&document, Set(positions))
        guard case .drop(let reason, let detail)? = judge?.judge(&document) else {
            return .kept(document, drops, isChanged: true)
        }
        drops.append(Drop(reason, detail: detail, of: document))
        return .dropped(document, drops + document.cascade())
    }

    /// What was asked of a document, and the numbers that decided it: `image_gain >= 0.1: image_gain -0.25`.
    private func detail(_ number: Int) -> String {
        let measured = decisions.measured.compactMap { column, values -> String? in
            guard values.indices.contains(number), !values[number].isNaN else { return nil }
            return "\(column) \(values[number])"
        }
        // Numbers of documents, from a map or a lasso, may be thousands.
        let asked = predicate.count > 200 ? predicate.prefix(200) + "…" : predicate[...]
        return measured.isEmpty ? String(asked) : "\(asked): \(measured.joined(separator: ", "))"
    }

    /// Takes images out by the usual rules: texts that become neighbours are one, a divide that divides nothing goes.
    private func sift(_ document: inout Document, _ positions: Set<Int>) -> [Drop] {
        var drops: [Drop] = []
        var position = -1
        document.sift { node in
            position += 1
            guard positions.contains(position), case .image(let image) = node else { return node }
            drops.append(Drop(reasons.image, detail: imagesPredicate, image: image))
            return nil
        }
        DocumentCleaning.joinTexts(&document)
        DocumentCleaning.tidyDivides(&document)
        DocumentCleaning.joinTexts(&document)
        return drops
    }
}
