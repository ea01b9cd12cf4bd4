package import Documents
import Facts

/// The last cleaning of a document (OBELICS, `build/10` and `build/13`): repeated images, spam paragraphs, empty texts,
/// divides that divide nothing.
package struct DocumentCleaning: Sendable {
    /// Paragraphs with this share of spam words or more leave (published: 0.12); nil keeps them.
    package var spamWordLimit: Double?
    /// Whether only the first entry of each image URL stays in a document.
    package var dropsRepeatedImages: Bool

    /// The published cleaning.
    package init(spamWordLimit: Double? = 0.12, dropsRepeatedImages: Bool = true) {
        self.spamWordLimit = spamWordLimit
        self.dropsRepeatedImages = dropsRepeatedImages
    }

    /// Cleans the document; the texts that have become neighbours are one text afterwards.
    /// - Returns: what left, in reading order of each kind, with ordinals and URLs; the document's id is not filled in.
    package func clean(_ document: inout Document, profiler: inout TextProfiler) -> [Drop] {
        var drops: [Drop] = []
        if dropsRepeatedImages { drops += DocumentCleaning.dropRepeatedImages(&document) }
        if let spamWordLimit { drops += DocumentCleaning.dropSpam(&document, limit: spamWordLimit, &profiler) }
        DocumentCleaning.joinTexts(&document)
        DocumentCleaning.tidyDivides(&document)
        DocumentCleaning.joinTexts(&document)
        return drops
    }

    /// Whether what is left is a document: it has text, and an image unless `needsImage` is false.
    package static func verdict(_ document: Document, needsImage: Bool = true) -> Verdict {
        if !document.hasText { return .drop(.documentNoText, detail: "") }
        return needsImage && document.imageCount == 0 ? .drop(.documentNoImage, detail: "") : .keep
    }

    /// Keeps the first entry of each image URL.
    package static func dropRepeatedImages(_ document: inout Document) -> [Drop] {
        var seen: Set<String> = []
        var drops: [Drop] = []
        document.sift { node in
            guard case .image(let image) = node, !seen.insert(image.url).inserted else { return node }
            drops.append(Drop(.imageRepeatedInDocument, image: image))
            return nil
        }
        return drops
    }

    /// Drops paragraphs with a share of spam words of `limit` or more.
    package static func dropSpam(_ document: inout Document, limit: Double, _ profiler: inout TextProfiler) -> [Drop] {
        let rule = SpamWordRatio(limit: limit)
        let language = document.language
        var drops: [Drop] = []
        document.sift { node in
            guard case .text(var text) = node else { return node }
            text.paragraphs.removeAll { paragraph in
                let verdict = rule.judge(profiler.profile(paragraph.text, language: language))
                guard case .drop(let reason, let detail) = verdict else { return false }
                drops.append(Drop(reason, detail: detail, paragraph: paragraph))
                return true
            }
            return text.paragraphs.isEmpty ? nil : .text(text)
        }
        return drops
    }

    /// Takes out texts without paragraphs and joins texts that are neighbours.
    package static func joinTexts(_ document: inout Document) {
        document.sift { node in
            if case .text(let text) = node, text.paragraphs.isEmpty { return nil }
            return node
        }
        document.mergeTexts()
    }

    /// Takes out a divide that follows a divide, and one at the end of the document.
    package static func tidyDivides(_ document: inout Document) {
        var followsDivide = false
        document.sift { node in
            guard case .divide = node else {
                followsDivide = false
                return node
            }
            defer { followsDivide = true }
            return followsDivide ? nil : node
        }
        guard case .divide(let last)? = document.nodes.last else { return }
        document.sift { node in
            if case .divide(last) = node { return nil }
            return node
        }
    }
}
