import CorpusFiles
package import Facts
package import JSON

/// Who annotates: a checkpoint, how it is computed with, and the settings that change the numbers.
package struct ScoreModel: Sendable, Equatable {
    /// The name under which its annotations stand in the corpus: letters, digits, `.`, `_`, `-`.
    package var name: String
    /// SHA-256 over the names and contents of the checkpoint's files.
    package var checkpoint: String
    /// What it is computed with: `f32`, `bf16`, `int8`, `int4`.
    package var dtype: String
    /// Tokens of a document that are looked at; what follows them is not scored.
    package var maximumTokens: Int
    /// How captions are asked for.
    package var captions = CaptionSettings()
    /// The question, `""` when none was asked.
    package var question: String
    /// What the question is about: `document` or `image`.
    package var questionAbout: String

    /// A model with the usual settings.
    package init(name: String, checkpoint: String, dtype: String) {
        self.name = name
        self.checkpoint = checkpoint
        self.dtype = dtype
        maximumTokens = 2048
        question = ""
        questionAbout = "document"
    }

    /// Whether `name` can be a folder's and a column's name.
    package static func isName(_ name: String) -> Bool {
        guard let first = name.utf8.first, name.utf8.count <= 100, first != UInt8(ascii: ".") else { return false }
        return name.utf8.allSatisfy { byte in
            (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
                || [0x2D, 0x2E, 0x5F].contains(byte)
        }
    }

    /// `name` as the beginning of a column: what is no letter or digit is `_`.
    package var columnPrefix: String {
        String(name.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "_" })
    }

    /// What differs from `other` in a way that makes numbers incomparable, in words; nil when nothing does.
    package func conflict(with other: ScoreModel) -> String? {
        if checkpoint != other.checkpoint {
            return "another checkpoint (sha256 \(other.checkpoint.prefix(12))…, this one is \(checkpoint.prefix(12))…)"
        }
        if dtype != other.dtype { return "dtype \(other.dtype), not \(dtype)" }
        if maximumTokens != other.maximumTokens {
            return "\(other.maximumTokens) tokens a document at most, not \(maximumTokens)"
        }
        if captions != other.captions { return other.captions.words }
        if !question.isEmpty, !other.question.isEmpty,
            question != other.question || questionAbout != other.questionAbout
        {
            return "the question '\(other.question)' about the \(other.questionAbout)"
        }
        return nil
    }

    /// Writes the model as an object.
    package func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("name", name)
            json.member("checkpoint", checkpoint)
            json.member("dtype", dtype)
            json.member("max_tokens", maximumTokens)
            captions.write(to: &json)
            json.member("question", question)
            json.member("question_about", questionAbout)
        }
    }

    init(_ json: JSONValue) throws(ManifestError) {
        self.init(name: try json.text("name"), checkpoint: try json.text("checkpoint"), dtype: try json.text("dtype"))
        maximumTokens = try json.number("max_tokens")
        captions = try CaptionSettings(json)
        question = try json.text("question")
        questionAbout = try json.text("question_about")
    }
}
