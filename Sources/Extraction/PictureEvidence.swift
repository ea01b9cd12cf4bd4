import HTMLTree

/// What a page says of one of its pictures: where it stands, where it leads, how large it is, what it is called, how
/// often it is shown. `PictureJudge` says what follows.
struct PictureEvidence {
    /// Where a picture stands.
    enum Place: Equatable {
        /// In what stays of the page.
        case content
        /// Outside, but where a lead picture stands: before the text, in the part of the page that holds it.
        case lead
        /// Outside, with the text in the part of the page that holds it.
        case beside
        /// Outside.
        case outside
        /// In a part of the frame; why that is one.
        case frame(String)
    }

    /// Where a picture leads.
    enum Link: Equatable {
        case none
        /// To a picture: most often to itself, larger.
        case picture
        /// To what a script does with it, or to a place in the page.
        case here
        /// To the page itself, by its address: pictures of menus do.
        case itself
        /// To a page that is about the picture, or a document of which it is the cover.
        case attachment
        /// To another page of the site.
        case page
        /// To another site.
        case site
    }

    /// What a picture, or an element around it, is called.
    struct Names: OptionSet {
        let rawValue: UInt8
        static let sign = Names(rawValue: 1)
        static let logo = Names(rawValue: 2)
        static let portrait = Names(rawValue: 4)
        static let teaser = Names(rawValue: 8)
        static let advert = Names(rawValue: 16)
    }

    /// It is no `img`: a block's background, the poster of a video.
    var isBlock = false
    /// It is an `img` for scripts switched off.
    var isFallback = false
    /// What it declares to be shown at.
    var size = PictureSize()

    // What takes time is gathered when it is asked for (`PictureGatherer`).

    /// What its address asks for.
    var hint: PictureSize?
    var place: Place?
    var link: Link?
    /// It has a caption of its own, or stands in a figure.
    var isFigure: Bool?
    /// What it is called itself.
    var ownNames: Names?
    /// What the elements around are called.
    var namesAround: Names?
    /// What all its addresses have in common with other sizes of the same picture.
    var keys: [PictureKey]?
}
