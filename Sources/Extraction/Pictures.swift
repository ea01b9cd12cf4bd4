import Documents
import Facts
import HTMLTree

/// Every picture of a page, judged before anything is written: kept, dropped with a reason, or the character it shows.
struct Pictures {
    /// What becomes of a picture.
    enum Verdict: Equatable {
        /// It is content; its URL.
        case keep(url: String)
        /// It leaves.
        case drop(Reason, detail: String, url: String)
        /// It is a character (an emoji) in a line of text.
        case text(String)
        /// It is a formula: its TeX.
        case formula(String)
    }

    /// A picture of the page.
    struct Picture {
        let node: Int32
        /// As its element names them, best first, as ranges of the tree's bytes.
        let addresses: [Range<Int>]
        /// The place of the address that was taken.
        let chosen: Int
        /// Its absolute URL, `""` when it has none.
        let url: String
        /// What its URL has in common with those of other sizes.
        let key: PictureKey
        var verdict: Verdict
        var evidence = PictureEvidence()
        /// The place of the picture of which this one is a repetition.
        var original: Int?

        init(_ node: Int32, _ addresses: [Range<Int>], _ verdict: Verdict, chosen: Int = -1) {
            (self.node, self.addresses, self.verdict, self.chosen) = (node, addresses, verdict, chosen)
            if case .keep(let found) = verdict { url = found } else { url = "" }
            key = PictureKey.of(url)
        }
    }

    /// The page's elements that say they are captions; none when it has no picture.
    private(set) var captions = CaptionElements()
    private(set) var all: [Picture] = []
    /// By node number, the place in `all`; -1 for none.
    private(set) var places: [Int32] = []
    private let words: PictureWords?

    init(_ options: ExtractionOptions) { words = options.boilerplate.map(PictureWords.init) }

    /// What becomes of the picture at a node, nil when there is none.
    func verdict(_ node: Int32) -> Verdict? {
        let place = places[Int(node)]
        return place < 0 ? nil : all[Int(place)].verdict
    }

    /// Whether a node is a picture that stays.
    func isKept(_ node: Int32) -> Bool {
        if case .keep = verdict(node) { true } else { false }
    }

    mutating func find(_ tree: Tree, _ marks: Marks, _ frame: Frame?, _ rules: Rules, _ sources: ImageSources) {
        var found: [Picture] = []
        var places = Array(repeating: Int32(-1), count: tree.nodes.count)
        let finder = PictureFinder(tree, marks, rules, sources)
        for node in finder.pictures() {
            places[Int(node)] = Int32(found.count)
            found.append(finder.picture(node))
        }
        (all, self.places) = ([], places)
        guard !found.isEmpty else { return }
        captions = CaptionElements(tree)
        var gatherer = PictureGatherer(
            .init(tree: tree, frame: frame, rules: rules, sources: sources), words, captions, found)
        judge(&gatherer, hasFrame: frame != nil)
        SamePictures(rules, tree).settle(&gatherer)
        all = gatherer.pictures
    }

    private func judge(_ page: inout PictureGatherer, hasFrame: Bool) {
        let options = page.rules.options
        for index in page.pictures.indices {
            if options.text.writesEmoji, let character = PictureCharacter.of(index, page) {
                page.pictures[index].verdict = .text(character)
                continue
            }
            if options.text.writesFormulas, let verdict = PictureFormula.verdict(index, page) {
                page.pictures[index].verdict = verdict
                continue
            }
            guard case .keep(let url) = page.pictures[index].verdict, hasFrame, options.images.keepsOnlyContent,
                let objection = PictureJudge.objection(index, &page)
            else { continue }
            page.pictures[index].verdict = .drop(.imageBoilerplate, detail: objection, url: url)
        }
    }
}
