import Configuration
import Runs

/// Counts every image URL over the whole corpus and over the pages of each domain; those that stand too often go to two
/// small files.
struct DeduplicateLinksPhase: ExchangingPhase {
    let name = PhaseName.deduplicateLinks

    static let frequent = "frequent.keys"
    static let repeated = "repeated.keys"

    func work(_ context: WorkContext, _ part: inout SealedPart) throws {
        var links = try context.reader(ImageLink.file)
        let found = try FrequentImages.find(
            in: &links, above: context.config.corpus.imageURLMaximum,
            inDomain: context.config.corpus.imageDomainMaximum,
            to: (context.file(Self.frequent), context.file(Self.repeated)))
        part.counts = ["image_urls": found.urls.keys, "frequent_image_urls": found.urls.frequent]
        part.counts["repeated_in_domain"] = found.inDomains
    }

    /// Those of all buckets.
    static func read(_ context: WorkContext) throws -> FrequentImages {
        func keys(_ name: String, above maximum: Int) throws -> FrequentKeys {
            try FrequentKeys(context.tables(name, of: .deduplicateLinks), above: maximum)
        }
        let corpus = context.config.corpus
        return FrequentImages(
            everywhere: try keys(frequent, above: corpus.imageURLMaximum),
            inDomains: try keys(repeated, above: corpus.imageDomainMaximum))
    }
}
