import Platform
import Storage

/// Counts how many documents show each content; the contents that too many show go to one small file.
enum DeduplicateImagesPhase {
    static let frequent = "frequent.keys"

    static func work(_ context: WorkContext, _ part: inout SealedPart) throws {
        let maximum = context.config.corpus.imageContentMaximum
        let paths = try context.units(of: .measure).map { context.file(MeasurePhase.contents, of: .measure, $0) }
        var merger = try RunMerger(paths: paths, bucket: context.unit.index)
        var keys: [UInt64] = []
        var groups = GroupCounter()
        while let entry = try merger.next() {
            var reader = PayloadReader(entry.payload)
            let finished = groups.add(entry.key, count: reader.integer())
            if let finished, maximum > 0, finished.count > maximum { keys.append(finished.key) }
        }
        if let last = groups.finish(), maximum > 0, last.count > maximum { keys.append(last.key) }
        part.counts = ["contents": groups.groups, "frequent_contents": keys.count]
        try KeyFile.write(keys, to: context.file(frequent))
    }

    /// The keys of all buckets.
    static func read(_ context: WorkContext) throws -> Set<UInt64> {
        var keys: Set<UInt64> = []
        for index in try context.units(of: .deduplicateImages) {
            keys.formUnion(try KeyFile.read(context.file(frequent, of: .deduplicateImages, index)))
        }
        return keys
    }
}
