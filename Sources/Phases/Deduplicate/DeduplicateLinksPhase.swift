import Configuration
import Runs

/// Counts every image URL over the whole corpus; those that occur too often go to one small file.
struct DeduplicateLinksPhase: Phase {
    let name = PhaseName.deduplicateLinks

    static let frequent = "frequent.keys"

    func work(_ context: WorkContext, _ part: inout SealedPart) throws {
        var links = try context.reader(ImageLink.file)
        let found = try FrequentKeys.find(
            in: &links, above: context.config.corpus.imageURLMaximum, to: context.file(Self.frequent)
        ) { _ in 1 }
        part.counts = ["image_urls": found.keys, "frequent_image_urls": found.frequent]
    }

    /// Those of all buckets.
    static func read(_ context: WorkContext) throws -> FrequentKeys {
        try FrequentKeys(
            context.units(of: .deduplicateLinks).map { context.file(frequent, of: .deduplicateLinks, $0) })
    }
}
