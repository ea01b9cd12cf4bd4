import Exchange
import Runs

/// A document of an open pair (`NearVerdict.open`) as it was judged: what its pictures show. `judge` writes it where both
/// of a pair meet; `deduplicate-sets` decides.
struct OpenCopy: ExchangeEntry, Equatable {
    static let file = ExchangeFile<OpenCopy>(name: "open.sorted", phase: .judge, buckets: .hashes)

    /// The number of the pair.
    let pair: UInt64
    let similarity: Double
    /// Part and document as `judge` wrote them.
    let location: Location
    let id: String
    let captured: String
    let characters: Int
    /// Content and perceptual hash of each image.
    let images: [Image]

    struct Image: Equatable {
        /// The first 64 bits of the SHA-256.
        let content: UInt64
        let looks: UInt64
    }

    var key: UInt64 { pair }

    init(
        pair: (pair: UInt64, similarity: Double), location: Location, id: String, captured: String, characters: Int,
        images: [Image]
    ) {
        (self.pair, similarity) = pair
        (self.location, self.id, self.captured) = (location, id, captured)
        (self.characters, self.images) = (characters, images)
    }

    init(key: UInt64, from payload: inout PayloadReader) {
        pair = key
        similarity = Double(bitPattern: payload.key())
        location = Location(from: &payload)
        id = payload.text()
        captured = payload.text()
        characters = payload.integer()
        let count = payload.integer()
        var images: [Image] = []
        while images.count < count, !payload.isDamaged {
            images.append(Image(content: payload.key(), looks: payload.key()))
        }
        self.images = images
    }

    func write(to payload: inout PayloadWriter) {
        payload.append(similarity.bitPattern)
        location.write(to: &payload)
        payload.append(id)
        payload.append(captured)
        payload.append(characters)
        payload.append(images.count)
        for image in images {
            payload.append(image.content)
            payload.append(image.looks)
        }
    }
}
