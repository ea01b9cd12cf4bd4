import Testing

@testable import WebStandards

@Suite struct QueryEncodingTests {
    @Test(arguments: [
        ("/p?n=caf\u{E9}#\u{E9}", "windows-1252", "/p?n=caf%E9#\u{E9}"),
        ("/caf\u{E9}?n=\u{E9}", "windows-1252", "/caf\u{E9}?n=%E9"),
        ("?q=\u{20AC}\u{4E2D}", "windows-1252", "?q=%80%26%2320013%3B"),
        ("?q=\u{43F}\u{440}", "KOI8-R", "?q=%D0%D2"),
        ("?q=\u{43F}\u{440}", "windows-1251", "?q=%EF%F0"),
        ("?q=\u{4E2D}\u{6587}", "GBK", "?q=%D6%D0%CE%C4"),
        ("?q=\u{65E5}\u{672C}", "Shift_JIS", "?q=%93%FA%96{"),
        ("?q=\u{65E5}\u{672C}", "EUC-JP", "?q=%C6%FC%CB%DC"),
        ("?q=\u{4E2D}", "Big5", "?q=%A4%A4"),
        ("?q=\u{D55C}", "EUC-KR", "?q=%C7%D1"),
        ("?q=caf\u{E9}", "UTF-8", "?q=caf\u{E9}"), ("?q=caf\u{E9}", "UTF-16LE", "?q=caf\u{E9}"),
        ("/caf\u{E9}", "windows-1252", "/caf\u{E9}"), ("?q=cafe", "GBK", "?q=cafe"),
    ])
    func queriesAreSentInThePagesEncoding(address: String, encoding: String, sent: String) {
        #expect(QueryEncoding.encoded(address, in: encoding) == sent)
    }
}
