import Documents
import Facts
import HTMLTree

/// A tree with everything that was decided about it.
struct Page {
    let tree: Tree
    let marks: Marks
    /// Why a node is frame, by node number; empty when everything is content.
    let frame: [FrameCause?]
    /// What elements are for the layout of text; nil when text is laid out as published.
    let structure: Structure?
    /// Its pictures, judged; nil when every `img` is one, as published.
    let pictures: Pictures?
    let captions: Captions?
    let rules: Rules
    let sources: ImageSources
}

/// Walks the decided tree once, in document order, and writes text and images.
struct Interleaver {
    typealias Separator = ExtractionOptions.Separator

    let tree: Tree
    let marks: Marks
    let frame: [FrameCause?]
    /// What elements are for the layout of text, by node number; empty when text is laid out as published.
    let kinds: [Structure.Kind]
    let pictures: Pictures?
    /// The place of the picture at a node, by node number; empty when every `img` is one.
    let places: [Int32]
    let captions: Captions?
    /// What becomes of texts that belong to pictures, by node number; empty when there are none.
    private let captionFates: [Captions.Fate]
    let rules: Rules
    let sources: ImageSources
    var run: TextRun
    var assembly: Assembly
    /// Separators of the kept elements that are open, outermost first.
    var path: [Separator] = []
    /// How much of `path` the last text shares.
    private(set) var shared = 0
    /// The strongest edge since the last text.
    var edge = Separator.none
    /// The text nodes since the last edge of a kept element, uncleaned.
    var raw: [UInt8] = []
    /// The first of them.
    var rawNode: Int32 = -1
    var style = TextRun.Style()
    /// Open lists, tables and code.
    var layout = Layout()
    /// Pictures that wait for the end of the sentence they stand in.
    var held: [(node: Int32, url: String)] = []
    /// `edge` is a space only for something that is left out.
    var isEdgeSoft = false

    init(_ page: Page) {
        let (rules, sources) = (page.rules, page.sources)
        tree = page.tree
        marks = page.marks
        frame = page.frame
        kinds = page.structure?.kinds ?? []
        pictures = page.pictures
        places = page.pictures?.places ?? []
        captions = page.captions
        captionFates = page.captions?.fates ?? []
        self.rules = rules
        self.sources = sources
        run = TextRun(
            foldsAllSpaces: rules.options.text.foldsAllSpaces, dropsSoftHyphens: rules.options.text.dropsSoftHyphens)
        assembly = Assembly(rules.options)
    }

    /// Walks everything.
    mutating func write() {
        var node = tree.nodes[0].firstChild
        while node >= 0 {
            if enter(node), tree.nodes[Int(node)].firstChild >= 0 {
                node = tree.nodes[Int(node)].firstChild
                continue
            }
            leave(node)
            while tree.nodes[Int(node)].next < 0 {
                node = tree.nodes[Int(node)].parent
                if node <= 0 { break }
                leave(node)
            }
            if node <= 0 { break }
            node = tree.nodes[Int(node)].next
        }
        endRun()
        assembly.finish()
    }

    /// Goes into a node; false when its content is not for the walk.
    private mutating func enter(_ node: Int32) -> Bool {
        let tag = tree.nodes[Int(node)].tag
        if !captionFates.isEmpty, captionFates[Int(node)] != .text {
            caption(node, captionFates[Int(node)])
            return false
        }
        if !places.isEmpty, places[Int(node)] >= 0, let verdict = pictures?.verdict(node), !show(verdict, node) {
            return false
        }
        switch marks.fates[Int(node)] {
        case .removed:
            if tag == .math || tag == .script && MathText.isSource(node, tree) {
                formula(node)
            } else {
                skip(node, because: nil)
            }
            return false
        case .empty:
            skip(node, because: node)
            return false
        case .divide:
            divide(node)
            return false
        case .unwrapped:
            if tag == .br { lineBreak(node) }
            return tag == .sup || tag == .sub ? beginScript(node, tag) : true
        case .kept:
            if tag == .text {
                text(node)
                return false
            }
            if tag == .br {
                lineBreak(node)
                return false
            }
            return open(node, tag)
        }
    }

    private mutating func open(_ node: Int32, _ tag: Tag) -> Bool {
        flushText()
        if rules.treatment(of: tag, in: tree) == .media {
            if tag == .img || tag == .ampImg { image(node) }
            // What an AMP image has inside stands for it where scripts do not run.
            if tag != .img { skip(node, because: nil) }
            return false
        }
        path.append(separator(of: tag, node))
        if !kinds.isEmpty { begin(node, tag) }
        return true
    }

