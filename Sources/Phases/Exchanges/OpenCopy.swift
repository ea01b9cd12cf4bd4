import Exchange
import Runs

/// A document that stays although its text is nearly that of others (`NearVerdict.open`), as it was judged. `judge` writes
/// it where those of a group meet; `deduplicate-sets` decides by what they show.
struct OpenCopy: ExchangeEntry, Equatable {
    static let file = ExchangeFile<OpenCopy>(name: "open.sorted", phase: .judge, buckets: .hashes)

    /// The number of the group.
    let group: UInt64
    /// To the nearest text of the group.
    let similarity: Double
    /// The documents for which it stays already, itself included.
    let cluster: NearCluster
    let pictures: JudgedPictures

    var key: UInt64 { group }

    init(group: UInt64, similarity: Double, cluster: NearCluster, pictures: JudgedPictures) {
        (self.group, self.similarity, self.cluster, self.pictures) = (group, similarity, cluster, pictures)
    }

    init(key: UInt64, from payload: inout PayloadReader) {
        group = key
        similarity = Double(bitPattern: payload.key())
        cluster = NearCluster(from: &payload)
        pictures = JudgedPictures(from: &payload)
    }

    func write(to payload: inout PayloadWriter) {
        payload.append(similarity.bitPattern)
        cluster.write(to: &payload)
        pictures.write(to: &payload)
    }
}
