/// Where a script ends for the published OBELICS code, which reads a page three times: Python's `html.parser` ends a
/// script at the first `</script`; then every `<!-- … -->` of the text is cut out, in scripts too; then an HTML 5
/// parser, for which `<script` in an unclosed comment hides the end tag, reads what is left.
struct PublishedScript {
    /// The page has no further comment: not to be searched for again.
    private var isLast = false

    mutating func end(in text: UnsafePointer<UInt8>, from: Int, end: Int) -> Int {
        var start = from
        while start < end {
            let close = PublishedScript.endTag(in: text, from: start, end: end)
            guard let open = PublishedScript.unclosedComment(in: text, from: start, end: close) else { return close }
            guard let cut = nextComment(in: text, from: close, end: end) else {
                return RawText.find("<script", in: text, from: open, end: close) == nil ? close : end
            }
            start = cut + 3
        }
        return end
    }

    private mutating func nextComment(in text: UnsafePointer<UInt8>, from: Int, end: Int) -> Int? {
        guard !isLast else { return nil }
        let open = RawText.find("<!--", in: text, from: from, end: end)
        let close = open.flatMap { RawText.find("-->", in: text, from: $0, end: end) }
        isLast = close == nil
        return close
    }

    private static func endTag(in text: UnsafePointer<UInt8>, from: Int, end: Int) -> Int {
        let name = Array("script".utf8)
        return name.withUnsafeBufferPointer { RawText.endTag($0, in: text, from: from, end: end) }
    }

    private static func unclosedComment(in text: UnsafePointer<UInt8>, from: Int, end: Int) -> Int? {
        var at = from
        while let open = RawText.find("<!--", in: text, from: at, end: end) {
            guard let close = RawText.find("-->", in: text, from: open + 4, end: end) else { return open }
            at = close + 3
        }
        return nil
    }
}
