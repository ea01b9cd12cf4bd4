package import Configuration
package import Curation
package import Documents
import Facts

/// The text rules of a pipeline over documents: paragraphs first, then the document that is left.
package struct Judge {
    /// A record must stay below this, or common readers refuse the line.
    package static let recordBytes = 1_000_000

    private var profiler: TextProfiler
    private let paragraphs: TextRuleSet
    private let documents: TextRuleSet
    private let images: ImageRuleSet
    private let needsImage: Bool
    private let text: TextConfig
    private let identifier: LanguageIdentifier?
    private let lists: WordLists

    package init(_ config: PipelineConfig) throws(PipelineError) {
        identifier = try config.text.languageIdentifier()
        lists = try config.text.wordLists()
        profiler = TextProfiler(lists: lists, options: config.text.lists == .obelics ? .obelics : .quarry)
        paragraphs = try config.rules.paragraphs(lists)
        documents = try config.rules.documents(lists)
        images = try config.rules.images()
        needsImage = config.rules.needsImage
        text = config.text
    }

    /// Identifies the language of what is in the document, when there is a model: as published, of the whole text.
    package func identify(_ document: inout Document) {
        guard let identifier else { return }
        let isPublished = text.lists == .obelics
        let found = identifier.identify(
            isPublished ? document.text : Self.spokenText(of: document), limit: isPublished ? Int.max : 4096)
        document.language = found?.language ?? ""
        document.languageProbability = found?.probability ?? 0
    }

    /// What a language is told by: the text; of a page that hardly has any, its captions too.
    static func spokenText(of document: Document) -> String {
        let text = document.text
        guard text.utf8.count < 200 else { return text }
        let captions = document.nodes.compactMap { if case .image(let image) = $0 { image.caption } else { nil } }
        return ([text] + captions).filter { !$0.isEmpty }.joined(separator: "\n\n")
    }

    /// The language a text is judged in: what was identified. A page's own word is not taken (`lang="en"` is what
    /// templates say): where its language has a list, that of the list that fits the text best.
    private mutating func spoken(_ document: Document) -> String {
        guard identifier == nil, lists.hasStopWords(for: document.language) else { return document.language }
        return lists.assumedLanguage == nil ? profiler.likelyLanguage(of: document.text) : ""
    }

    /// The language a document seems to be in, where no model told it: what the page says, else whose stop words it has
    /// most of; `""` when it has hardly any.
    mutating func likelyLanguage(_ document: Document) -> String {
        document.language.isEmpty ? profiler.likelyLanguage(of: document.text) : document.language
    }

    /// Asks the paragraph rules; texts that lost all their paragraphs leave. A paragraph that was judged in this language
    /// before stays: nothing of it has changed. Headings are asked again, since what follows them may have left.
    package mutating func sift(_ document: inout Document) -> [Drop] {
        var drops: [Drop] = []
        let headings = text.headings == .withSection ? Sections(document) : nil
        var kept: Set<Int> = []
        let language = spoken(document)
        let isJudged = document.siftedAs == language
        document.siftedAs = language
        profiler.begin()
        document.sift { node in
            guard case .text(var text) = node else { return node }
            text.paragraphs.removeAll { paragraph in
                if headings != nil && paragraph.role == .heading { return false }
                if isJudged || isSpared(paragraph.role) {
                    kept.insert(paragraph.ordinal)
                    return false
                }
                let verdict = judge(paragraph, language)
                guard case .drop(let reason, let detail) = verdict else {
                    kept.insert(paragraph.ordinal)
                    return false
                }
                drops.append(Drop(reason, detail: detail, paragraph: paragraph))
                return true
            }
            return text.paragraphs.isEmpty ? nil : .text(text)
        }
        if let headings { drops += headings.sift(&document, kept: kept) }
        return drops
    }

    /// A paragraph is judged in the language of its document, and one that has too few of its stop words as of unknown
    /// language: manuals and forums quote, and pages are translated in part.
    private mutating func judge(_ paragraph: Paragraph, _ language: String) -> Verdict {
        let verdict = paragraphs.judge(profiler.profile(paragraph, language: language), language: language)
        guard case .drop(.paragraphTooFewStopWords, _) = verdict, !language.isEmpty else { return verdict }
        return paragraphs.judge(profiler.profile(paragraph.text)).isKept ? .keep : verdict
    }

    private func isSpared(_ role: Paragraph.Role) -> Bool {
        switch role {
        case .verbatim: text.keepVerbatim
        case .list, .table: text.keepLists
        case .body, .heading: false
        }
    }

    /// Asks what can be asked before the images are known: there must be text and an image, and the text rules hold.
    package mutating func judgeText(_ document: inout Document) -> Verdict {
        if needsImage && document.imageCount == 0 { return .drop(.documentNoImage, detail: "") }
        return judgeProfile(&document)
    }

    /// Asks every document rule.
    package mutating func judge(_ document: inout Document) -> Verdict {
        let verdict = images.judge(document)
        return verdict.isKept ? judgeProfile(&document) : verdict
    }

    private mutating func judgeProfile(_ document: inout Document) -> Verdict {
        guard document.hasText else { return .drop(.documentNoText, detail: "") }
        if !document.isMeasured { identify(&document) }
        let (declared, language) = (document.language, spoken(document))
        document.language = language
        defer { document.language = declared }
        if !document.isMeasured {
            document.profile = profiler.profile(document: document, spared: isSpared)
            document.isMeasured = true
        }
        let verdict = documents.judge(document)
        guard case .drop(.documentTooFewStopWords, _) = verdict, !document.language.isEmpty else { return verdict }
        return judgeMixed(document) ? documents.judgeItself(document) : verdict
    }

    /// Whether the document is kept as one of unknown language: it may be in several.
    private mutating func judgeMixed(_ document: Document) -> Bool {
        var document = document
        document.language = ""
        document.profile = profiler.profile(document: document, spared: isSpared)
        return documents.judge(document.profile).isKept
    }

    /// Measures what is in the document now.
    package mutating func measure(_ document: inout Document) {
        let declared = document.language
        document.language = spoken(document)
        document.profile = profiler.profile(document: document, spared: isSpared)
        document.language = declared
    }

    /// The last cleaning, with this judge's profiler.
    package mutating func clean(_ document: inout Document, _ cleaning: DocumentCleaning) -> [Drop] {
        cleaning.clean(&document, profiler: &profiler)
    }
}

