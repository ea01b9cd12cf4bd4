import CLibXML2

/// HTML → `Tree`, again and again with the same buffers. One parser belongs to one thread.
///
/// The tokenizer is the HTML Standard's, in our own code (`TokenSink+Standard`), and so is the tree (`TreeBuilder`). Only a
/// page that is read as published goes through libxml2's SAX tokenizer, as the published code had it. libxml2 2.9 builds
/// HTML 4 trees: it closes and implies elements by a table that knows no element younger than 1999. So it is kept from doing so: its
/// stack of open names, which it consults for that, always holds one neutral name, or the name of the end tag that
/// comes next, so that it reports every tag as it stands in the source and nothing else (`TokenSink`).
public final class Parser {
    private var input = InputBuffer()
    private let sink: UnsafeMutablePointer<TokenSink>
    private var context: htmlParserCtxtPtr?
    private let names: TokenSink.Names
    /// libxml2's own set-up, which must not begin on two threads at once.
    private static let isReady: Void = xmlInitParser()

    /// A parser that keeps the standard attributes and those of `vocabulary`.
    public init(vocabulary: AttributeVocabulary = AttributeVocabulary()) {
        Parser.isReady
        names = TokenSink.Names()
        sink = .allocate(capacity: 1)
        sink.initialize(to: TokenSink(builder: TreeBuilder(vocabulary: vocabulary), names: names))
    }

    deinit {
        if let context { htmlFreeParserCtxt(context) }
        sink.deinitialize(count: 1)
        sink.deallocate()
        names.free()
    }

    /// The tree of the last page.
    public var tree: Tree { _read { yield sink.pointee.builder.tree } }

    /// Reads a page: UTF-8 (what is not becomes U+FFFD, unless the caller knows that it `isWellFormed`).
    public func parse(
        _ page: UnsafeRawBufferPointer, isWellFormed: Bool = false, limits: ParseLimits = ParseLimits()
    ) -> ParseOutcome {
        sink.pointee.builder.reset(maximumDepth: limits.depth)
        if page.count > limits.bytes || page.count > Int(Int32.max) - 64 { return .tooManyBytes(page.count) }
        input.load(page, isWellFormed: isWellFormed, keepsNUL: !limits.readsAsPublished)
        guard input.count > 0 else { return .empty }
        sink.pointee.begin(limits, hasNUL: input.hasNUL)
        let count = input.count
        return input.withMutableBytes { bytes in
            guard let base = bytes.baseAddress else { return .empty }
            if limits.readsAsPublished { return run(base, count: count) }
            sink.pointee.readByStandard(UnsafePointer(base), UnsafePointer(base + count))
            return sink.pointee.stopped ?? .complete
        }
    }

    private func run(_ base: UnsafeMutablePointer<UInt8>, count: Int) -> ParseOutcome {
        guard let context = readyContext() else { return .failed }
        // An input without a buffer behind it: libxml2 reads our memory as it is and never moves it.
        guard let stream = xmlNewInputStream(context) else { return .failed }
        stream.pointee.base = UnsafePointer(base)
        stream.pointee.cur = UnsafePointer(base)
        stream.pointee.end = UnsafePointer(base + count)
        _ = inputPush(context, stream)
        context.pointee.userData = UnsafeMutableRawPointer(sink)
        context.pointee.charset = XML_CHAR_ENCODING_UTF8.rawValue
        sink.pointee.context = context
        htmlParseDocument(context)
        sink.pointee.context = nil
        return sink.pointee.stopped ?? .complete
    }

    /// The context, made anew when its dictionary has grown on names that no page repeats.
    private func readyContext() -> htmlParserCtxtPtr? {
        if let context {
            if xmlDictSize(context.pointee.dict) < 20_000 {
                htmlCtxtReset(context)
                return prepare(context)
            }
            htmlFreeParserCtxt(context)
        }
        context = htmlNewParserCtxt()
        return context.flatMap(prepare)
    }

    private func prepare(_ context: htmlParserCtxtPtr) -> htmlParserCtxtPtr? {
        let options =
            HTML_PARSE_RECOVER.rawValue | HTML_PARSE_NONET.rawValue | HTML_PARSE_NOIMPLIED.rawValue
            | HTML_PARSE_IGNORE_ENC.rawValue | HTML_PARSE_NOERROR.rawValue | HTML_PARSE_NOWARNING.rawValue
        htmlCtxtUseOptions(context, Int32(bitPattern: options))
        guard let handler = context.pointee.sax else { return nil }
        TokenSink.install(in: handler)
        return context
    }
}
