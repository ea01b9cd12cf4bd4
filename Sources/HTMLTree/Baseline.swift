import CLibXML2

/// What libxml2 alone takes for a page: the yardsticks of `quarry-bench extract`.
public enum Baseline {
    /// `htmlReadMemory` and `xmlFreeDoc`: libxml2's own tree. Whether there was one.
    public static func readMemory(_ page: UnsafeRawBufferPointer) -> Bool {
        guard let base = page.baseAddress else { return false }
        let options =
            HTML_PARSE_RECOVER.rawValue | HTML_PARSE_NOERROR.rawValue | HTML_PARSE_NOWARNING.rawValue
            | HTML_PARSE_NONET.rawValue | XML_PARSE_HUGE.rawValue
        let document = htmlReadMemory(
            base.assumingMemoryBound(to: CChar.self), Int32(page.count), nil, "UTF-8", Int32(bitPattern: options))
        guard let document else { return false }
        xmlFreeDoc(document)
        return true
    }

    /// libxml2's SAX events with handlers that only count. The number of events.
    public static func countEvents(_ page: UnsafeRawBufferPointer) -> Int {
        guard let base = page.baseAddress,
            let context = htmlCreateMemoryParserCtxt(base.assumingMemoryBound(to: CChar.self), Int32(page.count))
        else { return 0 }
        defer { htmlFreeParserCtxt(context) }
        var count = 0
        withUnsafeMutablePointer(to: &count) { counter in
            guard let handler = context.pointee.sax else { return }
            handler.pointee = htmlSAXHandler()
            handler.pointee.startElement = { data, _, _ in Baseline.add(data) }
            handler.pointee.endElement = { data, _ in Baseline.add(data) }
            handler.pointee.characters = { data, _, _ in Baseline.add(data) }
            handler.pointee.cdataBlock = { data, _, _ in Baseline.add(data) }
            context.pointee.userData = UnsafeMutableRawPointer(counter)
            htmlParseDocument(context)
        }
        return count
    }

    private static func add(_ data: UnsafeMutableRawPointer?) {
        data?.assumingMemoryBound(to: Int.self).pointee += 1
    }
}
