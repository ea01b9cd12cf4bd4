import HTMLTree

/// Emoji and smileys that are written as pictures: the character they show.
enum PictureCharacter {
    /// The character, nil when the picture is none: its `alt` is nothing but emoji, or a sign of its names has an `alt`
    /// without letters (`:-)`), or the file is named by a code point as the makers of emoji sets name them.
    static func of(_ index: Int, _ page: PictureGatherer) -> String? {
        let (picture, tree) = (page.pictures[index], page.tree)
        guard tree.nodes[Int(picture.node)].tag == .img else { return nil }
        if let letter = initial(picture.node, tree) { return letter }
        guard (picture.evidence.size.most ?? 0) <= 72 else { return nil }
        let written = tree.value(.alt, of: picture.node).map { Bytes.strip(tree.bytes, $0) } ?? 0..<0
        // Letters and digits are no emoji, and nearly all `alt`s are made of nothing else.
        if tree.bytes[written].contains(where: { $0 >= 0x80 }) {
            let alt = String(decoding: tree.bytes[written], as: UTF8.self)
            if isEmoji(alt) { return alt }
        }
        guard page.isEmoji(index) else { return nil }
        let alt = String(decoding: tree.bytes[written], as: UTF8.self)
        if !alt.isEmpty, alt.count <= 8, !alt.contains(where: \.isLetter) { return alt }
        guard case .keep(let url) = picture.verdict else { return nil }
        return codePoint(url)
    }

    /// The painted initial of a text: a letter as `alt`, and the rest of the word straight behind it.
    private static func initial(_ node: Int32, _ tree: Tree) -> String? {
        guard let alt = tree.value(.alt, of: node), !alt.isEmpty, alt.count <= 4 else { return nil }
        let next = tree.nodes[Int(node)].next
        guard next >= 0, tree.nodes[Int(next)].tag == .text, let byte = tree.bytes[tree.text(of: next)].first,
            byte >= 97 && byte <= 122 || byte >= 0x80
        else { return nil }
        let letter = String(decoding: tree.bytes[alt], as: UTF8.self)
        return letter.count == 1 && letter.allSatisfy(\.isUppercase) ? letter : nil
    }

    private static func isEmoji(_ text: String) -> Bool {
        guard !text.isEmpty, text.unicodeScalars.count <= 12 else { return false }
        return text.allSatisfy { character in
            guard let first = character.unicodeScalars.first else { return false }
            return first.properties.isEmoji && (first.value > 0xFF || character.unicodeScalars.count > 1)
        }
    }

    /// `1f600.svg`, `2764-fe0f.png`.
    private static func codePoint(_ url: String) -> String? {
        let file = url.prefix { $0 != "?" }.split(separator: "/").last ?? ""
        let stem = file.prefix { $0 != "." }
        let parts = stem.split { $0 == "-" || $0 == "_" }
        guard !parts.isEmpty, stem.count >= 4 else { return nil }
        var text = String.UnicodeScalarView()
        for part in parts {
            guard let value = UInt32(part, radix: 16), value > 0x20, let scalar = Unicode.Scalar(value) else {
                return nil
            }
            text.append(scalar)
        }
        return isEmoji(String(text)) ? String(text) : nil
    }
}