    private mutating func leave(_ node: Int32) {
        guard marks.fates[Int(node)] == .kept else { return }
        let tag = tree.nodes[Int(node)].tag
        guard tag != .text, tag != .br, rules.treatment(of: tag, in: tree) != .media, let separator = path.last else {
            return
        }
        flushText()
        if !kinds.isEmpty { finish(node, tag) }
        if separator > .none { isEdgeSoft = false }
        if shared >= path.count {
            edge = max(edge, separator)
            shared = path.count - 1
        } else if rules.removedLeaves != .none {
            // Nothing was written in it: where removed elements part the texts around them, empty ones do too.
            edge = max(edge, separator)
        }
        path.removeLast()
    }

    // MARK: Text

    private mutating func text(_ node: Int32) {
        let range = tree.text(of: node)
        guard marks.isWritten(node, isBlank: Bytes.isBlank(tree.bytes, range), in: tree) else { return }
        if !frame.isEmpty {
            if let cause = frame[Int(node)], frame[Int(marks.owners[Int(node)])] == nil {
                // A piece of a line that leaves: what stands around it joins.
                if !Bytes.isBlank(tree.bytes, range) {
                    assembly.dropParagraph(tree.bytes[range], of: node, detail: cause.detail)
                }
                return
            }
            if frame[Int(node)] != style.frame { turn(to: frame[Int(node)]) }
        }
        if rawNode < 0 { rawNode = node }
        tree.bytes.withUnsafeBufferPointer { raw.append(contentsOf: UnsafeBufferPointer(rebasing: $0[range])) }
    }

    /// Goes over between the content and the frame: a new paragraph.
    mutating func turn(to cause: FrameCause?) {
        if (cause == nil) != (style.frame == nil) {
            flushText()
            edge = .paragraph
        }
        style.frame = cause
    }

    private mutating func lineBreak(_ node: Int32) {
        if rules.options.lineBreaks == .bare, tree.nodes[Int(node)].flags.contains(.hadAttributes) { return }
        guard marks.isWritten(node, isBlank: false, in: tree) else { return }
        raw.append(layout.verbatim >= 0 ? 0x0A : layout.isInTable ? 0x20 : TextRun.lineBreak)
    }

    private mutating func divide(_ node: Int32) {
        skip(node, because: nil)
        if rules.options.text.writesDivider {
            guard marks.isWritten(node, isBlank: false, in: tree) else { return }
            raw.append(contentsOf: [0x0A, 0x0A] + Assembly.divider + [0x0A, 0x0A])
        } else {
            endRun()
            assembly.divide(at: node)
        }
    }

    mutating func flushText() {
        guard !raw.isEmpty else { return }
        if layout.verbatim >= 0 { return flushVerbatim() }
        var separator = joint()
        if !held.isEmpty, separator >= .line, !Bytes.isBlank(raw, 0..<raw.count) {
            endParagraph()
            separator = .none
        }
        let style = writeMarker()
        run.node = rawNode
        rawNode = -1
        if run.append(raw, separator, style: style) {
            shared = path.count
            edge = .none
            isEdgeSoft = false
        }
        raw.removeAll(keepingCapacity: true)
    }

    /// What stands between the text so far and the next.
    private func joint() -> Separator {
        if run.isEmpty { return .none }
        var inner = Separator.none
        for depth in shared..<max(shared, path.count) { inner = max(inner, path[depth]) }
        // An icon that is left out is a space between two words, but none in front of a full stop.
        if isEdgeSoft, edge == .space, inner == .none, let first = raw.first, TextRun.closes(first) { return .none }
        return max(edge, inner)
    }

    /// Puts the number of a list's item in front of its first text, and gives its style: a line that leads to more is one
    /// of a list, however few its words.
    private mutating func writeMarker() -> TextRun.Style {
        guard !layout.marker.isEmpty, !Bytes.isBlank(raw, 0..<raw.count) else { return style }
        raw.insert(contentsOf: layout.marker, at: 0)
        layout.marker = []
        var style = self.style
        if style.role == .body, raw.count <= 60 { style.role = .list }
        return style
    }

    /// Joins preformatted text as it is, without line feeds at its ends.
    private mutating func flushVerbatim() {
        let start = raw.firstIndex { $0 != 0x0A } ?? raw.count
        let end = (raw.lastIndex { !Bytes.isSpace($0) } ?? -1) + 1
        if start < end {
            run.node = rawNode
            rawNode = -1
            run.appendVerbatim(Array(raw[start..<end]), run.isEmpty ? .none : max(joint(), .line), style: style)
            shared = path.count
            edge = .none
            layout.marker = []
        }
        raw.removeAll(keepingCapacity: true)
    }

    mutating func endRun() {
        flushText()
        endParagraph()
        edge = .none
        shared = path.count
    }

    /// Ends the run with the pictures that waited for it.
    private mutating func endParagraph() {
        assembly.text(run)
        run.removeAll()
        releaseHeld()
    }
}
