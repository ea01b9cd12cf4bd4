import Documents
import Facts

/// Drops an image whose URL speaks against it, before anything is fetched.
///
/// `substring` is the published match: case-sensitive, anywhere in the URL, so that `sex` hits Essex. `token` matches
/// whole words of the path, lower-cased.
struct BannedURLWords: ImageRule {
    static let name = "banned-url-words"
    var name: String { Self.name }
    let words: [String]
    let matchesTokens: Bool

    func judge(_ image: ImageNode) -> Verdict {
        let found = matchesTokens ? tokenMatch(image.url) : words.first { contains(image.url, $0) }
        return found.map { .drop(.imageBannedURL, detail: $0) } ?? .keep
    }

    private func tokenMatch(_ url: String) -> String? {
        let path = url.utf8.drop { $0 != UInt8(ascii: ":") }.dropFirst(3).drop {
            $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: "?")
        }
        let tokens = path.split { !Self.isWordByte($0) }
        let lowered = Set(tokens.map { String(decoding: $0.map(Self.lower), as: UTF8.self) })
        return words.first { lowered.contains($0) || lowered.contains($0 + "s") }
    }

    private static func isWordByte(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x61...0x7A).contains(lower(byte)) || byte >= 0x80
    }

    private static func lower(_ byte: UInt8) -> UInt8 { (0x41...0x5A).contains(byte) ? byte | 0x20 : byte }

    private func contains(_ text: String, _ word: String) -> Bool {
        let (text, word) = (Array(text.utf8), Array(word.utf8))
        guard let first = word.first, text.count >= word.count else { return false }
        return (0...text.count - word.count).contains { at in
            text[at] == first && text[at..<at + word.count].elementsEqual(word)
        }
    }

    static let descriptor = RuleDescriptor(
        name, .image, summary: "Words in the image's URL.",
        parameters: [
            RuleParameter("words", .list, doc: "The words; the published eight when not given."),
            RuleParameter(
                "match", .text, doc: "`substring` of the URL as published, or `token` of its path (default)."),
        ]
    ) { given throws(RuleError) in
        let match = given.text("match") ?? "token"
        guard match == "token" || match == "substring" else {
            throw .badValue(rule: name, parameter: "match", problem: "it must be 'substring' or 'token'")
        }
        let words = given.list("words") ?? PublishedWords.bannedInURL
        guard !words.contains("") else { throw .badValue(rule: name, parameter: "words", problem: "an empty word") }
        return .image(BannedURLWords(words: words, matchesTokens: match == "token"))
    }
}
