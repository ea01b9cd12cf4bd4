import Curation
import Records

/// The last step on a document: repeated images, spam paragraphs, divides that divide nothing.
struct FinalCleaning {
    private let config: CorpusConfig

    init(_ config: PipelineConfig) { self.config = config.corpus }

    func clean(_ document: inout Document, judge: inout Judge) -> [Drop] {
        var drops: [Drop] = []
        if config.firstOccurrence { drops += dropRepeats(&document) }
        if config.spamWords > 0 { drops += dropSpam(&document, judge: &judge) }
        document.mergeTexts()
        dropIdleDivides(&document)
        document.mergeTexts()
        return drops
    }

    private func dropRepeats(_ document: inout Document) -> [Drop] {
        var seen: Set<String> = []
        var drops: [Drop] = []
        document.sift { node in
            guard case .image(let image) = node, !seen.insert(image.url).inserted else { return node }
            drops.append(Drop(.imageRepeatedInDocument, url: image.url, ordinal: image.ordinal))
            return nil
        }
        return drops
    }

    private func dropSpam(_ document: inout Document, judge: inout Judge) -> [Drop] {
        var drops: [Drop] = []
        let language = document.language
        document.sift { node in
            guard case .text(var text) = node else { return node }
            text.paragraphs.removeAll { paragraph in
                guard paragraph.role == .body || paragraph.role == .heading else { return false }
                let share = judge.profile(paragraph.text, language: language).spamWords
                guard share >= config.spamWords else { return false }
                drops.append(
                    Drop(.paragraphSpamWords, detail: "\(share) >= \(config.spamWords)", ordinal: paragraph.ordinal))
                return true
            }
            return text.paragraphs.isEmpty ? nil : .text(text)
        }
        return drops
    }

    /// A divide that follows a divide, or that ends the document, divides nothing.
    private func dropIdleDivides(_ document: inout Document) {
        var last: Node?
        var idle: Set<Int> = []
        for node in document.nodes {
            if case .divide(let ordinal) = node, case .divide? = last { idle.insert(ordinal) }
            last = node
        }
        if case .divide(let ordinal)? = last { idle.insert(ordinal) }
        document.sift { if case .divide(let ordinal) = $0, idle.contains(ordinal) { nil } else { $0 } }
    }
}
