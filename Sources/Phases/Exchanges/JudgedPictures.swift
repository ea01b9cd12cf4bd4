import Documents
import Duplicates
import Exchange
import Facts
import Imaging
import Platform
import Runs

/// A judged document by what its pictures show, and what decides between it and others.
struct JudgedPictures: Equatable {
    /// Part and document as `judge` wrote them.
    let location: Location
    let id: String
    /// 14 digits, `""` when unknown.
    let captured: String
    /// Code points of the text.
    let characters: Int
    /// Each picture once.
    let images: [Image]

    struct Image: Hashable {
        /// The first 64 bits of the SHA-256.
        let content: UInt64
        /// The perceptual hash.
        let looks: UInt64

        /// Bits in which pictures that look equal may differ.
        static let distance = 4

        /// Whether both are the same picture, by their bytes or their looks.
        func shows(_ other: Image) -> Bool {
            if content == other.content { return true }
            guard !PerceptualHash.isFlat(looks), !PerceptualHash.isFlat(other.looks) else { return false }
            return PerceptualHash.distance(looks, other.looks) <= Self.distance
        }
    }

    /// Images present, then newest, then longest, then the least id: an order in which no two are equal.
    func stays(before other: JudgedPictures) -> Bool { standing.precedes(other.standing) ?? (id < other.id) }

    private var standing: Standing {
        Standing(images: images.count, captured: Standing.date(captured), characters: characters)
    }

    /// Whether half of the images of the one that has fewer are among the other's.
    func showsHalf(of other: JudgedPictures) -> Bool {
        let (few, many) = images.count <= other.images.count ? (images, other.images) : (other.images, images)
        let shared = few.filter { image in many.contains { $0.shows(image) } }.count
        return !few.isEmpty && shared * 2 >= few.count
    }

    /// Whether both show the same pictures and no others.
    func showsAll(of other: JudgedPictures) -> Bool {
        func has(_ all: [Image], _ others: [Image]) -> Bool {
            others.allSatisfy { image in all.contains { $0.shows(image) } }
        }
        return images.count == other.images.count && !images.isEmpty && has(images, other.images)
            && has(other.images, images)
    }
}

extension JudgedPictures {
    /// A document as it was judged.
    init(_ document: Document, at location: Location) {
        (self.location, id, captured) = (location, document.id, document.captured)
        characters = document.profile.characters
        var known: Set<UInt64> = []
        images = document.images.compactMap(\.signals).compactMap { signals in
            let content = signals.digest?.key ?? 0
            guard known.insert(content).inserted else { return nil }
            return Image(content: content, looks: signals.perceptualHash ?? 0)
        }
    }

    init(from payload: inout PayloadReader) {
        location = Location(from: &payload)
        id = payload.text()
        captured = payload.text()
        characters = payload.integer()
        images = payload.list { Image(content: $0.key(), looks: $0.key()) }
    }

    func write(to payload: inout PayloadWriter) {
        location.write(to: &payload)
        payload.append(id)
        payload.append(captured)
        payload.append(characters)
        payload.append(images) { image, payload in
            payload.append(image.content)
            payload.append(image.looks)
        }
    }
}
