import Configuration
import Curation
import Documents
import Exchange
import Facts
import Imaging
import Platform
import Runs

/// Which images leave a part's documents because they stand elsewhere.
struct ImageDecisions {
    private var drops: [Int: [UInt64: Drop]] = [:]

    init(_ context: WorkContext, part: Int) throws {
        guard context.config.corpus.exchangesImages else { return }
        var reader = try context.reader(ImageDecision.file, bucket: part)
        while let decision = try reader.next() {
            drops[decision.document, default: [:]][decision.url] = Drop(
                decision.reason, detail: "of \(decision.kept.hex)")
        }
    }

    /// Takes the decided images out of a document, then those that repeat an earlier one of the same document.
    func sift(_ document: inout Document, index: Int, _ config: CorpusConfig) -> [Drop] {
        guard config.deduplicateImages != .off else { return [] }
        let decided = drops[index] ?? [:]
        var kept: [ImageSignals] = []
        var left: [Drop] = []
        document.sift { node in
            guard case .image(let image) = node, let signals = image.signals else { return node }
            if let drop = decided[URLKey.hash(of: image.url)] {
                left.append(Drop(drop.reason, detail: drop.detail, image: image))
                return nil
            }
            if let earlier = kept.first(where: { $0.isEqual(to: signals, distance: config.looksDistance) }) {
                let detail = "of \(earlier.sha256)"
                left.append(
                    Drop(.imageRepeatedInDocument, detail: detail, image: image))
                return nil
            }
            kept.append(signals)
            return node
        }
        return left
    }
}

extension ImageSignals {
    fileprivate func isEqual(to other: ImageSignals, distance: Int?) -> Bool {
        if digest == other.digest { return true }
        guard let distance, let one = perceptualHash, let two = other.perceptualHash,
            !PerceptualHash.isFlat(one), !PerceptualHash.isFlat(two)
        else { return false }
        return PerceptualHash.distance(one, two) <= distance
    }
}
