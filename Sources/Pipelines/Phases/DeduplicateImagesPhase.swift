import Curation
import Imaging
import Platform
import Records
import Storage

/// Counts how many documents show each content; the contents that too many show go to one small file. And where images
/// are deduplicated beyond their document, decides which occurrences leave.
enum DeduplicateImagesPhase {
    static let frequent = "frequent.keys"
    /// One bucket a part; key = document; payload = image URL, reason and what stays.
    static let decisions = "decisions.run"

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
        part.counts["image_decisions"] = try decide(context)
    }

    /// The keys of all buckets.
    static func read(_ context: WorkContext) throws -> Set<UInt64> {
        var keys: Set<UInt64> = []
        for index in try context.units(of: .deduplicateImages) {
            keys.formUnion(try KeyFile.read(context.file(frequent, of: .deduplicateImages, index)))
        }
        return keys
    }

    /// Of equal images the first in the order of parts and documents stays; returns how many leave.
    private static func decide(_ context: WorkContext) throws -> Int {
        var writer = RunWriter(path: context.file(decisions), buckets: context.plan.parts.count)
        var count = 0
        if context.config.corpus.exchangesImages {
            let paths = try context.units(of: .measure).map { context.file(MeasurePhase.occurrences, of: .measure, $0) }
            var merger = try RunMerger(paths: paths, bucket: context.unit.index)
            var groups: [UInt64: ImageGroup] = [:]
            let byDomain = context.config.corpus.deduplicateImages == "domain"
            while let entry = try merger.next() {
                let occurrence = ImageOccurrence(entry.payload)
                groups[byDomain ? occurrence.domain : 0, default: ImageGroup()].add(occurrence, at: entry.key)
            }
            var payload = PayloadWriter()
            for (_, group) in groups.sorted(by: { $0.key < $1.key }) {
                for decision in group.decide(distance: context.config.corpus.looksDistance) {
                    payload.reset()
                    payload.append(decision.url)
                    payload.append(Reason.imageNearDuplicate.rawValue)
                    payload.append(decision.kept)
                    let location = Location(key: decision.location)
                    try writer.append(
                        bucket: location.part, key: UInt64(location.document), payload: payload.bytes)
                    count += 1
                }
            }
        }
        _ = try writer.commit()
        return count
    }
}

/// An image in a document, as far as telling equal ones needs it.
struct ImageOccurrence {
    /// `URLKey` of its URL.
    let url: UInt64
    let sha256: String
    let hash: UInt64
    /// `DomainKey` of the page.
    let domain: UInt64

    init(url: String, signals: ImageSignals, domain: UInt64) {
        self.url = URLKey.hash(of: url)
        sha256 = signals.sha256
        hash = UInt64(signals.phash, radix: 16) ?? 0
        self.domain = domain
    }

    init(_ payload: [UInt8]) {
        var reader = PayloadReader(payload)
        (url, hash, domain) = (reader.key(), reader.key(), reader.key())
        sha256 = reader.text()
    }

    func write(to payload: inout PayloadWriter) {
        payload.append(url)
        payload.append(hash)
        payload.append(domain)
        payload.append(sha256)
    }
}

/// The images among which only the first of a kind stays, in the order in which they are shown.
struct ImageGroup {
    struct Decision: Equatable {
        let location: UInt64
        let url: UInt64
        /// SHA-256 of the image that stays.
        let kept: String
    }

    private var occurrences: [(location: UInt64, image: ImageOccurrence)] = []

    mutating func add(_ image: ImageOccurrence, at location: UInt64) { occurrences.append((location, image)) }

    /// Those that leave: of equal bytes, and with a distance those whose hash is that near to an earlier one that stays.
    /// Pictures of one colour are equal only by their bytes.
    func decide(distance: Int?) -> [Decision] {
        var first: [String: Int] = [:]  // by bytes
        var contents: [Int] = []
        for (index, entry) in occurrences.enumerated() where first[entry.image.sha256] == nil {
            first[entry.image.sha256] = index
            contents.append(index)
        }
        var standing: [String: String] = [:]
        if let distance {
            let telling = contents.filter { !PerceptualHash.isFlat(occurrences[$0].image.hash) }
            let index = HammingIndex(telling.map { occurrences[$0].image.hash })
            for (item, kept) in index.representatives(within: distance).enumerated() where kept != item {
                standing[occurrences[telling[item]].image.sha256] = occurrences[telling[kept]].image.sha256
            }
        }
        var decisions: [Decision] = []
        for (index, (location, image)) in occurrences.enumerated() {
            let other = standing[image.sha256]
            guard other != nil || first[image.sha256] != index else { continue }
            decisions.append(Decision(location: location, url: image.url, kept: other ?? image.sha256))
        }
        return decisions
    }
}

/// Which images leave a part's documents because they stand elsewhere.
struct ImageDecisions {
    private var drops: [Int: [UInt64: Drop]] = [:]

    init(_ context: WorkContext, part: Int) throws {
        guard context.config.corpus.exchangesImages else { return }
        let paths = try context.units(of: .deduplicateImages).map {
            context.file(DeduplicateImagesPhase.decisions, of: .deduplicateImages, $0)
        }
        var merger = try RunMerger(paths: paths, bucket: part)
        while let entry = try merger.next() {
            var reader = PayloadReader(entry.payload)
            let url = reader.key()
            guard let reason = Reason(rawValue: reader.text()) else { continue }
            drops[Int(entry.key), default: [:]][url] = Drop(reason, detail: "of \(reader.text())")
        }
    }

    /// Takes the decided images out of a document, then those that repeat an earlier one of the same document.
    func sift(_ document: inout Document, index: Int, _ config: CorpusConfig) -> [Drop] {
        guard config.deduplicateImages != "off" else { return [] }
        let decided = drops[index] ?? [:]
        var kept: [ImageSignals] = []
        var left: [Drop] = []
        document.sift { node in
            guard case .image(let image) = node, let signals = image.signals else { return node }
            if let drop = decided[URLKey.hash(of: image.url)] {
                left.append(Drop(drop.reason, detail: drop.detail, url: image.url, ordinal: image.ordinal))
                return nil
            }
            if let earlier = kept.first(where: { $0.isEqual(to: signals, distance: config.looksDistance) }) {
                let detail = "of \(earlier.sha256)"
                left.append(
                    Drop(.imageRepeatedInDocument, detail: detail, url: image.url, ordinal: image.ordinal))
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
        if sha256 == other.sha256 { return true }
        guard let distance, let one = UInt64(phash, radix: 16), let two = UInt64(other.phash, radix: 16),
            !PerceptualHash.isFlat(one), !PerceptualHash.isFlat(two)
        else { return false }
        return PerceptualHash.distance(one, two) <= distance
    }
}

extension Location {
    /// Part and document as a key that sorts as they do.
    var key: UInt64 { UInt64(part) << 32 | UInt64(document) }

    init(key: UInt64) { self.init(part: Int(key >> 32), document: Int(key & 0xFFFF_FFFF)) }
}
