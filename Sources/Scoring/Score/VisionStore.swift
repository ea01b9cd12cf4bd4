import CorpusFiles
import Idefics
import Platform

/// The states of the corpus' images: each image is decoded and goes through the vision tower once, as long as the states
/// of what came after it fit in memory.
final class VisionStore {
    /// Images that go through the vision tower and the captioner together; the model remembers as many.
    private static let group = 8

    private let corpus: Corpus
    private let model: IdeficsModel
    private let captioner: Captioner?
    /// Bytes of states that are kept.
    private let budget: Int
    private var states: [String: ImageStates] = [:]
    private var order: [String] = []
    private var bytes = 0
    private(set) var captions: [Ask: String] = [:]
    private(set) var problems: [String: String] = [:]

    /// A picture to be described, and the text that the model reads before it.
    struct Ask: Hashable {
        let sha256: String
        var context = ""
    }

    init(_ corpus: Corpus, _ model: IdeficsModel, captioner: Captioner?, budget: Int = 256 << 20) {
        (self.corpus, self.model, self.captioner, self.budget) = (corpus, model, captioner, budget)
    }

    /// Makes the states of images ready, and their captions; what is wrong with one stands in `problems`.
    /// - Parameter asks: those of `wanted` that need a caption.
    func prepare(_ wanted: [String], _ asks: [Ask]) throws {
        // A caption after a text of its own is of no use to another document.
        if asks.contains(where: { !$0.context.isEmpty }) { captions = [:] }
        let open = captioner == nil ? [:] : Dictionary(grouping: Set(asks).filter { captions[$0] == nil }, by: \.sha256)
        var missing: [String] = []
        for sha256 in wanted where problems[sha256] == nil && !missing.contains(sha256) {
            let needsCaption = open[sha256] != nil
            if states[sha256] == nil || needsCaption { missing.append(sha256) }
        }
        for start in stride(from: 0, to: missing.count, by: VisionStore.group) {
            let some = missing[start..<min(start + VisionStore.group, missing.count)]
            var pictures: [(sha256: String, image: PreparedImage)] = []
            for sha256 in some {
                do { pictures.append((sha256, try load(sha256))) } catch let error as IdeficsError {
                    guard case .image(let problem) = error else { throw error }
                    problems[sha256] = problem
                }
            }
            // One by one: with fast arithmetic the states of an image would depend on those beside it, in the last digits.
            let encoded = try pictures.flatMap { try model.encode([$0.image]) }
            for (picture, state) in zip(pictures, encoded) { keep(state, of: picture.sha256) }
            guard let captioner else { continue }
            let asked = pictures.flatMap { picture in
                (open[picture.sha256] ?? []).sorted { $0.context < $1.context }.map { (ask: $0, image: picture.image) }
            }
            let made = try captioner.captions(asked.map(\.image), after: asked.map(\.ask.context))
            for (asked, caption) in zip(asked, made) { captions[asked.ask] = caption.text }
            model.dropKeys(of: encoded)
        }
        trim(keeping: Set(wanted))
    }

    /// The states of an image that was prepared, nil when something is wrong with it.
    subscript(sha256: String) -> ImageStates? { states[sha256] }

    private func load(_ sha256: String) throws -> PreparedImage {
        guard !sha256.isEmpty, let row = try corpus.index.images(sha256Prefix: sha256, limit: 1).first, row.pack >= 0
        else { throw IdeficsError.image("its bytes are not in the corpus") }
        return try model.images.prepare(encoded: corpus.bytes(of: row))
    }

    private func keep(_ made: ImageStates, of sha256: String) {
        if states.updateValue(made, forKey: sha256) == nil {
            order.append(sha256)
            bytes += made.bytes
        }
    }

    /// Forgets what was made first, but nothing of the batch that runs.
    private func trim(keeping wanted: Set<String>) {
        guard bytes > budget else { return }
        var kept: [String] = []
        for sha256 in order {
            if bytes > budget, !wanted.contains(sha256), let old = states.removeValue(forKey: sha256) {
                bytes -= old.bytes
            } else {
                kept.append(sha256)
            }
        }
        order = kept
    }
}
