import Configuration
import Exchange
import Runs

/// An image URL that surviving documents show, and the parts that show it.
struct WantedImage {
    let key: UInt64
    let url: String
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

/// An image URL's record in an archive.
struct PicturePlace: Comparable {
    let part: Int
    let source: Int
    let offset: Int
    let ordinal: Int
    let url: String

    /// The `source` of a picture that lies in the part's own file: `offset` and `ordinal` are its place and length.
    static let embedded = Int(Int32.max)

    init(_ payload: [UInt8]) {
        var reader = PayloadReader(payload)
        part = reader.integer()
        source = reader.integer()
        offset = reader.integer()
        ordinal = reader.integer()
        url = reader.text()
    }

    static func < (a: PicturePlace, b: PicturePlace) -> Bool {
        (a.part, a.source, a.offset, a.ordinal) < (b.part, b.source, b.offset, b.ordinal)
    }
}

/// What a unit of `fetch` has to bring, as a stream: the image URLs of a bucket of hosts that are not too frequent and
/// stand in documents that are still in, by key. One key's URLs are held at a time.
struct WantedImages {
    private let frequent: FrequentKeys
    private let keepsOccurrences: Bool
    private var gone: GoneImages
    private var merger: RunMerger

    init(_ context: WorkContext, bucket: Int) throws {
        frequent = try DeduplicateLinksPhase.read(context)
        keepsOccurrences = context.config.corpus.exchangesImages
        gone = try GoneImages(context, bucket: bucket)
        let paths = try context.units(of: .extract).map { context.file(SignatureWriter.hosts, of: .extract, $0) }
        merger = try RunMerger(paths: paths, bucket: bucket)
    }

    /// The URLs of the next key, mostly one; nil at the end.
    mutating func next() throws -> [WantedImage]? {
        while let key = merger.key {
            var images: [WantedImage] = []
            while let payload = try merger.next(of: key) {
                if !frequent.contains(key) { try add(payload, key, to: &images) }
            }
            if !images.isEmpty { return images }
        }
        return nil
    }

    private mutating func add(_ payload: [UInt8], _ key: UInt64, to images: inout [WantedImage]) throws {
        var reader = PayloadReader(payload)
        let location = Location(part: reader.integer(), document: reader.integer())
        guard try !gone.contains(key, location) else { return }
        let occurrence = WantedImage.Occurrence(location: location, domain: reader.key())
        let url = reader.text()
        let place = images.firstIndex { $0.url == url } ?? images.count
        if place == images.count { images.append(WantedImage(key: key, url: url, parts: [], documents: 0)) }
        if images[place].parts.last != location.part { images[place].parts.append(location.part) }
        images[place].documents += 1
        if keepsOccurrences { images[place].occurrences.append(occurrence) }
    }
}

/// Where the archives hold the bytes of image URLs: a stream that is followed key by key.
struct HeldImages {
    private let takesArchived: Bool
    private var merger: RunMerger
    private var key: UInt64 = 0
    private var places: [String: PicturePlace] = [:]

    init(_ context: WorkContext) throws {
        takesArchived = context.config.fetch.archiveImages
        let paths = try context.units(of: .extract).map { context.file(SignatureWriter.pictures, of: .extract, $0) }
        merger = try RunMerger(paths: paths, bucket: context.unit.index)
    }

    /// Where `image` lies, of several captures the last in archive order; keys come in rising order.
    mutating func place(of image: WantedImage) throws -> PicturePlace? {
        if image.key != key {
            places.removeAll(keepingCapacity: true)
            key = image.key
        }
        while let payload = try merger.next(of: key) {
            let place = PicturePlace(payload)
            guard takesArchived || place.source == PicturePlace.embedded else { continue }
            places[place.url] = max(places[place.url] ?? place, place)
        }
        return places[image.url]
    }
}

/// Which documents show an image URL no more: a stream that is followed key by key.
private struct GoneImages {
    private var merger: RunMerger
    private var key: UInt64 = 0
    private var locations: Set<Location> = []

    init(_ context: WorkContext, bucket: Int) throws {
        let paths = try context.units(of: .deduplicateText).map { index in
            context.file(DeduplicateTextPhase.gone, of: .deduplicateText, index)
        }
        merger = try RunMerger(paths: paths, bucket: bucket)
    }

    /// Whether `location` left; keys come in rising order.
    mutating func contains(_ next: UInt64, _ location: Location) throws -> Bool {
        if next != key {
            locations.removeAll(keepingCapacity: true)
            key = next
        }
        while let payload = try merger.next(of: key) {
            var reader = PayloadReader(payload)
            locations.insert(Location(part: reader.integer(), document: reader.integer()))
        }
        return locations.contains(location)
    }
}
