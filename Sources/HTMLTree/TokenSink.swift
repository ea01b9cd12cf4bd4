import CLibXML2
import Glibc

/// Receives libxml2's SAX events and hands tags and text to the tree builder; from each event on it takes itself what
/// is plain (`takePlain`), so that libxml2 reads only the odd parts of a page, and all of what is in front of the body.
///
/// Before libxml2 reads on, the sink looks at what comes next and sets libxml2's stack of open names:
/// nothing when a start tag comes (there is nothing to close then), the neutral name and the name of the coming end tag
/// when one comes (libxml2 reports an end tag only if its name is open), else just the neutral name (text in nothing
/// would get a `p`).
/// An end tag that was not foreseen is still found: libxml2 calls it an error and tells its name.
struct TokenSink {
    /// Memory that libxml2's stack points to.
    struct Names {
        /// A known, non-empty element that no other closes: libxml2 does nothing about it.
        let neutral: UnsafeMutablePointer<UInt8>
        /// Room for the name of the end tag that comes next.
        let next: UnsafeMutablePointer<UInt8>
        let plainTags = PlainTags()
        static let room = 100

        init() {
            neutral = .allocate(capacity: 4)
            for (index, byte) in [UInt8]("bdo".utf8).enumerated() { neutral[index] = byte }
            neutral[3] = 0
            next = .allocate(capacity: Names.room + 1)
            next[0] = 0
        }

        func free() {
            neutral.deallocate()
            next.deallocate()
            plainTags.free()
        }
    }

    var builder: TreeBuilder
    let names: Names
    var context: htmlParserCtxtPtr?
    var stopped: ParseOutcome?
    private(set) var limits = ParseLimits()
    /// Whether the page has NULs: they leave the text, and are U+FFFD in tags and in text without markup.
    private(set) var hasNUL = false
    private(set) var heldAmpersand = false
    /// The tag of `names.next`.
    var nextTag = Tag.other
    private var publishedScript = PublishedScript()
    private var publishedNesting = PublishedNesting()

    init(builder: TreeBuilder, names: Names) {
        self.builder = builder
        self.names = names
    }

    mutating func begin(_ limits: ParseLimits, hasNUL: Bool) {
        self.limits = limits
        self.hasNUL = hasNUL
        stopped = nil
        heldAmpersand = false
        publishedScript = PublishedScript()
        publishedNesting.removeAll()
    }

    /// Points libxml2's handlers here.
    static func install(in handler: UnsafeMutablePointer<htmlSAXHandler>) {
        handler.pointee = htmlSAXHandler()
        handler.pointee.initialized = UInt32(XML_SAX2_MAGIC)
        handler.pointee.startElement = { TokenSink.sink(of: $0).pointee.start($1, $2) }
        handler.pointee.endElement = { TokenSink.sink(of: $0).pointee.end($1) }
        handler.pointee.startDocument = { TokenSink.sink(of: $0).pointee.other() }
        handler.pointee.characters = { TokenSink.sink(of: $0).pointee.characters($1, $2) }
        handler.pointee.ignorableWhitespace = { TokenSink.sink(of: $0).pointee.characters($1, $2) }
        handler.pointee.comment = { data, _ in TokenSink.sink(of: data).pointee.comment() }
        handler.pointee.processingInstruction = { data, _, _ in TokenSink.sink(of: data).pointee.other() }
        handler.pointee.internalSubset = { TokenSink.sink(of: $0).pointee.doctype($1, $2, $3) }
        handler.pointee.serror = { TokenSink.sink(of: $0).pointee.error($1) }
    }

    private static func sink(of data: UnsafeMutableRawPointer?) -> UnsafeMutablePointer<TokenSink> {
        // The parser puts the sink there before every run (`Parser.run`).
        data.unsafelyUnwrapped.assumingMemoryBound(to: TokenSink.self)
    }

    /// The source from where libxml2 reads on, and its end.
    private var cursor: (at: UnsafePointer<UInt8>, end: UnsafePointer<UInt8>)? {
        guard let stream = context?.pointee.input, let at = stream.pointee.cur, let end = stream.pointee.end else {
            return nil
        }
        return (at, end)
    }

    mutating func stop(_ outcome: ParseOutcome) {
        if stopped == nil { stopped = outcome }
        if let context { xmlStopParser(context) }
    }

