import Configuration
import Curation
import Documents
import Exchange
import Facts
import Imaging
import Platform
import Runs

/// Counts how many documents show each content; the contents that too many show go to one small file. And where images
/// are deduplicated beyond their document, decides which occurrences leave.
struct DeduplicateImagesPhase: Phase {
    let name = PhaseName.deduplicateImages

    static let frequent = "frequent.keys"
    /// One bucket a part; key = document; payload = image URL, reason and what stays.
    static let decisions = "decisions.run"

    func work(_ context: WorkContext, _ part: inout SealedPart) throws {
        let paths = try context.units(of: .measure).map { context.file(MeasurePhase.contents, of: .measure, $0) }
        var merger = try RunMerger(paths: paths, bucket: context.unit.index)
        let found = try FrequentKeys.find(
            in: &merger, above: context.config.corpus.imageContentMaximum, to: context.file(Self.frequent)
        ) { payload in
            var reader = PayloadReader(payload)
            return reader.integer()
        }
        part.counts = ["contents": found.keys, "frequent_contents": found.frequent]
        part.counts["image_decisions"] = try decide(context)
    }

    /// Those of all buckets.
    static func read(_ context: WorkContext) throws -> FrequentKeys {
        try FrequentKeys(
            context.units(of: .deduplicateImages).map { context.file(frequent, of: .deduplicateImages, $0) })
    }

    /// Of equal images the first in the order of parts and documents stays; returns how many leave.
    private func decide(_ context: WorkContext) throws -> Int {
        var writer = RunWriter(path: context.file(Self.decisions), buckets: context.plan.parts.count)
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
    let content: ContentKey
    let hash: UInt64
    /// `DomainKey` of the page.
    let domain: UInt64

    init(url: String, signals: ImageSignals, domain: UInt64) {
        self.url = URLKey.hash(of: url)
        content = ContentKey(signals.sha256)
        hash = UInt64(signals.phash, radix: 16) ?? 0
        self.domain = domain
    }

    init(_ payload: [UInt8]) {
        var reader = PayloadReader(payload)
        (url, hash, domain) = (reader.key(), reader.key(), reader.key())
        content = ContentKey(&reader)
    }

    func write(to payload: inout PayloadWriter) {
        payload.append(url)
        payload.append(hash)
        payload.append(domain)
        content.write(to: &payload)
    }
}

/// A SHA-256 in 32 bytes: a text of it takes four times as much.
struct ContentKey: Hashable {
    private let words: SIMD4<UInt64>

    init(words: SIMD4<UInt64>) { self.words = words }

    /// Of 64 hexadecimal digits.
    init(_ sha256: String) {
        var words = SIMD4<UInt64>()
        for (place, byte) in (Hex.decode(sha256) ?? []).prefix(32).enumerated() {
            words[place / 8] = words[place / 8] << 8 | UInt64(byte)
        }
        self.words = words
    }

    var hex: String { (0..<4).map { Hex.encode(words[$0]) }.joined() }

    fileprivate func write(to payload: inout PayloadWriter) { for place in 0..<4 { payload.append(words[place]) } }

    fileprivate init(_ reader: inout PayloadReader) {
        words = SIMD4(reader.key(), reader.key(), reader.key(), reader.key())
    }
}

/// The images among which only the first of a kind stays, in the order in which they are shown. One group may be all
/// images of a corpus, so it holds 20 bytes an occurrence and about 120 a content.
struct ImageGroup {
    struct Decision: Equatable {
        let location: UInt64
        let url: UInt64
        /// SHA-256 of the image that stays.
        let kept: String
    }

    // By occurrence.
    private var locations: [UInt64] = []
    private var urls: [UInt64] = []
    private var contents: [UInt32] = []
    // By content, in the order of the first occurrences.
    private var keys: [ContentKey] = []
    private var hashes: [UInt64] = []
    private var known: [ContentKey: UInt32] = [:]

    mutating func add(_ image: ImageOccurrence, at location: UInt64) {
        let content = known[image.content] ?? UInt32(keys.count)
        if Int(content) == keys.count {
            known[image.content] = content
            keys.append(image.content)
            hashes.append(image.hash)
        }
        locations.append(location)
        urls.append(image.url)
        contents.append(content)
    }

    /// Those that leave: of equal bytes, and with a distance those whose hash is that near to an earlier one that stays.
    /// Pictures of one colour are equal only by their bytes.
    func decide(distance: Int?) -> [Decision] {
        let standing = standing(within: distance)
        var shown = [Bool](repeating: false, count: keys.count)
        var decisions: [Decision] = []
        for (index, content) in contents.map(Int.init).enumerated() {
            if standing[content] != content || shown[content] {
                decisions.append(
                    Decision(location: locations[index], url: urls[index], kept: keys[standing[content]].hex))
            }
            shown[content] = true
        }
        return decisions
    }

    /// For each content the one that stands for it.
    private func standing(within distance: Int?) -> [Int] {
        var standing = Array(keys.indices)
        guard let distance else { return standing }
        let telling = keys.indices.filter { !PerceptualHash.isFlat(hashes[$0]) }
        let index = HammingIndex(telling.map { hashes[$0] })
        for (item, kept) in index.representatives(within: distance).enumerated() {
            standing[telling[item]] = telling[kept]
        }
        return standing
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
