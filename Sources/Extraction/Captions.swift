import HTMLTree

/// Which text is the caption of which picture. Found before the page is written: a caption leaves the running text and
/// goes with its picture, into the document or out of it.
struct Captions {
    /// What becomes of a text that belongs to a picture.
    enum Fate: UInt8 {
        /// It is running text.
        case text
        /// It is the caption of a picture that stays.
        case kept
        /// It leaves with its picture.
        case left
        /// It is a control of a gallery (`Enlarge`, `3/12`).
        case control
        /// It names who made the picture and says nothing of it.
        case credit

        /// For the drop's detail.
        var detail: String {
            switch self {
            case .text, .kept: ""
            case .left: "caption of a picture that left"
            case .control: "control of a picture"
            case .credit: "credit of a picture"
            }
        }
    }

    /// By node number; what lies below a node shares its fate.
    fileprivate(set) var fates: [Fate] = []
    private var texts: [Int32: String] = [:]
    /// The box in which a picture found its caption.
    private var boxes: [Int32: Int32] = [:]
    /// Characters up to which a text can be a caption.
    static let longest: Int32 = 1_500

    init() {}

    /// The caption of the picture at a node, `""` when it has none.
    func text(_ picture: Int32) -> String { texts[picture] ?? "" }

    mutating func find(_ ground: CaptionGround) {
        let (tree, marks, pictures, structure) = (ground.tree, ground.marks, ground.pictures, ground.structure)
        fates = Array(repeating: .text, count: tree.nodes.count)
        texts.removeAll(keepingCapacity: true)
        boxes.removeAll(keepingCapacity: true)
        guard !pictures.all.isEmpty else { return }
        for node in pictures.captions.captions where marks.fates[Int(node)] != .removed {
            if structure.text(of: node) < Captions.longest { link(node, ground) }
        }
        for place in pictures.all.indices where pictures.isKept(pictures.all[place].node) {
            let picture = pictures.all[place].node
            guard texts[picture] == nil else { continue }
            for caption in PlainCaptions(ground, self).nodes(of: picture) { take(caption, picture, ground) }
        }
        for node in pictures.captions.figures where marks.fates[Int(node)] != .removed { clearFigure(node, ground) }
    }

    // MARK: Elements that say they are captions

    private mutating func link(_ caption: Int32, _ ground: CaptionGround) {
        guard ground.pictures(in: caption).isEmpty, ground.structure.text(of: caption) > 0,
            !isTaken(caption, ground.tree), let box = ground.box(of: caption)
        else { return }
        let inside = ground.pictures(in: box)
        let kept = inside.filter { ground.pictures.isKept($0) }
        let best = kept.last { $0 < caption } ?? kept.first
        if let picture = best, let old = boxes[picture], old != box {
            // The picture has a caption of its own: this one is about all of them, and stays text.
            return
        }
        guard let picture = best ?? ground.original(of: inside) else {
            fates[Int(caption)] = .left
            return
        }
        boxes[picture] = box
        take(caption, picture, ground)
        takeCredit(box, ground)
    }

    /// Who made a picture is named beside its caption.
    private mutating func takeCredit(_ box: Int32, _ ground: CaptionGround) {
        guard ground.isSmall(box) else { return }
        for node in ground.texts(in: box, without: fates) where SiteLines.isCredit(Array(ground.text(of: node).utf8)) {
            fates[Int(node)] = .credit
        }
    }

    private func isTaken(_ node: Int32, _ tree: Tree) -> Bool {
        var at = node
        for _ in 0..<20 where at > 0 {
            if fates[Int(at)] != .text { return true }
            at = tree.nodes[Int(at)].parent
        }
        return false
    }

    mutating func take(_ caption: Int32, _ picture: Int32, _ ground: CaptionGround) {
        let text = ground.text(of: caption)
        if CaptionControls.isOne(text) {
            fates[Int(caption)] = .control
            return
        }
        guard !text.isEmpty else { return }
        if SiteLines.isCredit(Array(text.utf8)) {
            fates[Int(caption)] = .credit
            return
        }
        fates[Int(caption)] = .kept
        guard let old = texts[picture] else {
            texts[picture] = text
            return
        }
        if !Bytes.holds(Array(old.utf8), Array(text.utf8)) { texts[picture] = old + " " + text }
    }

    // MARK: Figures

    /// What else stands in a figure: its caption when it has none, else controls and counters.
    private mutating func clearFigure(_ figure: Int32, _ ground: CaptionGround) {
        guard ground.isPlainFigure(figure) else { return clearCounters(figure, ground) }
        let kept = ground.pictures(in: figure).filter { ground.pictures.isKept($0) }
        let rest = ground.texts(in: figure, without: fates)
        guard !rest.isEmpty else { return }
        let text = PageFacts.folded(Array(rest.map { ground.text(of: $0) }.joined(separator: " ").utf8))
        guard let picture = kept.first else {
            if !ground.pictures(in: figure).isEmpty { for node in rest { fates[Int(node)] = .left } }
            return
        }
        let isLinked = rest.allSatisfy { ground.isLinked($0, within: figure) }
        if texts[picture] == nil, !isLinked, !CaptionControls.isOne(text) {
            for node in rest { take(node, picture, ground) }
        } else if let caption = texts[picture], caption.utf8.count <= 16, PlainCaptions.isNumbered(caption) {
            // "Fig. 1" stands above the picture, what it shows below it.
            for node in rest {
                if ground.isLinked(node, within: figure) {
                    fates[Int(node)] = .control
                } else {
                    take(node, picture, ground)
                }
            }
        } else if text.utf8.count < 80 {
            for node in rest { fates[Int(node)] = .control }
        }
    }
}

extension Captions {
    /// `Image 1 of 5` in a figure that holds more than a picture and words.
    private mutating func clearCounters(_ figure: Int32, _ ground: CaptionGround) {
        guard !ground.pictures(in: figure).isEmpty, ground.structure.text(of: figure) < Captions.longest else { return }
        for node in ground.texts(in: figure, without: fates) where CaptionControls.isOne(ground.text(of: node)) {
            fates[Int(node)] = .control
        }
    }
}

/// Texts beside pictures that are no captions but controls.
enum CaptionControls {
    /// `Click to enlarge`, `3/12`, `Pin it`.
    static func isOne(_ text: String) -> Bool {
        // A letter has at most three times the bytes of its small one.
        guard text.utf8.count <= 144 else { return false }
        let lower = text.lowercased()
        guard lower.utf8.count <= 48 else { return false }
        if !lower.contains(where: \.isLetter) || isCounter(lower) { return true }
        let bytes = Array(lower.utf8)
        return words.contains { Bytes.holds(bytes, $0) }
    }

    /// `Image 1 of 5`, `Bild 1/12`.
    private static func isCounter(_ text: String) -> Bool {
        let words = text.split { $0 == " " || $0 == "/" }
        let numbers = words.filter { $0.allSatisfy(\.isNumber) }
        return numbers.count == 2 && words.count <= 4 && words.last.map { numbers.contains($0) } ?? false
    }

    private static let words = [
        "enlarge", "vergrößer", "vergrösser", "agrandir", "ampliar", "ingrandi", "powiększ", "увеличить", "拡大",
        "zoom", "full size", "fullscreen", "full screen", "slideshow", "view gallery", "open gallery", "see gallery",
        "pin it", "pinterest", "click to view", "herunterladen", "download", "view image", "open image", "hide caption",
        "toggle caption", "buy photo",
    ].map { Array($0.utf8) }
}
