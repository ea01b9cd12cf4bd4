package import Documents

/// Spaces of all kinds become U+0020, as the published filter does before it measures a text: U+0084, U+00A0, U+2002,
/// U+2003, U+2005, U+2008, U+2009, U+200A, U+202F, U+3000 and U+FFFC.
package enum StandardSpaces {
    /// The text with plain spaces; the same string when there is nothing to do.
    package static func fold(_ text: String) -> String {
        var text = text
        let folded: [UInt8]? = text.withUTF8 { bytes in
            guard var at = bytes.firstIndex(where: { $0 >= 0x80 }) else { return nil }
            var out: [UInt8]?
            var copied = 0
            while at < bytes.count {
                let length = spaceLength(bytes, at)
                guard length > 0 else {
                    at += 1
                    continue
                }
                if out == nil { out = [] }
                out?.append(contentsOf: bytes[copied..<at])
                out?.append(0x20)
                at += length
                copied = at
            }
            out?.append(contentsOf: bytes[copied...])
            return out
        }
        return folded.map { String(decoding: $0, as: UTF8.self) } ?? text
    }

    /// Folds every paragraph of a document.
    package static func fold(_ document: inout Document) {
        document.sift { node in
            guard case .text(var text) = node else { return node }
            for index in text.paragraphs.indices { text.paragraphs[index].text = fold(text.paragraphs[index].text) }
            return .text(text)
        }
    }

    /// Bytes of the space that starts at `at`, 0 when none does.
    private static func spaceLength(_ bytes: UnsafeBufferPointer<UInt8>, _ at: Int) -> Int {
        switch bytes[at] {
        case 0xC2 where at + 1 < bytes.count: bytes[at + 1] == 0x84 || bytes[at + 1] == 0xA0 ? 2 : 0
        case 0xE2 where at + 2 < bytes.count && bytes[at + 1] == 0x80:
            [0x82, 0x83, 0x85, 0x88, 0x89, 0x8A, 0xAF].contains(bytes[at + 2]) ? 3 : 0
        case 0xE3 where at + 2 < bytes.count: bytes[at + 1] == 0x80 && bytes[at + 2] == 0x80 ? 3 : 0
        case 0xEF where at + 2 < bytes.count: bytes[at + 1] == 0xBF && bytes[at + 2] == 0xBC ? 3 : 0
        default: 0
        }
    }
}
