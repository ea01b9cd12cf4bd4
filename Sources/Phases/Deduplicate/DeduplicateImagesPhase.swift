import Configuration
import Exchange
import Facts
import Runs

/// Counts how many documents show each content; the contents that too many show go to one small file. And where images
/// are deduplicated beyond their document, decides which occurrences leave.
struct DeduplicateImagesPhase: ExchangingPhase {
    let name = PhaseName.deduplicateImages

    static let frequent = "frequent.keys"

    func work(_ context: WorkContext, _ part: inout SealedPart) throws {
        var contents = try context.reader(ShownContent.file)
        let found = try FrequentKeys.find(
            in: &contents, above: context.config.corpus.imageContentMaximum, to: context.file(Self.frequent),
            count: \.documents)
        part.counts = ["contents": found.keys, "frequent_contents": found.frequent]
        part.counts["image_decisions"] = try decide(context)
    }

    /// Those of all buckets.
    static func read(_ context: WorkContext) throws -> FrequentKeys {
        try FrequentKeys(
            context.tables(frequent, of: .deduplicateImages), above: context.config.corpus.imageContentMaximum)
    }

    /// Of equal images the first in the order of parts and documents stays; returns how many leave.
    private func decide(_ context: WorkContext) throws -> Int {
        var writer = context.writer(ImageDecision.file)
        let near = try MatchImagesPhase.read(context)
        for group in try groups(context) {
            for decision in group.decide(distance: context.config.corpus.looksDistance, near: near) {
                let entry = ImageDecision(
                    document: decision.location.document, url: decision.url, .imageNearDuplicate, kept: decision.kept)
                try writer.append(entry, bucket: decision.location.part)
            }
        }
        let count = writer.count
        try writer.commit()
        return count
    }

    /// The images that are compared with each other, domain by domain or all together.
    private func groups(_ context: WorkContext) throws -> [ImageGroup] {
        guard context.config.corpus.exchangesImages else { return [] }
        let byDomain = context.config.corpus.deduplicateImages == .domain
        var occurrences = try context.reader(ImageOccurrence.file)
        var groups: [UInt64: ImageGroup] = [:]
        while let occurrence = try occurrences.next() {
            groups[byDomain ? occurrence.domain : 0, default: ImageGroup()].add(occurrence)
        }
        return groups.sorted { $0.key < $1.key }.map(\.value)
    }
}