    // MARK: Events

    private mutating func start(
        _ name: UnsafePointer<UInt8>?, _ attributes: UnsafeMutablePointer<UnsafePointer<UInt8>?>?
    ) {
        guard stopped == nil, let name, let stream = context?.pointee.input, let (from, end) = cursor else { return }
        var at = from
        flushAmpersand()
        let isSelfClosing = at + 1 < end && at[0] == 0x2F && at[1] == 0x3E
        if isSelfClosing {
            // Let libxml2 see a plain `>`: it has no part in what is empty.
            at += 1
            stream.pointee.cur = at
        }
        let tag = StartTag(
            name: AttributeList.buffer(name), attributes: attributes.map { AttributeList(pairs: $0) },
            isSelfClosing: isSelfClosing, next: at + 1)
        let next = open(tag, end)
        goOn(next, end, behindTag: at + 1)
    }

    /// Makes the element of a start tag, and takes its content when that is no markup; where reading goes on.
    mutating func open(_ start: StartTag, _ end: UnsafePointer<UInt8>) -> UnsafePointer<UInt8> {
        let tag = builder.tree.tag(start.name)
        let before = builder.tree.nodes.count
        let content = builder.startTag(tag, start.attributes, selfClosing: start.isSelfClosing)
        if builder.tree.nodes.count > limits.nodes {
            stop(.tooManyNodes)
            return start.next
        }
        let made = builder.tree.nodes.count > before ? Int32(builder.tree.nodes.count - 1) : -1
        if limits.readsAsPublished, nest(tag, made, content, start.isSelfClosing) { return start.next }
        if content == .markup || made < 0 { return start.next }
        return takeContent(of: content, made, start, end)
    }

    /// Notes an open element as the published code does; true when it is closed already.
    private mutating func nest(_ tag: Tag, _ made: Int32, _ content: TreeBuilder.Content, _ isSelfClosing: Bool) -> Bool
    {
        if builder.traits(of: tag).contains(.void) {
            if tag == .br { publishedNesting.breakLine(isSelfClosing: isSelfClosing) }
            return false
        }
        guard isSelfClosing else {
            if content == .markup { publishedNesting.open(tag) }
            return false
        }
        if content != .markup {
            builder.endRaw(made)
        } else if made >= 0, builder.stack.last?.node == made {
            builder.endTag(tag)
        }
        return true
    }

    /// Takes an element's text in one piece; gives where reading goes on behind its end tag.
    private mutating func takeContent(
        of content: TreeBuilder.Content, _ node: Int32, _ start: StartTag, _ end: UnsafePointer<UInt8>
    ) -> UnsafePointer<UInt8> {
        let (name, at) = (start.name, start.next)
        let count = max(0, end - at)
        var stop = count
        switch content {
        case .everything: break
        case .raw where name.count == 6 && name.elementsEqual("script".utf8):
            stop =
                limits.readsAsPublished
                ? publishedScript.end(in: at, from: 0, end: count)
                : RawText.endScript(name, in: at, from: 0, end: count)
        default: stop = RawText.endTag(name, in: at, from: 0, end: count)
        }
        if stop > 0 { take(UnsafeBufferPointer(start: at, count: stop), of: content, node) }
        builder.endRaw(node)
        guard stop < count, let close = memchr(at + stop, 0x3E, count - stop) else { return end }
        return UnsafePointer(close.assumingMemoryBound(to: UInt8.self)) + 1
    }

    private mutating func take(_ text: UnsafeBufferPointer<UInt8>, of content: TreeBuilder.Content, _ node: Int32) {
        guard content != .raw || hasNUL else { return builder.rawText(text, in: node) }
        var bytes: [UInt8] = []
        if hasNUL { OddTag.add(text, to: &bytes) } else { bytes.append(contentsOf: text) }
        if content == .referenced {
            let source = bytes
            bytes.removeAll(keepingCapacity: true)
            source.withUnsafeBufferPointer { CharacterReferences.decode($0, into: &bytes) }
        }
        if content != .raw, !limits.readsAsPublished { TokenSink.clean(&bytes) }
        bytes.withUnsafeBufferPointer { builder.rawText($0, in: node) }
    }

