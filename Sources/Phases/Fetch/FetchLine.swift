import Curation
import Exchange
import JSON

/// A record of `fetch` while they are sorted: one unit's own file, written in the order of answers and read in that of
/// the URLs' keys.
struct FetchLine: ExchangeEntry {
    /// `URLKey` of the URL.
    let key: UInt64
    /// The record as a line of JSON.
    let json: [UInt8]

    init(_ record: FetchRecord) {
        key = URLKey.hash(of: record.url)
        var writer = JSONWriter()
        record.write(to: &writer)
        json = writer.bytes
    }

    init(key: UInt64, from payload: inout PayloadReader) {
        self.key = key
        json = payload.rest()
    }

    func write(to payload: inout PayloadWriter) { payload.append(raw: json) }
}
