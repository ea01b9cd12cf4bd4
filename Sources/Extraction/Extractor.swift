package import Documents
import Facts
import HTMLTree

/// Page → document, by the options. Keeps its buffers between pages; one extractor belongs to one thread.
///
/// ```swift
/// var extractor = Extractor(options: .quarry)
/// let extraction = extractor.extract(CapturedPage(url: url, body: body, httpCharset: "utf-8"))
/// ```
package struct Extractor {
    /// The options it was made with.
    package let options: ExtractionOptions
    private let rules: Rules
    private let parser: Parser
    private var sources = ImageSources()
    private var marks = Marks()
    private var frame: Frame?
    private var structure: Structure?
    private var pictures: Pictures?
    private var captions: Captions?

    /// An extractor for many pages.
    package init(options: ExtractionOptions) {
        self.options = options
        rules = Rules(options)
        parser = Parser(vocabulary: rules.vocabulary)
        structure = options.needsStructure ? Structure() : nil
        frame = options.boilerplate.map { Frame($0) }
        pictures = options.images.judges ? Pictures(options) : nil
        captions = options.images.findsCaptions ? Captions() : nil
    }

    /// The document of a page, and what did not come into it. Never fails: a page that gives no document has a drop.
    package mutating func extract(_ page: CapturedPage) -> Extraction {
        var extraction = Extraction()
        if let refusal = parse(page, &extraction) {
            extraction.drops = [refusal]
            return extraction
        }
        let tree = parser.tree
        let facts = PageFacts(tree)
        sources.begin(page: page.url, base: facts.base, encoding: extraction.encoding, rules)
        marks.decide(tree, rules, &sources)
        structure?.find(tree, marks, options)
        frame?.find(tree, marks, structure, rules, facts)
        findPictures(tree)
        var interleaver = Interleaver(
            Page(
                tree: tree, marks: marks, frame: frame?.causes ?? [], structure: structure, pictures: pictures,
                captions: captions, rules: rules, sources: sources))
        interleaver.write()
        // Of pages that scripts write hardly more than a notice is there.
        if options.text.takesSaidText, interleaver.assembly.textBytes < SaidText.least,
            let said = SaidText(tree, facts)
        {
            interleaver.assembly.say(said.paragraphs)
            extraction.textSource = said.source
        }
        var document = Document(url: page.url, nodes: interleaver.assembly.nodes)
        document.title = facts.title
        extraction.document = document
        extraction.drops = interleaver.assembly.drops
        extraction.places = interleaver.assembly.places
        extraction.imagesBorn = interleaver.assembly.imagesBorn
        extraction.paragraphsBorn = interleaver.assembly.paragraphsBorn
        extraction.flattened = tree.flattened
        describe(&extraction, facts)
        return extraction
    }

    /// Where something of the last page stood in it (`html > body > div.author-box > p`), by its ordinal in what
    /// `extract` gave.
    package func path(_ ordinal: Int, of extraction: Extraction) -> String {
        guard extraction.places.indices.contains(ordinal) else { return "" }
        return ElementPath(parser.tree).text(of: extraction.places[ordinal])
    }

    /// Where the pieces of a document of the last page stood in it.
    package func paths(of document: Document, in extraction: Extraction) -> ElementPaths {
        var pieces: [(ordinal: Int, node: Int32)] = []
        func add(_ ordinal: Int) {
            if extraction.places.indices.contains(ordinal) { pieces.append((ordinal, extraction.places[ordinal])) }
        }
        for node in document.nodes {
            switch node {
            case .text(let text): for paragraph in text.paragraphs { add(paragraph.ordinal) }
            case .image(let image): add(image.ordinal)
            case .divide: break
            }
        }
        return ElementPath(parser.tree).paths(of: pieces)
    }

    private mutating func findPictures(_ tree: Tree) {
        guard pictures != nil else { return }
        pictures?.find(tree, marks, frame, rules, sources)
        guard let pictures else { return }
        structure?.settle(pictures, tree, marks, options)
        guard let structure else { return }
        captions?.find(
            CaptionGround(tree, marks, pictures, structure, rules, unseen: frame?.causes ?? []))
    }

    private func describe(_ extraction: inout Extraction, _ facts: PageFacts) {
        extraction.language = facts.language
        extraction.robotsDirectives = facts.robots
        extraction.reservesTDM = facts.reservesTDM
        extraction.license = facts.license.map(sources.absolute) ?? ""
        extraction.canonical = facts.canonical.map(sources.absolute) ?? ""
    }

    /// Parses; the drop of a page that cannot be one.
    private func parse(_ page: CapturedPage, _ extraction: inout Extraction) -> Drop? {
        let limits = options.limits
        if page.body.count > limits.maximumBytes {
            return Drop(.pageTooLarge, detail: "\(page.body.count) > \(limits.maximumBytes) bytes", url: page.url)
        }
        var bounds = ParseLimits(
            bytes: limits.maximumBytes * 3, depth: limits.maximumDepth, attributes: limits.maximumAttributes,
            nodes: limits.maximumNodes)
        bounds.readsAsPublished = options.readsAsPublished
        let (outcome, encoding) = PageText.read(page) { [parser, bounds] in
            parser.parse($0, isWellFormed: $1, limits: bounds)
        }
        extraction.encoding = encoding
        switch outcome {
        case .complete: return nil
        case .empty: return Drop(.pageEmpty, url: page.url)
        case .tooManyBytes(let count): return Drop(.pageTooLarge, detail: "\(count) bytes decoded", url: page.url)
        case .tooManyAttributes:
            return Drop(.pageTooManyAttributes, detail: "> \(limits.maximumAttributes) in a tag", url: page.url)
        case .tooManyNodes: return Drop(.pageTooLarge, detail: "> \(limits.maximumNodes) nodes", url: page.url)
        case .failed: return Drop(.pageUnparsed, url: page.url)
        }
    }
}
