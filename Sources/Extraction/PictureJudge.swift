/// Whether a picture is content, from what the page says of it.
enum PictureJudge {
    /// Shorter sides than this, in pixels, are those of signs. The smallest content picture of the pages the rules were
    /// made with is 102 pixels high; `side` of the default pipeline is 100 as well.
    static let leastSide = 100
    /// The same for a picture that links to itself larger: a gallery's thumbnail.
    static let leastThumbnail = 60

    /// Why a picture is not content; nil when it is.
    static func objection(_ it: PictureEvidence) -> String? {
        small(it) ?? framed(it) ?? named(it) ?? linked(it) ?? placed(it)
    }

    /// What the page gives to others as its picture, and what is large and leads nowhere, is not taken for frame by a name.
    private static func framed(_ it: PictureEvidence) -> String? {
        guard case .frame(let why) = it.place else { return nil }
        if it.isPagePicture, it.link != .page { return nil }
        let isLarge = (it.size.most ?? 0) >= 500 && it.link == .none
        if isLarge, it.placeButForNames == .content || it.placeButForNames == .lead { return nil }
        return "frame: " + why
    }

    private static func small(_ it: PictureEvidence) -> String? {
        let least = it.link == .picture ? leastThumbnail : leastSide
        if let side = it.size.least, side < least { return "a sign: \(side) pixels" }
        if it.size.least == nil, let side = it.hint.least, side < least { return "a sign: \(side) pixels asked for" }
        return nil
    }

    /// A name alone does not make a sign of a picture that has a caption or is large.
    private static func named(_ it: PictureEvidence) -> String? {
        if it.isPagePicture { return it.ownNames.contains(.logo) ? "a logo by its names" : nil }
        let names = it.ownNames.union(it.namesAround)
        let isLarge = (it.size.least ?? 0) >= 300
        if names.contains(.portrait), !it.isFigure, !isLarge { return "a portrait by its names" }
        if it.isEmoji { return "a sign by its names" }
        if it.ownNames.contains(.sign), !it.isFigure, !isLarge { return "a sign by its names" }
        if it.namesAround.contains(.sign), !it.isFigure, it.link != .picture, !isLarge { return "a sign by its names" }
        if names.contains(.logo), !it.isFigure, !isLarge { return "a logo by its names" }
        if names.contains(.advert), it.link != .picture { return "an advert by its names" }
        if names.contains(.teaser), it.link == .page || it.link == .site { return "a teaser by its names" }
        if it.times > 2, !it.isFigure, it.link != .picture { return "a sign: shown \(it.times) times" }
        return nil
    }

    private static func linked(_ it: PictureEvidence) -> String? {
        if it.isInRow { return "one in a row that leads elsewhere" }
        switch it.link {
        case .none, .picture, .here, .attachment: return nil
        case .itself: return it.isFigure || it.isPagePicture ? nil : "a pointer to the page itself"
        case .page: return "a teaser: it leads to another page"
        case .site:
            if it.times > 1 { return "an advert: shown \(it.times) times" }
            return it.linkHasWords || it.place != .content ? "a pointer to another site" : nil
        }
    }

    private static func placed(_ it: PictureEvidence) -> String? {
        switch it.place {
        case .content: return nil
        case .lead: return nil
        case .beside:
            let isShown =
                it.isFigure || it.isPagePicture || it.link == .picture || it.link == .attachment
                || (it.size.least ?? 0) >= 200
            return isShown ? nil : "beside the content"
        case .outside: return it.isPagePicture ? nil : "outside the content"
        case .frame: return nil
        }
    }
}
