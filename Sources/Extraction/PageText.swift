import WebStandards

/// Bytes → UTF-8: the one place that knows of character encodings.
enum PageText {
    /// Calls `body` with the page's text as UTF-8, and whether it is known to be well-formed, and gives the encoding's
    /// name. A page that is UTF-8 is not copied: what is malformed in it the parser mends.
    static func read<R>(
        _ page: CapturedPage, _ body: (UnsafeRawBufferPointer, Bool) -> R
    ) -> (result: R, encoding: String) {
        page.body.withUnsafeBytes { bytes in
            let decision = TextEncoding.decide(bytes: bytes, httpCharset: page.httpCharset)
            if decision.name.lowercased() == "utf-8" {
                return (body(bytes, decision.validPrefix == bytes.count), decision.name)
            }
            let decoded = TextEncoding.decode(bytes, as: decision)
            return (decoded.withUnsafeBytes { body($0, false) }, decision.name)
        }
    }
}
