import Curation
import Exchange
import Platform
import Runs

/// Pictures of which an archive holds another address than the best: a browser's crawl has the size that its window asked
/// for. Found once a unit, then a stream that is followed key by key, as `HeldImages` is.
struct HeldOthers {
    private let paths: [String]
    private var entries: EntryReader<HeldOther>
    private var key: UInt64 = 0
    private var held: [String: HeldOther] = [:]

    /// Where the other addresses of shown pictures meet what archives hold; nil when there are no such addresses.
    init?(_ context: WorkContext) throws {
        let paths = [context.file("others.sorted"), context.file("held-others.sorted")]
        var shown = try context.reader(ShownImage.file)
        var asking = EntryWriter<OtherAddress>(path: paths[0], buckets: 1)
        while let image = try shown.next() {
            for (rank, other) in image.others.enumerated() {
                try asking.append(OtherAddress(of: image.url, rank: rank, other), bucket: 0)
            }
        }
        guard asking.count > 0 else { return nil }
        try asking.commit()
        var asked = try EntryReader<OtherAddress>(paths: [paths[0]], bucket: 0)
        var holding = try HeldImages(context)
        var found = EntryWriter<HeldOther>(path: paths[1], buckets: 1)
        while let other = try asked.next() {
            if let holder = try holding.holder(of: other.url, other.key) {
                try found.append(HeldOther(of: other.of, rank: other.rank, holder), bucket: 0)
            }
        }
        try found.commit()
        entries = try EntryReader(paths: [paths[1]], bucket: 0)
        self.paths = paths
    }

    /// Who holds the best of the other addresses of `image`; keys come in rising order.
    mutating func holder(of image: WantedImage) throws -> HeldImage? {
        if image.key != key {
            held.removeAll(keepingCapacity: true)
            key = image.key
        }
        while let entry = try entries.next(of: key) {
            if let other = held[entry.of], other.rank <= entry.rank { continue }
            held[entry.of] = entry
        }
        return held[image.url]?.image
    }

    /// Removes what only this unit needs.
    func remove() throws { for path in paths { try Files.remove(path) } }
}

/// Another address of a picture, by its own key.
private struct OtherAddress: ExchangeEntry {
    let key: UInt64
    let url: String
    /// The picture's first address.
    let of: String
    /// Its place among the others.
    let rank: Int

    init(of: String, rank: Int, _ url: String) {
        (key, self.url, self.of, self.rank) = (URLKey.hash(of: url), url, of, rank)
    }

    init(key: UInt64, from payload: inout PayloadReader) {
        self.key = key
        (url, of, rank) = (payload.text(), payload.text(), payload.integer())
    }

    func write(to payload: inout PayloadWriter) {
        payload.append(url)
        payload.append(of)
        payload.append(rank)
    }
}

/// What holds another address of a picture, by the key of its first.
private struct HeldOther: ExchangeEntry {
    let key: UInt64
    let of: String
    let rank: Int
    let image: HeldImage

    init(of: String, rank: Int, _ image: HeldImage) {
        (key, self.of, self.rank, self.image) = (URLKey.hash(of: of), of, rank, image)
    }

    init?(key: UInt64, from payload: inout PayloadReader) {
        self.key = key
        (of, rank) = (payload.text(), payload.integer())
        guard let image = HeldImage(key: payload.key(), from: &payload) else { return nil }
        self.image = image
    }

    func write(to payload: inout PayloadWriter) {
        payload.append(of)
        payload.append(rank)
        payload.append(image.key)
        image.write(to: &payload)
    }
}