    private mutating func end(_ name: UnsafePointer<UInt8>?) {
        guard stopped == nil, let name, let (at, end) = cursor else { return }
        // At the end of the page libxml2 closes what it thinks is open: only a name read from the source counts.
        if name == UnsafePointer(names.neutral) || name == UnsafePointer(names.next) { return }
        flushAmpersand()
        close(nextTag)
        goOn(at, end, extra: 1)
    }

    private mutating func characters(_ text: UnsafePointer<UInt8>?, _ count: Int32) {
        guard stopped == nil, let text, count > 0, let (at, end) = cursor else { return }
        let piece = UnsafeBufferPointer(start: text, count: Int(count))
        if heldAmpersand {
            heldAmpersand = false
            return unresolved(piece, at, end)
        }
        if count == 1 && text[0] == 0x26 && at[-1] != 0x26 && at[-1] != 0x3B {
            heldAmpersand = true
            return
        }
        if count == 1 && text[0] == 0x3C && at < end && at[0] == 0x3C && at + 1 < end && at[1] == 0x21 {
            return skipBogusComment(at, end)
        }
        builder.text(piece)
        if builder.tree.nodes.count > limits.nodes { return stop(.tooManyNodes) }
        // A short piece is a reference, and libxml2 stands behind it, or the end of a text with nothing behind it; in
        // the midst of a long text it stands on a character that it has yet to step over.
        if count < TokenSink.shortPiece { goOn(at, end) } else { foresee(at, end) }
    }

    private mutating func comment() {
        guard stopped == nil, !builder.stack.isEmpty, let (at, end) = cursor else { return other() }
        goOn(at, end)
    }

    private mutating func other() {
        guard stopped == nil, let (from, end) = cursor else { return }
        var at = from
        while at < end, TreeBuilder.isSpace(at[0]), builder.stack.isEmpty { at += 1 }
        foresee(at, end)
    }

    private mutating func doctype(
        _ name: UnsafePointer<UInt8>?, _ publicID: UnsafePointer<UInt8>?, _ systemID: UnsafePointer<UInt8>?
    ) {
        if stopped == nil, builder.stack.isEmpty, let name {
            builder.tree.quirks = Doctype.isQuirky(name, publicID, systemID)
        }
        other()
    }

    private mutating func error(_ error: UnsafeMutablePointer<xmlError>?) {
        guard stopped == nil, let error, error.pointee.code == Int32(XML_ERR_TAG_NAME_MISMATCH.rawValue),
            let name = error.pointee.str1, error.pointee.str2 == nil, let (at, end) = cursor
        else { return }
        flushAmpersand()
        name.withMemoryRebound(to: UInt8.self, capacity: 1) { name in
            close(builder.tree.tag(AttributeList.buffer(name)))
        }
        goOn(at, end)
    }

    mutating func close(_ tag: Tag) {
        if limits.readsAsPublished {
            publishedNesting.close(tag) { builder.endTag($0) }
        } else {
            builder.endTag(tag)
        }
    }

    // MARK: What libxml2 does not know

    /// A reference that libxml2 did not resolve: it gives `&`, then the name.
    private mutating func unresolved(
        _ name: UnsafeBufferPointer<UInt8>, _ at: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>
    ) {
        var source: [UInt8] = [0x26]
        source.append(contentsOf: name)
        let hasSemicolon = at < end && at[0] == 0x3B
        if hasSemicolon { source.append(0x3B) }
        var decoded: [UInt8] = []
        source.withUnsafeBufferPointer { CharacterReferences.decode($0, into: &decoded) }
        decoded.withUnsafeBufferPointer { builder.text($0) }
        goOn(at + (hasSemicolon ? 1 : 0), end)
    }

    mutating func flushAmpersand() {
        guard heldAmpersand else { return }
        heldAmpersand = false
        let ampersand: [UInt8] = [0x26]
        ampersand.withUnsafeBufferPointer { builder.text($0) }
    }

    /// `<!` that begins no comment and no doctype ends at the next `>`.
    private mutating func skipBogusComment(_ at: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>) {
        guard let stream = context?.pointee.input else { return }
        let close = memchr(at, 0x3E, end - at).map { UnsafePointer($0.assumingMemoryBound(to: UInt8.self)) }
        stream.pointee.cur = close ?? end - 1
        foresee((close ?? end - 1) + 1, end)
    }
}
