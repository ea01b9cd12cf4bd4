import HTMLTree

/// The text of the article as the page tells it to machines: `articleBody` of its JSON-LD. What it says is compared by
/// letters and digits alone, in pieces of sixteen, so that markup, quotes and white space make no difference.
struct ArticleBody {
    private var bits: [UInt64]
    /// Letters of the text.
    let count: Int
    private static let piece = 16
    /// 2^20 bits: a text of 10,000 letters sets one in a hundred.
    private static let mask: UInt64 = 1 << 20 - 1

    /// Reads the longest `articleBody` of a page; nil when there is none of 200 letters.
    init?(_ tree: Tree) {
        var longest: [UInt8] = []
        for index in tree.nodes.indices where tree.nodes[index].tag == .script {
            guard let data = SaidText.linkedData(Int32(index), tree),
                let text = ArticleBody.value(in: tree.bytes, data)
            else { continue }
            if text.count > longest.count { longest = text }
        }
        self.init(text: longest, least: 200)
    }

    /// Of a text that is at hand; nil when it has fewer than `least` letters.
    init?(text: [UInt8], least: Int) {
        let letters = ArticleBody.letters(text[...])
        guard letters.count >= least else { return nil }
        count = letters.count
        bits = Array(repeating: 0, count: Int(ArticleBody.mask + 1) / 64)
        ArticleBody.pieces(letters) { hash in bits[Int(hash >> 6)] |= 1 << (hash & 63) }
    }

    /// Whether a text is in the article: nil when it is too short to tell.
    func holds(_ text: ArraySlice<UInt8>) -> Bool? {
        let letters = ArticleBody.letters(text)
        guard letters.count >= ArticleBody.piece else { return nil }
        var met = 0
        var all = 0
        ArticleBody.pieces(letters) { hash in
            all += 1
            met += bits[Int(hash >> 6)] >> (hash & 63) & 1 == 1 ? 1 : 0
        }
        return met * 2 >= all
    }

    // MARK: Reading

    /// The string behind `"articleBody":`, escapes undone.
    private static func value(in bytes: [UInt8], _ range: Range<Int>) -> [UInt8]? {
        guard let key = Bytes.find(Array("\"articleBody\"".utf8), in: bytes, range) else { return nil }
        var at = key + 13
        while at < range.upperBound, Bytes.isSpace(bytes[at]) || bytes[at] == 0x3A { at += 1 }
        guard at < range.upperBound, bytes[at] == 0x22 else { return nil }
        at += 1
        var text: [UInt8] = []
        while at < range.upperBound, bytes[at] != 0x22 {
            if bytes[at] == 0x5C, at + 1 < range.upperBound {
                at = unescape(bytes, at + 1, range.upperBound, &text)
            } else {
                text.append(bytes[at])
                at += 1
            }
        }
        return text
    }

    /// Appends what a backslash stands for and gives where reading goes on.
    private static func unescape(_ bytes: [UInt8], _ at: Int, _ end: Int, _ text: inout [UInt8]) -> Int {
        let digits = bytes[at...].dropFirst().prefix(4)
        guard bytes[at] == 0x75, at + 4 < end, digits.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }),
            let unit = UInt32(String(decoding: digits, as: UTF8.self), radix: 16)
        else {
            text.append([0x6E, 0x72, 0x74].contains(bytes[at]) ? 0x20 : bytes[at])
            return at + 1
        }
        // Halves of pairs make no letter that is compared.
        if let scalar = Unicode.Scalar(unit) { text.append(contentsOf: Array(String(scalar).utf8)) }
        return at + 5
    }

    /// Letters and digits, ASCII in lower case; tags and references are left out, and signs of Latin-1 and of general
    /// punctuation, which pages write in more than one way.
    private static func letters(_ text: ArraySlice<UInt8>) -> [UInt8] {
        var found: [UInt8] = []
        found.reserveCapacity(text.count)
        var at = text.startIndex
        while at < text.endIndex {
            let byte = text[at]
            switch byte {
            case 0x3C: at = text[at...].prefix(400).firstIndex(of: 0x3E) ?? at
            case 0x26: at = text[at...].prefix(10).firstIndex(of: 0x3B) ?? at
            case 0xC2: at += 1
            case 0xE2: at += 2
            default:
                if byte >= 0x80 || InlineText.isLetter(byte) || InlineText.isDigit(byte) {
                    found.append(Bytes.lower(byte))
                }
            }
            at += 1
        }
        return found
    }

    /// Calls `body` with the number of every piece of sixteen letters.
    private static func pieces(_ letters: [UInt8], _ body: (UInt64) -> Void) {
        // A polynomial over 64 bits, rolled: what leaves is taken off by its power.
        let base: UInt64 = 0x9E37_79B9_7F4A_7C15
        var power: UInt64 = 1
        for _ in 1..<piece { power = power &* base }
        var hash: UInt64 = 0
        for at in letters.indices {
            if at >= piece { hash = hash &- UInt64(letters[at - piece]) &* power }
            hash = hash &* base &+ UInt64(letters[at])
            if at >= piece - 1 { body((hash ^ hash >> 31) &* 0xD6E8_FEB8_6659_FD93 >> 44 & mask) }
        }
    }
}
