@testable import Phases

extension JudgedPictures {
    /// A document of pictures: content and perceptual hash of each.
    static func shown(
        _ images: [(UInt64, UInt64)], id: String = "", captured: String = "", characters: Int = 0
    ) -> JudgedPictures {
        JudgedPictures(
            location: Location(part: 0, document: 0), id: id, captured: captured, characters: characters,
            images: images.map { Image(content: $0.0, looks: $0.1) })
    }
}
