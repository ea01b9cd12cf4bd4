import Configuration
import Curation
import Documents
import Exchange
import Facts
import Runs

/// Everything that decides about the documents of a part.
struct PartJudge {
    private let config: PipelineConfig
    private let decisions: Decisions
    private var sifter: ImageSifter
    private let repeats: ImageDecisions
    private let near: NearVerdicts
    private let spares: SpareImages
    private let contamination: ContaminationCheck
    private var judge: Judge

    init(_ context: WorkContext) throws {
        config = context.config
        decisions = try Decisions(context, Decision.ofTexts, part: context.unit.index)
        sifter = ImageSifter(
            facts: try Self.readFacts(context), frequent: try DeduplicateLinksPhase.read(context),
            frequentContents: try DeduplicateImagesPhase.read(context), rules: try context.config.rules.images())
        sifter.domainOf = context.config.corpus.domain
        sifter.keepsUnknown = context.config.fetch.urlsOnly
        repeats = try ImageDecisions(context, part: context.unit.index)
        near = try NearVerdicts(context, NearNotice.ofTexts, part: context.unit.index)
        spares = try SpareImages(context, part: context.unit.index)
        contamination = try ContaminationCheck(context.config)
        judge = try Judge(context.config)
    }

    /// Judges the document number `index` of the part.
    mutating func take(_ document: Document, index: Int, _ output: inout JudgeOutput) throws {
        var document = document
        output.ledger.enter(document)
        if let drop = leaves(document, index) {
            return try output.leave(document, [drop] + document.cascade())
        }
        near.note(in: &document, index: index)
        spares.lend(to: &document, index: index, hasPicture: sifter.hasPicture)
        var drops = sifter.sift(&document)
        if let drop = contamination.judgePictures(&document) {
            return try output.leave(document, drops + [drop] + document.cascade())
        }
        drops += repeats.sift(&document, index: index, config.corpus)
        let repeated = sift(&document, index: index)
        output.cut(repeated.count { $0.reason.isCut })
        drops += repeated
        drops += judge.sift(&document)
        let images = document.imageCount
        for var part in parts(document, &output) {
            if case .drop(let reason, let detail) = judge.judge(&part) {
                drops.append(Drop(reason, detail: detail, of: part))
                drops += part.cascade()
                try output.leave(part, drops)
            } else {
                // What its pictures say of a document in parts, none of them says.
                let isWhole = part.id == document.id && images == part.imageCount
                try output.keep(part, drops, contents: sifter.contents(of: part)) { location in
                    isWhole ? near.openCopy(part, index: index, at: location) : nil
                }
            }
            drops = []
        }
    }

    /// Whether the whole document leaves because of what else is in the corpus.
    private func leaves(_ document: Document, _ index: Int) -> Drop? {
        if let decision = decisions.document(index) {
            // Of a page without images it is no matter how many have its URL.
            let detail = decision.reason == .documentNoImage ? "" : "\(decision.occurrences) in all"
            return Drop(decision.reason, detail: detail, of: document)
        }
        return near.drop(document, index: index)
    }

    /// The document, in parts when it has more images than a document may have and the pipeline says `over: split`.
    private func parts(_ document: Document, _ output: inout JudgeOutput) -> [Document] {
        guard let maximum = config.rules.imagesOfPart else { return [document] }
        var parts = document.parts(images: maximum)
        for index in parts.indices.dropFirst() {
            parts[index].id = PageMill.identifier(
                parts[index].url, document.captured, document.provenance, index)
        }
        output.split(into: parts.count)
        return parts
    }

    /// Takes out the paragraphs that repeat in the domain, and cuts what repeats out of others.
    private func sift(_ document: inout Document, index: Int) -> [Drop] {
        var drops: [Drop] = []
        document.sift { node in
            guard case .text(var text) = node else { return node }
            text.paragraphs = text.paragraphs.compactMap { paragraph in
                if let decision = decisions.paragraph(index, paragraph.ordinal) {
                    drops.append(Drop(decision.reason, detail: decision.inDomain, paragraph: paragraph))
                    return nil
                }
                let cuts = decisions.cuts(index, paragraph.ordinal)
                return cuts.isEmpty ? paragraph : cut(paragraph, cuts, &drops)
            }
            return text.paragraphs.isEmpty ? nil : .text(text)
        }
        if drops.contains(where: \.reason.isCut) {
            // What is left of a paragraph is another text: it is judged, and the document measured, anew.
            document.siftedAs = nil
            document.isMeasured = false
        }
        return drops
    }

    /// What is left of a paragraph; nil when that is nothing.
    private func cut(_ paragraph: Paragraph, _ decisions: [Decision], _ drops: inout [Drop]) -> Paragraph? {
        let (rest, cuts) = PlacedWords(paragraph.text).cutting(decisions.compactMap(\.words))
        let detail = decisions.min { $0.occurrences < $1.occurrences }?.inDomain ?? ""
        guard !rest.isEmpty else {
            drops.append(Drop(.paragraphRepeatedInDomain, detail: detail, paragraph: paragraph))
            return nil
        }
        for text in cuts {
            let piece = Paragraph(ordinal: paragraph.ordinal, text: text, role: paragraph.role)
            drops.append(Drop(.paragraphPartlyRepeatedInDomain, detail: detail, paragraph: piece))
        }
        return Paragraph(ordinal: paragraph.ordinal, text: rest, role: paragraph.role)
    }

    private static func readFacts(_ context: WorkContext) throws -> [String: ImageFact] {
        var reader = try context.reader(ImageFact.file)
        var facts: [String: ImageFact] = [:]
        while let fact = try reader.next() { facts[fact.url] = fact }
        return facts
    }
}
