import Storage

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

/// Reads what a unit of `fetch` has to bring.
enum WantedImages {
    /// The image URLs of a bucket of hosts that are not too frequent and stand in documents that are still in, by key.
    static func read(_ context: WorkContext, bucket: Int) throws -> [WantedImage] {
        let frequent = try DeduplicateLinksPhase.read(context)
        var gone = try GoneImages(context, bucket: bucket)
        let keepsOccurrences = context.config.corpus.exchangesImages
        let paths = try context.units(of: .extract).map { context.file(SignatureWriter.hosts, of: .extract, $0) }
        var merger = try RunMerger(paths: paths, bucket: bucket)
        var wanted: [WantedImage] = []
        while let entry = try merger.next() {
            guard !frequent.contains(entry.key) else { continue }
            var reader = PayloadReader(entry.payload)
            let location = Location(part: reader.integer(), document: reader.integer())
            guard try !gone.contains(entry.key, location) else { continue }
            let occurrence = WantedImage.Occurrence(location: location, domain: reader.key())
            let url = reader.text()
            if let last = wanted.last, last.key == entry.key, last.url == url {
                if last.parts.last != location.part { wanted[wanted.count - 1].parts.append(location.part) }
                wanted[wanted.count - 1].documents += 1
            } else {
                wanted.append(WantedImage(key: entry.key, url: url, parts: [location.part], documents: 1))
            }
            if keepsOccurrences { wanted[wanted.count - 1].occurrences.append(occurrence) }
        }
        return wanted
    }
}

/// Which documents show an image URL no more: a stream that is followed key by key.
private struct GoneImages {
    private var merger: RunMerger
    private var ahead: (key: UInt64, payload: [UInt8])?
    private var key: UInt64 = 0
    private var locations: Set<Location> = []

    init(_ context: WorkContext, bucket: Int) throws {
        let paths = try context.units(of: .deduplicateText).map { index in
            context.file(DeduplicateTextPhase.gone, of: .deduplicateText, index)
        }
        merger = try RunMerger(paths: paths, bucket: bucket)
        ahead = try merger.next()
    }

    /// Whether `location` left; keys come in rising order.
    mutating func contains(_ next: UInt64, _ location: Location) throws -> Bool {
        if next != key || locations.isEmpty {
            locations.removeAll(keepingCapacity: true)
            key = next
            while let entry = ahead, entry.key <= next {
                if entry.key == next {
                    var reader = PayloadReader(entry.payload)
                    locations.insert(Location(part: reader.integer(), document: reader.integer()))
                }
                ahead = try merger.next()
            }
        }
        return locations.contains(location)
    }
}
