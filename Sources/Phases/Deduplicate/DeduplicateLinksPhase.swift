import Configuration
import Exchange
import Runs

/// Counts every image URL over the whole corpus; those that occur too often go to one small file.
struct DeduplicateLinksPhase: Phase {
    let name = PhaseName.deduplicateLinks

    static let frequent = "frequent.keys"

    func work(_ context: WorkContext, _ part: inout SealedPart) throws {
        let paths = try context.units(of: .extract).map { context.file(SignatureWriter.links, of: .extract, $0) }
        var merger = try RunMerger(paths: paths, bucket: context.unit.index)
        let found = try FrequentKeys.find(
            in: &merger, above: context.config.corpus.imageURLMaximum, to: context.file(Self.frequent))
        part.counts = ["image_urls": found.keys, "frequent_image_urls": found.frequent]
    }

    /// Those of all buckets.
    static func read(_ context: WorkContext) throws -> FrequentKeys {
        try FrequentKeys(
            context.units(of: .deduplicateLinks).map { context.file(frequent, of: .deduplicateLinks, $0) })
    }
}
