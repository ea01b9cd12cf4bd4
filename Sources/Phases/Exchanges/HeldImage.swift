import Curation
import Exchange
import Platform
import Runs

/// An image whose bytes an archive or a page itself holds. `extract` writes it where the URL's host meets; `fetch` takes
/// the bytes from there.
struct HeldImage: ExchangeEntry, Equatable {
    static let file = ExchangeFile<HeldImage>(name: "pictures.sorted", phase: .extract, buckets: .hashes)

    /// What holds the bytes.
    enum Holder: Equatable {
        /// A record of an archive: which of the part's sources, where it begins, and its number in its gzip member.
        case record(source: Int, offset: Int, ordinal: Int)
        /// The part's own file of records (`HeldRecords`), where one begins.
        case copy(offset: Int)
        /// The part's own file of pictures that stand in pages (`EmbeddedPack`).
        case page(ByteRange)
    }

    /// `URLKey` of its URL.
    let key: UInt64
    let url: String
    /// The part of `extract` that found it.
    let part: Int
    let holder: Holder

    init(url: String, part: Int, holder: Holder) {
        key = URLKey.hash(of: url)
        (self.url, self.part, self.holder) = (url, part, holder)
    }

    init?(key: UInt64, from payload: inout PayloadReader) {
        self.key = key
        part = payload.integer()
        switch payload.integer() {
        case 0:
            holder = .record(source: payload.integer(), offset: payload.integer(), ordinal: payload.integer())
        case 1: holder = .page(ByteRange(offset: payload.integer(), length: payload.integer()))
        case 2: holder = .copy(offset: payload.integer())
        default: return nil
        }
        url = payload.text()
    }

    func write(to payload: inout PayloadWriter) {
        payload.append(part)
        switch holder {
        case .record(let source, let offset, let ordinal):
            for number in [0, source, offset, ordinal] { payload.append(number) }
        case .page(let bytes):
            for number in [1, bytes.offset, bytes.length] { payload.append(number) }
        case .copy(let offset):
            for number in [2, offset] { payload.append(number) }
        }
        payload.append(url)
    }

    /// Whether this capture comes after `other`: in a later part, or later in the same; what a page holds comes last.
    func follows(_ other: HeldImage) -> Bool {
        guard part == other.part else { return part > other.part }
        switch (holder, other.holder) {
        case (.record(let source, let offset, let ordinal), .record(let source2, let offset2, let ordinal2)):
            return (source, offset, ordinal) > (source2, offset2, ordinal2)
        case (.page(let bytes), .page(let bytes2)):
            return (bytes.offset, bytes.length) > (bytes2.offset, bytes2.length)
        case (.copy(let offset), .copy(let offset2)): return offset > offset2
        case (.page, _): return true
        case (_, .page): return false
        case (.copy, .record): return true
        case (.record, .copy): return false
        }
    }
}
