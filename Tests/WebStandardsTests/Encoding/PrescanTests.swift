import Testing

@testable import WebStandards

/// What a page declares (HTML Standard §13.2.3.2) and what is believed of it.
@Suite struct PrescanTests {
    private func declared(_ text: String, limit: Int = 1024) -> String? {
        Array(text.utf8).withUnsafeBufferPointer { MetaPrescan.encoding(in: $0, limit: limit)?.rawValue }
    }

    @Test(
        arguments: [
            ("<meta charset=koi8-r>", "KOI8-R"), ("<META CHARSET='KOI8-R'>", "KOI8-R"),
            ("<meta charset = \" koi8-r \">", "KOI8-R"),
            ("<meta/charset=koi8-r>", "KOI8-R"), ("<meta\ncharset=koi8-r/>", nil),
            ("<meta charset=koi8-r />", "KOI8-R"),
            ("<meta charset=nonsense>", nil), ("<meta charset=>", nil), ("<meta charset>", nil),
            ("<metacharset=koi8-r>", nil),
            ("<meta http-equiv=content-type content='text/html; charset=koi8-r'>", "KOI8-R"),
            ("<meta content='text/html; charset=koi8-r' http-equiv=Content-Type>", "KOI8-R"),
            ("<meta content='text/html; charset=koi8-r'>", nil),
            ("<meta http-equiv=refresh content='charset=koi8-r'>", nil),
            ("<meta http-equiv=content-type content='text/html'>", nil),
            ("<meta http-equiv=content-type content='charset=koi8-r' charset=big5>", "Big5"),
            ("<meta charset=koi8-r charset=big5>", "KOI8-R"), ("<meta charset=utf-16>", "UTF-8"),
            ("<meta charset=utf-16be>", "UTF-8"),
            ("<meta charset=x-user-defined>", "windows-1252"), ("<meta name=x><meta charset=koi8-r>", "KOI8-R"),
            ("<!-- <meta charset=big5> --><meta charset=koi8-r>", "KOI8-R"), ("<!--><meta charset=koi8-r>", "KOI8-R"),
            ("<!-- <meta charset=big5>", nil), ("<!doctype html><meta charset=koi8-r>", "KOI8-R"),
            ("<?php <meta charset=big5> ?><meta charset=koi8-r>", "KOI8-R"),
            ("</meta charset=big5><meta charset=koi8-r>", "KOI8-R"),
            ("<a title='<meta charset=big5>'><meta charset=koi8-r>", "KOI8-R"),
            ("<a title=<meta charset=big5>><meta charset=koi8-r>", "KOI8-R"),
            ("<script>'<meta charset=big5>'</script>", "Big5"), ("< meta charset=koi8-r>", nil),
            ("x < y <meta charset=koi8-r>", "KOI8-R"),
            ("<meta charset=koi8-r", nil), ("<meta charset='koi8-r", nil), ("", nil), ("<", nil), ("<!", nil),
            ("</", nil),
        ] as [(String, String?)])
    func declarations(text: String, name: String?) { #expect(declared(text) == name) }

    @Test func onlyTheFirstBytesCount() {
        let meta = "<meta charset=koi8-r>"
        let fill = String(repeating: " ", count: 1024 - meta.utf8.count)
        #expect(
            declared(fill + meta) == "KOI8-R" && declared(" " + fill + meta) == nil
                && declared(" " + fill + meta, limit: 2000) == "KOI8-R")
    }

    @Test(
        arguments: [
            ("text/html;charset=koi8-r", "KOI8-R"), ("charset=koi8-r;x", "KOI8-R"), ("CHARSET = koi8-r", "KOI8-R"),
            ("charset='koi8-r'", "KOI8-R"),
            ("charset=\"koi8-r\"", "KOI8-R"), ("charset='koi8-r", nil), ("charset koi8-r; charset=big5", "Big5"),
            ("charsetcharset=big5", "Big5"),
            ("charset=", nil), ("charset", nil), ("char", nil), ("charset=koi8-r big5", "KOI8-R"),
            ("xcharset=big5", "Big5"), ("charset=\"\"", nil),
        ] as [(String, String?)])
    func contentAttributes(content: String, name: String?) {
        #expect(MetaPrescan.contentCharset(Array(content.utf8))?.rawValue == name)
    }

