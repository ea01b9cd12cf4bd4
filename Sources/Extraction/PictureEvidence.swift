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

    var place = Place.content
    /// Where it would stand if names of elements said nothing.
    var placeButForNames = Place.content
    var link = Link.none
    /// It is one of several in a row without words that lead elsewhere: partners, badges.
    var isInRow = false
    /// The link is a pointer to what it leads to: words stand in it, or another link with words leads there too.
    var linkHasWords = false
    /// What it declares to be shown at.
    var size = PictureSize()
    /// What its address asks for.
    var hint = PictureSize()
    /// What it is called itself.
    var ownNames: Names = []
    /// What the elements around are called.
    var namesAround: Names = []
    /// It has a caption of its own, or stands in a figure.
    var isFigure = false
    /// How often the page shows this very address.
    var times = 1
    /// It is what the page gives as its picture to others (`og:image`).
    var isPagePicture = false
    /// Its names say that it is an emoji or a smiley.
    var isEmoji = false
    /// It is an `img` for scripts switched off.
    var isFallback = false
    /// It is no `img`: a block's background, the poster of a video.
    var isBlock = false
}
