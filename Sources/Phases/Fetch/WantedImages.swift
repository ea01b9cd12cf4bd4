import Configuration
import Exchange
import Runs

/// An image URL that surviving documents show, and the parts that show it.
struct WantedImage {
    let key: UInt64
    let url: String
    /// Other addresses of the same picture, best first.
    var others: [String] = []
    var parts: [Int]
    /// How many documents show it.
    var documents: Int
    /// The documents that show it, and the domains of their pages; only where images are deduplicated over them.
    var occurrences: [Occurrence] = []

    struct Occurrence {
        let location: Location
        let domain: UInt64
    }
}

/// What a unit of `fetch` has to bring, as a stream: the image URLs of a bucket of hosts that are not too frequent and
/// stand in documents that are still in, by key. One key's URLs are held at a time.
struct WantedImages {
    private let frequent: FrequentImages
    private let keepsOccurrences: Bool
    private var gone: GoneImages
    private var shown: EntryReader<ShownImage>
    private var spares: EntryReader<ShownImage>

    init(_ context: WorkContext, bucket: Int) throws {
        frequent = try DeduplicateLinksPhase.read(context)
        keepsOccurrences = context.config.corpus.exchangesImages
        gone = try GoneImages(context, bucket: bucket)
        shown = try context.reader(ShownImage.file, bucket: bucket)
        spares = try context.reader(ShownImage.ofCopies, bucket: bucket, memory: 16 << 20)
    }

    /// The URLs of the next key, mostly one; nil at the end.
    mutating func next() throws -> [WantedImage]? {
        while let key = [shown.key, spares.key].compactMap({ $0 }).min() {
            var images: [WantedImage] = []
            while let image = try shown.next(of: key) {
                if !frequent.contains(key, domain: image.domain) { try add(image, to: &images) }
            }
            while let image = try spares.next(of: key) {
                if !frequent.contains(key, domain: image.domain) { add(spare: image, to: &images) }
            }
            if !images.isEmpty { return images }
        }
        return nil
    }

    private mutating func add(_ image: ShownImage, to images: inout [WantedImage]) throws {
        guard try !gone.contains(image.key, image.location) else { return }
        let place = place(of: image, in: &images)
        if images[place].parts.last != image.location.part { images[place].parts.append(image.location.part) }
        images[place].documents += 1
        for other in image.others where !images[place].others.contains(other) { images[place].others.append(other) }
        guard keepsOccurrences else { return }
        images[place].occurrences.append(WantedImage.Occurrence(location: image.location, domain: image.domain))
    }

    /// An image that is wanted, but shown by nobody yet: it counts for no document.
    private func add(spare: ShownImage, to images: inout [WantedImage]) {
        let place = place(of: spare, in: &images)
        if !images[place].parts.contains(spare.location.part) { images[place].parts.append(spare.location.part) }
    }

    private func place(of image: ShownImage, in images: inout [WantedImage]) -> Int {
        if let place = images.firstIndex(where: { $0.url == image.url }) { return place }
        images.append(WantedImage(key: image.key, url: image.url, parts: [], documents: 0))
        return images.count - 1
    }
}

/// Who holds the bytes of image URLs: a stream that is followed key by key.
struct HeldImages {
    private let takesArchived: Bool
    private var entries: EntryReader<HeldImage>
    private var key: UInt64 = 0
    private var held: [String: HeldImage] = [:]

    init(_ context: WorkContext) throws {
        takesArchived = context.config.fetch.archiveImages
        entries = try context.reader(HeldImage.file)
    }

    /// Who holds `image`, of several captures the last in archive order; keys come in rising order.
    mutating func holder(of image: WantedImage) throws -> HeldImage? { try holder(of: image.url, image.key) }

    /// Who holds a URL of a key.
    mutating func holder(of url: String, _ next: UInt64) throws -> HeldImage? {
        if next != key {
            held.removeAll(keepingCapacity: true)
            key = next
        }
        while let entry = try entries.next(of: key) {
            if case .record = entry.holder, !takesArchived { continue }
            if let other = held[entry.url], !entry.follows(other) { continue }
            held[entry.url] = entry
        }
        return held[url]
    }
}

/// Which documents show an image URL no more: a stream that is followed key by key.
private struct GoneImages {
    private var entries: EntryReader<HiddenImage>
    private var copies: EntryReader<HiddenImage>
    private var key: UInt64 = 0
    private var locations: Set<Location> = []

    init(_ context: WorkContext, bucket: Int) throws {
        entries = try context.reader(HiddenImage.file, bucket: bucket, memory: 32 << 20)
        copies = try context.reader(HiddenImage.ofCopies, bucket: bucket, memory: 32 << 20)
    }

    /// Whether `location` left; keys come in rising order.
    mutating func contains(_ next: UInt64, _ location: Location) throws -> Bool {
        if next != key {
            locations.removeAll(keepingCapacity: true)
            key = next
        }
        while let entry = try entries.next(of: key) { locations.insert(entry.location) }
        while let entry = try copies.next(of: key) { locations.insert(entry.location) }
        return locations.contains(location)
    }
}
