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
    /// The image URLs of this unit's hosts that are not too frequent and stand in documents that are still in, by key.
    static func read(_ context: WorkContext) throws -> [WantedImage] {
        let frequent = try DeduplicateLinksPhase.read(context)
        let gone = try goneDocuments(context)
        let keepsOccurrences = context.config.corpus.exchangesImages
        let paths = try context.units(of: .extract).map { context.file(SignatureWriter.hosts, of: .extract, $0) }
        var merger = try RunMerger(paths: paths, bucket: context.unit.index)
        var wanted: [WantedImage] = []
        while let entry = try merger.next() {
            guard !frequent.contains(entry.key) else { continue }
            var reader = PayloadReader(entry.payload)
            let location = Location(part: reader.integer(), document: reader.integer())
            guard !gone.contains(location) else { continue }
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

    private static func goneDocuments(_ context: WorkContext) throws -> Set<Location> {
        var gone: Set<Location> = []
        for part in context.plan.ranges.indices {
            let decisions = try Decisions(
                context, phase: .deduplicateText, file: DeduplicateTextPhase.decisions, part: part)
            for document in decisions.documents.keys { gone.insert(Location(part: part, document: document)) }
        }
        return gone
    }
}
