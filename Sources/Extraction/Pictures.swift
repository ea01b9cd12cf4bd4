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
    }

    /// A picture of the page.
    struct Picture {
        let node: Int32
        var verdict: Verdict
        var evidence = PictureEvidence()
        /// What all its addresses have in common with other sizes of the same picture.
        var keys: Set<String> = []
        /// The place of the picture of which this one is a repetition.
        var original: Int?
    }

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
        all.removeAll(keepingCapacity: true)
        places = Array(repeating: -1, count: tree.nodes.count)
        let finder = PictureFinder(tree, marks, rules, sources)
        for node in finder.pictures() {
            places[Int(node)] = Int32(all.count)
            all.append(Picture(node: node, verdict: finder.address(node)))
        }
        guard !all.isEmpty else { return }
        let gatherer = PictureGatherer(tree, frame, rules, sources, words)
        gatherer.gather(&all)
        judge(tree, frame, rules)
        SamePictures(rules, tree).settle(&all)
    }

    private mutating func judge(_ tree: Tree, _ frame: Frame?, _ rules: Rules) {
        for index in all.indices {
            if let character = PictureCharacter.of(all[index], tree) {
                all[index].verdict = .text(character)
                continue
            }
            guard case .keep(let url) = all[index].verdict, frame != nil, rules.options.images.keepsOnlyContent,
                let objection = PictureJudge.objection(all[index].evidence)
            else { continue }
            all[index].verdict = .drop(.imageBoilerplate, detail: objection, url: url)
        }
    }
}
