import Documents

/// What a model sees of a node of a document: a text, or the occurrence of an image by its number.
enum ScoreNode: Equatable, Sendable {
    case text(String)
    case image(Int)
}

extension Document {
    /// For each image the last `characters` of the text before it in its part, from the beginning of a word.
    func captionContexts(_ characters: Int) -> [String] {
        scoreParts.flatMap { part in
            var text = ""
            return part.compactMap { node -> String? in
                if case .text(let more) = node {
                    text += (text.isEmpty ? "" : "\n") + more
                    return nil
                }
                guard text.count > characters else { return text }
                return String(text.suffix(characters).drop { !$0.isWhitespace }.drop(while: \.isWhitespace))
            }
        }
    }

    /// The nodes as a model sees them, cut at the divides: what stands between two is a text of its own.
    var scoreParts: [[ScoreNode]] {
        var parts: [[ScoreNode]] = [[]]
        var image = 0
        for node in nodes {
            switch node {
            case .text(let text): parts[parts.count - 1].append(.text(text.text))
            case .image:
                parts[parts.count - 1].append(.image(image))
                image += 1
            case .divide: parts.append([])
            }
        }
        return parts
    }
}