    @Test(
        arguments: [
            ("<?xml version='1.0' encoding='koi8-r'?>", "KOI8-R"), ("<?xml encoding=\"big5\"?>", "Big5"),
            ("<?xml encoding = 'big5' ?>", "Big5"),
            ("<?xml encoding='utf-16'?>", "UTF-8"), ("<?xml version='1.0'?>", nil), ("<?xml encoding=big5?>", nil),
            ("<?xml encoding='big5?>", nil),
            (" <?xml encoding='big5'?>", nil), ("<?xml encoding='big5'?><meta charset=koi8-r>", "KOI8-R"),
            ("<?xml encoding='b ig5'?>", nil),
            ("<?xml encoding='nonsense'?>", nil), ("<?xml encoding='big5'", nil),
        ] as [(String, String?)])
    func xmlDeclarations(text: String, name: String?) { #expect(declared(text) == name) }

    @Test func wideDeclarationsAreSeen() {
        let little = Array("<?x".utf8).flatMap { [$0, 0] as [UInt8] }
        let big = Array("<?x".utf8).flatMap { [0, $0] as [UInt8] }
        #expect(little.withUnsafeBufferPointer { MetaPrescan.encoding(in: $0, limit: 99) } == .utf16LE)
        #expect(big.withUnsafeBufferPointer { MetaPrescan.encoding(in: $0, limit: 99) } == .utf16BE)
    }

    // MARK: what is believed

    private func decide(_ bytes: [UInt8], http: String? = nil) -> TextEncoding.Decision {
        bytes.withUnsafeBytes { TextEncoding.decide(bytes: $0, httpCharset: http) }
    }

    /// "Привет, мир" in windows-1251.
    private let cyrillic: [UInt8] = [0xCF, 0xF0, 0xE8, 0xE2, 0xE5, 0xF2, 0x2C, 0x20, 0xEC, 0xE8, 0xF0]

    @Test(
        arguments: [
            ([0xEF, 0xBB, 0xBF, 0x61], "utf-16", "UTF-8", TextEncoding.Source.bom),
            ([0xFE, 0xFF, 0, 0x61], nil, "UTF-16BE", .bom), ([0xFF, 0xFE, 0x61, 0], "koi8-r", "UTF-16LE", .bom),
            ([0x61], "koi8-r", "KOI8-R", .http), ([0x61], "nonsense", "UTF-8", .fallback),
            ([0x61], nil, "UTF-8", .fallback), ([], nil, "UTF-8", .fallback),
            ([0x61, 0xC3, 0xA9], nil, "UTF-8", .detected),
            ([0x61, 0xC3, 0xA9], "iso-8859-1", "UTF-8", .recovered),
            ([0x61, 0xE9, 0x20], "iso-8859-1", "windows-1252", .http), ([0x61, 0xC3, 0xA9], "utf-8", "UTF-8", .http),
            ([0x1B, 0x24, 0x42, 0x30, 0x21, 0x1B, 0x28, 0x42], nil, "ISO-2022-JP", .detected),
            ([0x1B, 0x24, 0x40, 0x30, 0x21], nil, "ISO-2022-JP", .detected),
            ([0x1B, 0x24, 0x43, 0x30, 0x21], nil, "UTF-8", .fallback),
        ] as [([UInt8], String?, String, TextEncoding.Source)])
    func decisions(bytes: [UInt8], http: String?, name: String, source: TextEncoding.Source) {
        let decision = decide(bytes, http: http)
        #expect(decision.name == name && decision.source == source)
    }

    @Test func theHeaderIsBelievedBeforeThePageAndThePageBeforeTheBytes() {
        let meta = Array("<meta charset=windows-1251>".utf8) + cyrillic
        #expect(decide(meta).name == "windows-1251" && decide(meta).source == .meta)
        #expect(decide(meta, http: "koi8-r").name == "KOI8-R" && decide(meta, http: "koi8-r").source == .http)
        // A header of UTF-8 over bytes that are not: what the page says.
        #expect(decide(meta, http: "utf-8").name == "windows-1251" && decide(meta, http: "utf-8").source == .recovered)
        #expect(decide(cyrillic, http: "utf-8").source == .recovered)
    }

    @Test func wideTextWithoutAMarkIsSeenByItsZeros() {
        let text = Array("<html><body>Some text".utf16)
        #expect(decide(text.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] }).name == "UTF-16LE")
        #expect(decide(text.flatMap { [UInt8($0 >> 8), UInt8($0 & 255)] }, http: "utf-8").name == "UTF-16BE")
        #expect(decide(Array("<html>\0\0 abcdefghij".utf8)).name == "UTF-8")
        #expect(
            decide(Array("<p>abc".utf8), http: "utf-16le").name == "UTF-8"
                && decide([0x61, 0, 0x62, 0], http: "utf-16le").name == "UTF-16LE")
    }

    @Test func slipsDoNotChangeAnEncoding() {
        let text = Array(String(repeating: "señor ", count: 10).utf8)
        #expect(decide(text + [0xE9]).name == "UTF-8" && decide(text + [0xE9], http: "utf-8").source == .http)
        #expect(decide([0xE9, 0xE8, 0xEA] + Array(" é".utf8), http: "utf-8").source == .recovered)
        // Cut in the midst of its last character.
        #expect(decide(text + [0xC3]).name == "UTF-8")
    }

    /// A sentence of each language in an encoding it was written in, without any declaration.
    @Test(arguments: [
        (
            "windows-1252",
            "45696e20736368f66e6572205461672066fc722042e472656e20756e642046fc6368736520fc6265722064656e2053747261df656e"
        ),
        ("windows-1251", "d1fae5f8fc20e6e520e5f9b820fdf2e8f520ecffe3eae8f520f4f0e0edf6f3e7f1eae8f520e1f3ebeeea"),
        ("KOI8-R", "f3dfc5dbd820d6c520c5dda320dcd4c9c820cdd1c7cbc9c820c6d2c1cec3d5dad3cbc9c820c2d5cccfcb"),
        ("Shift_JIS", "82b182ea82cd93fa967b8cea82cc8365834c8358836782c582b78142"),
        ("EUC-JP", "a4b3a4eca4cfc6fccbdcb8eca4cea5c6a5ada5b9a5c8a4c7a4b9a1a3"),
        ("Big5", "b36fac4fc163c5e9a4a4a4e5aababaa5a672a143"), ("GBK", "d5e2cac7bcf2cce5d6d0cec4b5c4cec4d7d6a1a3"),
        ("EUC-KR", "c0ccb0cdc0ba20c7d1b1b9beee20b9aec0e5c0d4b4cfb4d92e"),
    ])
    func textsWithoutADeclaration(name: String, hex: String) throws {
        let bytes = stride(from: 0, to: hex.count, by: 2).compactMap { at in
            UInt8(hex.dropFirst(at).prefix(2), radix: 16)
        }
        let decision = decide(bytes)
        let isExpected = decision.name == name || (name == "GBK" && decision.name == "gb18030")
        #expect(isExpected, "\(decision.name)")
        #expect(decision.source == .detected)
    }
}
