import Foundation
import TestKit
import Testing

@testable import WebStandards

@Suite struct TextEncodingTests {
    private func decide(_ bytes: [UInt8], http: String? = nil) -> TextEncoding.Decision {
        bytes.withUnsafeBytes { TextEncoding.decide(bytes: $0, httpCharset: http) }
    }

    private func text(_ bytes: [UInt8], http: String? = nil) -> String {
        let decoded = bytes.withUnsafeBytes {
            TextEncoding.decode($0, as: TextEncoding.decide(bytes: $0, httpCharset: http))
        }
        return String(decoding: decoded, as: UTF8.self)
    }

    @Test func labels() {
        #expect(TextEncoding.name(forLabel: " ISO-8859-1\n") == "windows-1252")
        #expect(TextEncoding.name(forLabel: "GB2312") == "GBK")
        #expect(TextEncoding.name(forLabel: "shift-jis") == "Shift_JIS")
        #expect(TextEncoding.name(forLabel: "iso-2022-kr") == "replacement")
        #expect(TextEncoding.name(forLabel: "unicode") == "UTF-16LE")
        #expect(TextEncoding.name(forLabel: "latin5") == "windows-1254")
        for unknown in ["utf-7", "utf-32", "", "klingon-9", "utf 8"] {
            #expect(TextEncoding.name(forLabel: unknown) == nil)
        }
    }

    @Test func precedence() {
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        #expect(decide(mark + Array("<meta charset=koi8-r>é".utf8), http: "big5").source == .bom)
        let meta = Array("<meta charset=koi8-r>".utf8) + [0xC1]
        #expect(decide(meta, http: "windows-1251").name == "windows-1251")
        #expect(decide(meta, http: "windows-1251").source == .http)
        #expect(decide(meta, http: "nonsense").name == "KOI8-R")
        #expect(decide(meta).source == .meta)
        #expect(decide(Array("plain".utf8)).source == .fallback)
        #expect(decide(Array("naïve".utf8)).source == .detected)
        #expect(decide([]).name == "UTF-8")
    }

    @Test func wrongLabelsAreRecovered() {
        let page = Array("<meta charset=iso-8859-1><p>Größe – 12 €".utf8)
        #expect(decide(page).source == .recovered)
        #expect(text(page).hasSuffix("Größe – 12 €"))
        let latin = Array("<meta charset=utf-8><p>caf".utf8) + [0xE9] + Array(" cr".utf8) + [0xE8] + Array("me".utf8)
        #expect(decide(latin).source == .recovered)
        #expect(text(latin).hasSuffix("café crème"))
        // A header that says UTF-8 and a page that says what it is.
        let meta = Array("<meta charset=windows-1251>".utf8) + [0xCF, 0xF0, 0xE8, 0xE2, 0xE5, 0xF2]
        #expect(text(meta, http: "utf-8").hasSuffix("Привет"))
        // One slip in a UTF-8 page does not make it another.
        let slip = Array("<meta charset=utf-8>señor, ".utf8) + [0xE9] + Array(" más".utf8)
        #expect(text(slip).hasSuffix("señor, \u{FFFD} más"))
        #expect(decide(Array("<p>ascii only".utf8), http: "utf-16").name == "UTF-8")
    }

    @Test func byteOrderMarksAndWideText() {
        #expect(text([0xEF, 0xBB, 0xBF, 0x61]) == "a")
        #expect(text([0xFF, 0xFE, 0x61, 0, 0x3D, 0xD8, 0, 0xDE]) == "a😀")
        #expect(text([0xFE, 0xFF, 0, 0x61, 0xD8, 0]) == "a\u{FFFD}")
        let wide = Array("<html><p>Grüße".utf16)
        #expect(text(wide.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] }) == "<html><p>Grüße")
        #expect(text(wide.flatMap { [UInt8($0 >> 8), UInt8($0 & 255)] }) == "<html><p>Grüße")
    }

    @Test func illFormedUTF8() throws {
        let decision = try #require(TextEncoding.Decision(label: "utf-8", source: .http))
        // Maximal subparts: one U+FFFD for a cut sequence, one for each byte that starts none.
        let bytes: [UInt8] = [0x61, 0xE2, 0x82, 0x62, 0xF0, 0x9F, 0x98, 0xC0, 0xAF, 0xED, 0xA0, 0x80, 0x00, 0xF4, 0x90]
        let decoded = bytes.withUnsafeBytes { TextEncoding.decode($0, as: decision) }
        #expect(decoded == Array(String(decoding: bytes, as: UTF8.self).utf8))
        #expect(String(decoding: decoded, as: UTF8.self).contains("\0"))
    }

