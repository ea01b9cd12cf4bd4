import Curation
import Exchange
import Runs

/// That a copy of a document shows another URL in the place of one of the document's images: should that have no picture
/// behind it, this one may. `cluster-text` writes it to the document's part; `judge` reads its part's.
struct SpareImage: ExchangeEntry, Equatable {
    static let file = ExchangeFile<SpareImage>(name: "spares.sorted", phase: .clusterText, buckets: .parts)

    /// The place in its part of the document that stays.
    let document: Int
    /// `URLKey` of its image.
    let lost: UInt64
    /// The copy's.
    let url: String
    /// The copy's id.
    let copy: String

    init(document: Int, lost: UInt64, url: String, copy: String) {
        (self.document, self.lost, self.url, self.copy) = (document, lost, url, copy)
    }

    var key: UInt64 { UInt64(document) }

    init(key: UInt64, from payload: inout PayloadReader) {
        document = Int(key)
        lost = payload.key()
        url = payload.text()
        copy = payload.text()
    }

    func write(to payload: inout PayloadWriter) {
        payload.append(lost)
        payload.append(url)
        payload.append(copy)
    }

    /// Which of a copy's images stand in the place of which of a document's: between images that both show, where both
    /// have as many. `(place in the document, place in the copy)`, rising.
    static func places(of copy: [UInt64], in document: [UInt64]) -> [(Int, Int)] {
        var pairs: [(Int, Int)] = []
        var (start, copyStart) = (0, 0)
        func pair(_ end: Int, _ copyEnd: Int) {
            guard end - start == copyEnd - copyStart else { return }
            pairs += zip(start..<end, copyStart..<copyEnd).map { ($0, $1) }
        }
        for (place, key) in document.enumerated() {
            guard let found = copy[copyStart...].firstIndex(of: key) else { continue }
            pair(place, found)
            (start, copyStart) = (place + 1, found + 1)
        }
        pair(document.count, copy.count)
        // What the document shows anyway is no spare.
        return pairs.filter { !document.contains(copy[$0.1]) }
    }
}