/// Which headings have something left under them.
///
/// A heading stays when a paragraph that is no heading, or an image, stands between it and the next text that follows
/// its run of headings; a heading over nothing is boilerplate.
struct Sections {
    private let order: [Element]

    private enum Element {
        case heading(Int)
        case body(Int)
        case image
        case divide
    }

    init(_ document: Document) {
        order = document.nodes.flatMap { node -> [Element] in
            switch node {
            case .text(let text):
                text.paragraphs.map { $0.role == .heading ? .heading($0.ordinal) : .body($0.ordinal) }
            case .image: [.image]
            case .divide: [.divide]
            }
        }
    }

    /// Takes out the headings whose section kept nothing.
    func sift(_ document: inout Document, kept: Set<Int>) -> [Drop] {
        let lone = loneHeadings(kept: kept)
        guard !lone.isEmpty else { return [] }
        var drops: [Drop] = []
        document.sift { node in
            guard case .text(var text) = node else { return node }
            text.paragraphs.removeAll { paragraph in
                guard lone.contains(paragraph.ordinal) else { return false }
                drops.append(Drop(.paragraphLoneHeading, paragraph: paragraph))
                return true
            }
            return text.paragraphs.isEmpty ? nil : .text(text)
        }
        return drops
    }

    private func loneHeadings(kept: Set<Int>) -> Set<Int> {
        var lone: Set<Int> = []
        var hasContent = false
        var afterHeading = false
        for element in order.reversed() {
            if case .heading(let ordinal) = element {
                if !hasContent { lone.insert(ordinal) }
                afterHeading = true
                continue
            }
            if afterHeading {
                hasContent = false
                afterHeading = false
            }
            switch element {
            case .body(let ordinal): hasContent = hasContent || kept.contains(ordinal)
            case .image: hasContent = true
            case .divide: hasContent = false
            case .heading: break
            }
        }
        return lone
    }
}
