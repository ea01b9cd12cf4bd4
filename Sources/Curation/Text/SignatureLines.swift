package import Documents
import JSON
package import Platform

/// The words of a corpus' documents, kept beside it so that the next corpus can be compared without reading its shards:
/// `signatures/<corpus.json's SHA-256, 16 digits>-<WordSequence.version>.jsonl.zst`, a line a document: `id`, `captured`, `images`,
/// `characters`, `words` (8 hexadecimal digits each). Nothing of the text can be read from it.
package struct SignatureLines {
    /// The folder in a corpus.
    package static let folder = "signatures"

    /// The file of the corpus whose manifest has that digest.
    package static func file(of manifest: Digest) -> String {
        "\(folder)/\(manifest.hex.prefix(16))-\(WordSequence.version).jsonl.zst"
    }

    private var sequence = WordSequence()
    private var json = JSONWriter()

    /// A writer of lines.
    package init() {}

    /// The line of a document, without its end.
    package mutating func line(_ document: Document) -> [UInt8] {
        sequence.begin()
        for case .text(let text) in document.nodes { sequence.add(text.text) }
        var words: [UInt8] = []
        for word in sequence.words { words.append(littleEndian: word) }
        json.reset()
        json.object { json in
            json.member("id", document.id)
            json.member("captured", document.captured)
            json.member("images", document.imageCount)
            json.member("characters", sequence.characters)
            json.member("words", Hex.encode(words))
        }
        return json.bytes
    }
}
