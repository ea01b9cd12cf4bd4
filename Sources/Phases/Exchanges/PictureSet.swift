import Exchange
import Imaging
import Platform
import Runs

/// A judged document under keys by which those meet that show the same pictures. `judge` writes it where image sets are told
/// by what is shown; `deduplicate-sets` compares.
///
/// One key is the set of contents. The others are for pictures that were encoded or scaled anew: two perceptual hashes within
/// four bits agree in one of five parts, so each part has a key, of its least value among the pictures and their number.
/// Sets of one picture always meet; a larger one is missed where every part of its least picture fell to another.
struct PictureSet: ExchangeEntry, Equatable {
    static let file = ExchangeFile<PictureSet>(name: "picture-sets.sorted", phase: .judge, buckets: .hashes)

    let key: UInt64
    let pictures: JudgedPictures

    /// The document under each of its keys; none when a picture is not known.
    static func all(_ pictures: JudgedPictures) -> [PictureSet] {
        let contents = pictures.images.map(\.content).sorted()
        guard !contents.isEmpty else { return [] }
        var keys = [contents.withUnsafeBytes { XXH3.hash($0, seed: UInt64(contents.count)) }]
        let looks = pictures.images.map(\.looks).filter { !PerceptualHash.isFlat($0) }
            .map { LooksKey.keys(of: $0, within: JudgedPictures.Image.distance) }
        for part in 0...JudgedPictures.Image.distance where !looks.isEmpty {
            let least = [looks.map { $0[part].key }.min() ?? 0, UInt64(contents.count)]
            keys.append(least.withUnsafeBytes { XXH3.hash($0, seed: 1) })
        }
        return keys.map { PictureSet(key: $0, pictures: pictures) }
    }

    init(key: UInt64, pictures: JudgedPictures) { (self.key, self.pictures) = (key, pictures) }

    init(key: UInt64, from payload: inout PayloadReader) {
        self.key = key
        pictures = JudgedPictures(from: &payload)
    }

    func write(to payload: inout PayloadWriter) { pictures.write(to: &payload) }
}
