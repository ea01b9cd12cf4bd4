import Documents
import Facts

/// Puts paragraphs, images, divides and drops in reading order and numbers them with one counter.
struct Assembly {
    private(set) var nodes: [Node] = []
    private(set) var drops: [Drop] = []
    private(set) var imagesBorn = 0
    private(set) var paragraphsBorn = 0
    /// The node of what got an ordinal, by ordinal; -1 where there is none.
    private(set) var places: [Int32] = []
    private var waiting: [(offset: Int, node: Int32, drop: Drop)] = []
    private var imagesKept = 0
    private let options: ExtractionOptions
    static let divider = Array("END_OF_DOCUMENT_TOKEN_TO_BE_REPLACED".utf8)

    init(_ options: ExtractionOptions) { self.options = options }

    private mutating func nextOrdinal(of node: Int32) -> Int {
        places.append(node)
        return places.count - 1
    }

    /// An image that left, while `offset` bytes of the current run are written; its ordinal is its own to come.
    mutating func drop(_ drop: Drop, of node: Int32, offset: Int) {
        imagesBorn += 1
        waiting.append((offset, node, drop))
    }

    /// An image that stays; the run before it must be finished.
    mutating func image(
        _ url: String, _ others: [String], of node: Int32, alt: String, rendered: (RenderedLength, RenderedLength)
    ) -> Int? {
        if imagesKept >= options.limits.maximumImages {
            var left = Drop(.imageTooMany, detail: "more than \(options.limits.maximumImages)", url: url)
            left.text = Drop.excerpt(alt)
            drop(left, of: node, offset: 0)
            return nil
        }
        flush(upTo: Int.max)
        imagesBorn += 1
        imagesKept += 1
        var image = ImageNode(ordinal: nextOrdinal(of: node), url: url, alt: alt, rendered: rendered)
        image.otherURLs = others
        nodes.append(.image(image))
        return nodes.count - 1
    }

    /// A paragraph that was formed and goes at once.
    mutating func dropParagraph(_ text: ArraySlice<UInt8>, of node: Int32, detail: String) {
        paragraphsBorn += 1
        var drop = Drop(.paragraphBoilerplate, detail: detail, ordinal: nextOrdinal(of: node))
        drop.text = Drop.excerpt(utf8: text)
        drops.append(drop)
    }

    /// Gives the image at a place of `nodes` its caption.
    mutating func caption(_ text: String, at index: Int) {
        guard index < nodes.count, case .image(var image) = nodes[index] else { return }
        image.caption = text
        nodes[index] = .image(image)
    }

    /// Cuts a finished run into paragraphs.
    mutating func text(_ run: TextRun) {
        defer { flush(upTo: Int.max) }
        var whole = Bytes.strip(run.bytes, 0..<run.bytes.count)
        if run.marks.first?.style.role == .verbatim {
            // The indentation of the first line of code stays.
            whole = (run.bytes.firstIndex { $0 != 0x0A } ?? whole.lowerBound)..<whole.upperBound
        }
        guard !whole.isEmpty else { return }
        var paragraphs: [Paragraph] = []
        var start = whole.lowerBound
        var at = start
        var mark = 0
        var origin = 0
        while at <= whole.upperBound {
            let isEnd = at == whole.upperBound
            guard isEnd || (at + 1 < whole.upperBound && run.bytes[at] == 0x0A && run.bytes[at + 1] == 0x0A) else {
                at = Bytes.next(0x0A, in: run.bytes, at + 1..<whole.upperBound)
                continue
            }
            while mark + 1 < run.marks.count, run.marks[mark + 1].offset <= start { mark += 1 }
            while origin + 1 < run.origins.count, run.origins[origin + 1].offset <= start { origin += 1 }
            let style = run.marks.isEmpty ? TextRun.Style() : run.marks[mark].style
            let node = run.origins.isEmpty ? -1 : run.origins[origin].node
            add(run.bytes, start..<at, style, of: node, &paragraphs)
            if isEnd { break }
            at += 2
            start = at
        }
        close(&paragraphs)
    }

    private mutating func add(
        _ bytes: [UInt8], _ range: Range<Int>, _ style: TextRun.Style, of node: Int32, _ paragraphs: inout [Paragraph]
    ) {
        flush(upTo: range.lowerBound)
        if Bytes.equals(bytes, range, Assembly.divider), options.text.writesDivider {
            close(&paragraphs)
            nodes.append(.divide(ordinal: nextOrdinal(of: node)))
            return
        }
        let kept = options.text.keepsEmptyParagraphs || style.role == .verbatim ? range : Bytes.strip(bytes, range)
        if kept.isEmpty && !options.text.keepsEmptyParagraphs { return }
        if let cause = style.frame {
            dropParagraph(bytes[kept], of: node, detail: cause.detail)
            return
        }
        let limit = options.limits.maximumParagraphWords
        guard limit > 0, kept.count > limit * (style.role == .verbatim ? 64 : 2) else {
            append(bytes[kept], style.role, of: node, &paragraphs)
            return
        }
        let splitter = ParagraphSplitter(bytes, maximumWords: limit, kind: .init(style.role))
        for part in splitter.parts(kept) { append(bytes[part], style.role, of: node, &paragraphs) }
    }

    private mutating func append(
        _ text: ArraySlice<UInt8>, _ role: Paragraph.Role, of node: Int32, _ paragraphs: inout [Paragraph]
    ) {
        paragraphsBorn += 1
        let text = String(decoding: text, as: UTF8.self)
        paragraphs.append(Paragraph(ordinal: nextOrdinal(of: node), text: text, role: role))
    }

    private mutating func close(_ paragraphs: inout [Paragraph]) {
        guard !paragraphs.isEmpty else { return }
        nodes.append(.text(TextNode(paragraphs: paragraphs)))
        paragraphs = []
    }

    /// A mark that another document begins; the run before it must be finished.
    mutating func divide(at node: Int32) { nodes.append(.divide(ordinal: nextOrdinal(of: node))) }

    private mutating func flush(upTo offset: Int) {
        var taken = 0
        while taken < waiting.count, waiting[taken].offset <= offset {
            var drop = waiting[taken].drop
            drop.ordinal = nextOrdinal(of: waiting[taken].node)
            drops.append(drop)
            taken += 1
        }
        if taken > 0 { waiting.removeFirst(taken) }
    }

    /// Bytes of the paragraphs and captions so far.
    var textBytes: Int {
        nodes.reduce(0) { count, node in
            switch node {
            case .text(let text): count + text.paragraphs.reduce(0) { $0 + $1.text.utf8.count }
            case .image(let image): count + image.caption.utf8.count
            case .divide: count
            }
        }
    }

    /// Paragraphs that stand nowhere in the page, behind all that does.
    mutating func say(_ texts: [String]) {
        var paragraphs: [Paragraph] = []
        for text in texts { append(Array(text.utf8)[...], .body, of: -1, &paragraphs) }
        close(&paragraphs)
    }

    /// What is still waiting gets its number.
    mutating func finish() { flush(upTo: Int.max) }
}
