/// The tokens that stand for pictures and the ends of turns, in all families alike.
enum ImageTokens {
    /// In the place of a picture.
    static let image = "<image>"
    /// Around it.
    static let fake = "<fake_token_around_image>"
    /// Those that stand for pictures.
    static let ofPictures = [image, fake]
    /// Behind a message.
    static let endOfUtterance = "<end_of_utterance>"

    /// Refuses texts that would be taken for pictures.
    /// - Throws: `IdeficsError.prompt`.
    static func refuse(_ tokens: [String], in items: [PromptItem]) throws(IdeficsError) {
        for case .text(let text) in items {
            if let token = tokens.first(where: { text.containsBytes(of: $0) }) {
                throw .prompt("a text contains '\(token)'; pictures are items of their own")
            }
        }
    }
}

extension String {
    /// Whether the bytes of `pattern` stand somewhere in it, whatever characters they are a part of.
    func containsBytes(of pattern: String) -> Bool {
        let (bytes, pattern) = (Array(utf8), Array(pattern.utf8))
        return bytes.indices.contains { bytes[$0] == pattern[0] && bytes[$0...].starts(with: pattern) }
    }
}
