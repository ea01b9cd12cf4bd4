import Documents
import Facts
import JSON
import Platform
import TestKit
@testable import Curation

/// The reference implementation's output, when it is here.
enum Goldens {
    static let folder = Shared.path("goldens/obelics")

    static func json(_ name: String) -> JSONValue? {
        guard let folder, let bytes = try? Files.read(folder + "/" + name) else { return nil }
        return try? JSONValue(parsing: bytes)
    }

    /// The pages, by name.
    static let pages: [String] = {
        guard let folder, let names = try? Files.list(folder + "/pages") else { return [] }
        return names.filter { $0.hasSuffix(".filtered.json") }.map { String($0.dropLast(".filtered.json".count)) }
    }()

    /// The published lists with the stand-in common words the goldens were made with.
    static let lists: WordLists? = folder.flatMap {
        try? WordLists.obelics.adding(commonWordsFile: $0 + "/assets/common_words_standin.json")
    }

    /// The published cutoffs of a scope.
    static func rules(_ scope: RuleScope) -> [NamedRule] {
        let paragraph = scope == .paragraph
        return [
            (
                "words",
                paragraph ? ["min": .integer(4), "max": .integer(1000)] : ["min": .integer(10), "max": .integer(2000)]
            ),
            ("character-repetition", ["max": .number(0.1)]),
            ("word-repetition", ["max": .number(paragraph ? 0.1 : 0.2)]),
            ("special-characters", ["max": .number(paragraph ? 0.3 : 0.275)]),
            ("stop-words", ["min": .number(paragraph ? 0.3 : 0.35)]),
            ("flagged-words", ["max": .number(0.01)]),
            ("punctuation", ["min": .number(paragraph ? 0.001 : 0.03)]),
            ("common-words", ["min": .number(paragraph ? 0.8 : 0.9)]),
        ]
    }

    static let imageRules: [NamedRule] = [
        ("banned-url-words", ["match": .text("substring")]),
        ("format", ["allow": .list(["jpg", "jpeg", "png", "webp"])]),
        ("side", ["min": .integer(150), "max": .integer(20000)]),
        ("rendered-side", ["min": .integer(150), "max": .integer(20000)]),
        ("aspect-ratio", ["min": .number(0.5), "max": .number(2)]),
        ("per-document", ["min": .integer(1), "max": .integer(30)]),
    ]

    /// The golden's name of the check a reason belongs to.
    static func check(_ reason: Reason) -> String {
        switch reason.rawValue.split(separator: ".")[1] {
        case "too-few-words", "too-many-words": "number_words"
        case "character-repetition": "character_repetition_ratio"
        case "word-repetition": "word_repetition_ratio"
        case "special-characters": "special_character_ratio"
        case "too-few-stop-words": "stopword_ratio"
        case "flagged-words": "flagged_word_ratio"
        case "too-little-punctuation": "punctuation_ratio"
        case "too-few-common-words": "common_word_ratio_standin"
        case "no-image", "too-many-images": "number_images"
        case "banned-url": "url_ban_word"
        case "format": "format"
        default: "size"
        }
    }

    static func checks(_ verdicts: [Verdict]) -> [String] {
        verdicts.compactMap { if case .drop(let reason, _) = $0 { check(reason) } else { nil } }
    }

    /// The largest difference between a profile and a golden's metrics, and in which.
    static func difference(_ profile: TextProfile, _ metrics: JSONValue, isParagraph: Bool) -> (String, Double) {
        let punctuation = isParagraph && (1..<12).contains(profile.tokens) ? 1 : profile.punctuation
        let pairs = [
            ("number_words", Double(profile.words)), ("character_repetition_ratio", profile.characterRepetition),
            ("word_repetition_ratio", profile.wordRepetition), ("special_character_ratio", profile.specialCharacters),
            ("stopword_ratio", profile.stopWords), ("flagged_word_ratio", profile.flaggedWords),
            ("punctuation_ratio", punctuation), ("common_word_ratio_standin", profile.commonWords),
            ("spam_word_ratio", profile.spamWords),
        ]
        var worst = ("", 0.0)
        for (name, mine) in pairs {
            let difference = abs(mine - (metrics[name]?.number ?? .infinity))
            if difference > worst.1 { worst = (name, difference) }
        }
        return worst
    }
}

extension Goldens {
    static let divide = "END_OF_DOCUMENT_TOKEN_TO_BE_REPLACED"

    /// A document from the parallel lists of the goldens; the separator token becomes a divide where it is a paragraph.
    static func document(_ golden: JSONValue, page: String) -> Document {
        var nodes: [Node] = []
        var ordinal = 0
        let texts = golden["texts"]?.array ?? []
        let images = golden["images"]?.array ?? []
        for (text, image) in zip(texts, images) {
            if let url = image.string, !url.isEmpty {
                nodes.append(.image(ImageNode(ordinal: ordinal, url: url)))
                ordinal += 1
            } else if let text = text.string {
                for piece in text.split(onBlankLines: ()) {
                    if piece == divide {
                        nodes.append(.divide(ordinal: ordinal))
                    } else {
                        nodes.append(.text(TextNode(paragraphs: [Paragraph(ordinal: ordinal, text: piece)])))
                    }
                    ordinal += 1
                }
            }
        }
        return Document(url: page, nodes: nodes)
    }

    /// The image entry at `index` of an extracted page with the stand-in facts of its URL.
    static func image(_ extracted: JSONValue, index: Int, facts: JSONValue) -> ImageNode? {
        guard let url = extracted["images"]?[index]?.string else { return nil }
        let info = extracted["metadata"]?[index]
        var image = ImageNode(
            ordinal: index, url: url, rendered: (length(info?["rendered_width"]), length(info?["rendered_height"])))
        if let fact = facts[url], let width = fact["width"]?.integer, let height = fact["height"]?.integer {
            let format = (fact["format"]?.string ?? "").lowercased()
            image.signals = ImageSignals(sha256: "", phash: "", width: width, height: height, format: format)
        }
        return image
    }

    private static func length(_ json: JSONValue?) -> RenderedLength {
        if let pixels = json?.integer { return .pixels(pixels) }
        guard let text = json?.string, text.hasSuffix("%"), let value = Int(text.dropLast()) else { return .unknown }
        return .percent(value)
    }
}
