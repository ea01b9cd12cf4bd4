/// Whether a picture is content, from what the page says of it.
enum PictureJudge {
    /// Shorter sides than this, in pixels, are those of signs. The smallest content picture of the pages the rules were
    /// made with is 102 pixels high; `side` of the default pipeline is 100 as well.
    static let leastSide = 100
    /// The same for a picture that links to itself larger: a gallery's thumbnail.
    static let leastThumbnail = 60

    /// Why a picture is not content; nil when it is.
    static func objection(_ index: Int, _ page: inout PictureGatherer) -> String? {
        small(index, &page) ?? framed(index, &page) ?? named(index, &page) ?? linked(index, &page)
            ?? placed(index, &page)
    }

    /// What the page gives to others as its picture, and what is large and leads nowhere, is not taken for frame by a name.
    private static func framed(_ index: Int, _ page: inout PictureGatherer) -> String? {
        guard case .frame(let why) = page.place(of: index) else { return nil }
        if page.isPagePicture(index), page.link(of: index) != .page { return nil }
        let isLarge = (page.pictures[index].evidence.size.most ?? 0) >= 500 && page.link(of: index) == .none
        if isLarge, !page.isInComments(index) {
            let place = page.placeButForNames(of: index)
            if place == .content || place == .lead { return nil }
        }
        return "frame: " + why
    }

    private static func small(_ index: Int, _ page: inout PictureGatherer) -> String? {
        let declared = page.pictures[index].evidence.size.least
        guard let side = declared ?? page.hint(of: index).least, side < leastSide else { return nil }
        if side >= leastThumbnail, page.link(of: index) == .picture { return nil }
        return "a sign: \(side) pixels" + (declared == nil ? " asked for" : "")
    }

    /// A name alone does not make a sign of a picture that has a caption or is large.
    private static func named(_ index: Int, _ page: inout PictureGatherer) -> String? {
        let own = page.ownNames(of: index)
        if page.isPagePicture(index) { return own.contains(.logo) ? "a logo by its names" : nil }
        let around = page.namesAround(index)
        let names = own.union(around)
        let isLarge = (page.pictures[index].evidence.size.least ?? 0) >= 300
        if names.contains(.portrait), !isLarge, !page.isFigure(index) { return "a portrait by its names" }
        if page.isEmoji(index) { return "a sign by its names" }
        if own.contains(.sign), !isLarge, !page.isFigure(index) { return "a sign by its names" }
        if around.contains(.sign), !isLarge, page.link(of: index) != .picture, !page.isFigure(index) {
            return "a sign by its names"
        }
        if names.contains(.logo), !isLarge, !page.isFigure(index) { return "a logo by its names" }
        if names.contains(.advert), page.link(of: index) != .picture { return "an advert by its names" }
        if names.contains(.teaser), [.page, .site].contains(page.link(of: index)) { return "a teaser by its names" }
        let times = page.times(index)
        if times > 2, page.link(of: index) != .picture, !page.isFigure(index) { return "a sign: shown \(times) times" }
        return nil
    }

    private static func linked(_ index: Int, _ page: inout PictureGatherer) -> String? {
        let link = page.link(of: index)
        if link != .none, page.isInRow(index) { return "one in a row that leads elsewhere" }
        switch link {
        case .none, .picture, .here, .attachment: return nil
        case .itself:
            return page.isFigure(index) || page.isPagePicture(index) ? nil : "a pointer to the page itself"
        case .page: return page.isNumberedFigure(index) ? nil : "a teaser: it leads to another page"
        case .site:
            let times = page.times(index)
            if times > 1 { return "an advert: shown \(times) times" }
            return page.place(of: index) != .content || page.linkHasWords(index) ? "a pointer to another site" : nil
        }
    }

    private static func placed(_ index: Int, _ page: inout PictureGatherer) -> String? {
        switch page.place(of: index) {
        case .content, .lead, .frame: return nil
        case .beside:
            let link = page.link(of: index)
            let isShown =
                link == .picture || link == .attachment || (page.pictures[index].evidence.size.least ?? 0) >= 200
            return isShown || page.isFigure(index) || page.isPagePicture(index) ? nil : "beside the content"
        case .outside: return page.isPagePicture(index) ? nil : "outside the content"
        }
    }
}