    /// The vectors of html5lib: what a page says of itself, windows-1252 standing for nothing.
    @Test(.needsShared("hostile/html/html5lib-encoding")) func html5libPrescan() throws {
        var (passed, total) = (0, 0)
        for name in ["encoding_tests1.dat", "encoding_tests2.dat"] {
            let path = try Shared.require("hostile/html/html5lib-encoding/" + name)
            let bytes = try Data(contentsOf: URL(filePath: path))
            let cases = String(decoding: bytes, as: UTF8.self).components(separatedBy: "#data\n").dropFirst()
            for text in cases {
                let parts = text.components(separatedBy: "\n#encoding\n")
                guard parts.count == 2 else { continue }
                let wanted = parts[1].trimmingCharacters(in: .whitespacesAndNewlines)
                let found = Array(parts[0].utf8).withUnsafeBufferPointer { page in
                    TextEncoding.markLength(page, .utf8) > 0
                        ? .utf8 : EncodingJudge(bytes: page, httpCharset: nil).declared() ?? .windows1252
                }
                total += 1
                passed += found.rawValue.lowercased() == wanted.lowercased() ? 1 : 0
                #expect(found.rawValue.lowercased() == wanted.lowercased(), "\(parts[0].prefix(300))")
            }
        }
        print("html5lib prescan: \(passed) of \(total)")
    }
}

/// Whole pages in many encodings.
@Suite struct EncodingCorpusTests {
    /// Pages made to be difficult, and what must come out of each.
    @Test(
        .needsShared("hostile/html/charset"),
        arguments: [
            ("bogus_label", "UTF-8"), ("bom_beats_meta", "UTF-8"), ("c1_controls", "UTF-8"),
            ("cp1250_meta_cp1250", "windows-1250"), ("cp1252_declared_utf8", "windows-1252"),
            ("eucjp_meta_http_equiv", "EUC-JP"), ("gbk_declared_gb2312", "GBK"), ("iso2022jp_escape", "ISO-2022-JP"),
            ("meta_after_2k", "windows-1251"), ("mixed_utf8_cp1252", "UTF-8"), ("no_decl_sjis", "Shift_JIS"),
            ("nuls_inside", "UTF-8"), ("overlong_utf8", "UTF-8"), ("surrogates_cesu8", "UTF-8"),
            ("truncated_multibyte", "UTF-8"), ("two_metas", "UTF-8"), ("utf16_meta_in_ascii", "UTF-8"),
            ("utf16be_nobom", "UTF-16BE"), ("utf16le_bom", "UTF-16LE"), ("utf7", "UTF-8"),
            ("utf8_header_latin1", "UTF-8"), ("utf8_meta_latin1", "UTF-8"), ("x_user_defined", "windows-1252"),
        ])
    func difficultPages(page: String, name: String) throws {
        let path = try Shared.require("hostile/html/charset/\(page).html")
        let bytes = [UInt8](try Data(contentsOf: URL(filePath: path)))
        let http = page == "utf8_header_latin1" ? "iso-8859-1" : nil
        let decision = bytes.withUnsafeBytes { TextEncoding.decide(bytes: $0, httpCharset: http) }
        #expect(decision.name == name, "\(decision.source)")
        let decoded = bytes.withUnsafeBytes { TextEncoding.decode($0, as: decision) }
        #expect(UTF8Validation.firstInvalid(decoded) == decoded.count)
        #expect(page != "utf7" || !decoded.contains { $0 >= 0x80 })
    }

    /// Real pages named by their encoding: how many decode to the text their true encoding gives, with what they
    /// declare and by their bytes alone.
    @Test(.needsShared("hostile/html/charset-chardet")) func realPages() throws {
        let folder = try Shared.require("hostile/html/charset-chardet")
        var (declared, blind, known, total) = (0, 0, 0, 0)
        var (missed, blindMissed): ([String], [String]) = ([], [])
        for file in try FileManager.default.contentsOfDirectory(atPath: folder).sorted() {
            let bytes = [UInt8](try Data(contentsOf: URL(filePath: folder + "/" + file)))
            total += 1
            guard let truth = Self.trueEncoding(of: file) else { continue }
            known += 1
            let wanted = Self.decode(bytes, TextEncoding.Decision(truth, .http))
            let decision = bytes.withUnsafeBytes { TextEncoding.decide(bytes: $0, httpCharset: nil) }
            if Self.decode(bytes, decision) == wanted {
                declared += 1
            } else {
                missed.append("\(file): \(decision.name) \(decision.source)")
            }
            let alone = bytes.withUnsafeBufferPointer {
                EncodingJudge(bytes: $0, httpCharset: nil).undeclared(.detected)
            }
            if Self.decode(bytes, alone) == wanted {
                blind += 1
            } else {
                blindMissed.append("\(file): \(alone.name)")
            }
        }
        print("chardet pages: \(total), \(known) in a web encoding; right \(declared), by the bytes alone \(blind)")
        print("missed: \(missed)\nmissed by the bytes alone: \(blindMissed)")
        #expect(known == 120 && declared == known && blind == known)
    }

    private static func decode(_ bytes: [UInt8], _ decision: TextEncoding.Decision) -> [UInt8] {
        bytes.withUnsafeBytes { TextEncoding.decode($0, as: decision) }
    }

    /// The encoding a file is named by; nil when the Encoding Standard has none of that name.
    private static func trueEncoding(of file: String) -> Encoding? {
        let name = file.components(separatedBy: "__")[0].lowercased()
        var label = name.split(separator: "-")
        let languages = [
            "croatian", "hungarian", "slovene", "bulgarian", "russian", "greek", "turkish", "czech", "hebrew",
        ]
        if let last = label.last, languages.contains(String(last)) { label.removeLast() }
        let joined = label.joined(separator: "-")
        if joined == "maccyrillic" { return .macCyrillic }
        let encoding = Encoding(label: Array(joined.utf8))
        return encoding == .replacement ? nil : encoding
    }
}
