import JSON
import Testing
import TestKit
@testable import Curation

@Suite struct StandardSpacesTests {
    @Test func everySpaceBecomesPlain() {
        for scalar: UInt32 in [0x84, 0xA0, 0x2002, 0x2003, 0x2005, 0x2008, 0x2009, 0x200A, 0x202F, 0x3000, 0xFFFC] {
            guard let space = Unicode.Scalar(scalar) else { continue }
            #expect(StandardSpaces.fold("é\(Character(space))ü") == "é ü", "\(scalar)")
        }
    }

    @Test func nothingElseIsTouched() {
        for text in ["", "plain", "naïve — 日本語 🙂", "\u{200B}\u{2004}\u{2028}\u{A1}\u{FFFD}\r\n\t"] {
            #expect(StandardSpaces.fold(text) == text)
            #expect(StandardSpaces.fold(text).utf8.elementsEqual(text.utf8))
        }
    }

    /// Folding is what stands between the extracted texts of the goldens and the paragraphs their filter judged.
    @Test(.needsShared("goldens/obelics")) func extractedTextsFoldToTheParagraphsOfTheReference() throws {
        var changed = 0
        for page in Goldens.pages {
            let extracted = try #require(Goldens.json("pages/\(page).extracted.json"))
            let filtered = try #require(Goldens.json("pages/\(page).filtered.json"))
            for node in filtered["nodes"]?.array ?? [] where node["kind"]?.string == "text" {
                let index = try #require(node["index"]?.integer)
                let text = try #require(extracted["texts"]?[index]?.string)
                let mine = StandardSpaces.fold(text).split(onBlankLines: ())
                let paragraphs = node["paragraphs"]?.array?.compactMap { $0["text"]?.string }
                #expect(mine == paragraphs, "\(page) \(index)")
                if StandardSpaces.fold(text) != text { changed += 1 }
            }
        }
        #expect(changed > 0)
    }
}
