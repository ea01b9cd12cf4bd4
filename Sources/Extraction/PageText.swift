/// Bytes → UTF-8: the one place that knows of character encodings.
enum PageText {
    /// The page's text as UTF-8; malformed sequences are mended by the parser.
    static func decode(_ page: CapturedPage) -> [UInt8] { page.body }
}
