import HTMLTree

/// The words in the names of elements and files that speak of pictures. Names are one vote among others: see
/// `PictureJudge`.
struct PictureWords {
    private let words: ElementWords
    private let fileWords: ElementWords
    private let galleries = ElementWords([
        list(
            "gallery galleries slider slides slide slideshow swiper slick carousel lightbox fotorama flexslider js_slide"
        )
    ])
    private let columns = ElementWords([
        list("sidebar sidebars rail aside footer"), list("widget widgets"),
    ])

    private let comments = ElementWords([list("comment comments commentlist commenting respond disqus")])

    init(_ options: BoilerplateOptions) {
        let frame = options.frameWords.filter { !Self.galleryWords.contains($0) }
        words = ElementWords([
            frame, options.contentWords, Self.list(Self.signs), Self.list(Self.logos), Self.list(Self.portraits),
            Self.list(Self.teasers), Self.list(Self.adverts),
        ])
        fileWords = ElementWords([
            Self.list(Self.fileSigns), ["logo", "logos", "wordmark", "favicon"],
            ["avatar", "avatars", "gravatar", "profilbild", "userpic"], [], Self.list(Self.fileAdverts),
        ])
    }

    /// What class and id of an element say of the pictures in it.
    func names(_ node: Int32, _ tree: Tree) -> PictureEvidence.Names {
        PictureEvidence.Names(rawValue: said(node, tree) >> 2)
    }

    /// Whether class and id name a gallery.
    func isGallery(_ node: Int32, _ tree: Tree) -> Bool { said(node, tree, galleries) != 0 }

    /// Whether class and id name a column beside the content, whatever else they say; `widgetsCount` is false where the
    /// page is built of widgets.
    func isColumn(_ node: Int32, _ tree: Tree, widgetsCount: Bool) -> Bool {
        let said = said(node, tree, columns)
        return widgetsCount ? said != 0 : said & 1 != 0
    }

    /// Whether class and id name what readers write below a page.
    func isComment(_ node: Int32, _ tree: Tree) -> Bool { said(node, tree, comments) != 0 }

    /// Whether class and id name a part of the frame. Words of galleries do not, since they hold pictures.
    func isFrame(_ node: Int32, _ tree: Tree) -> Bool { said(node, tree) & 3 == 1 }

    private func said(_ node: Int32, _ tree: Tree) -> UInt8 { said(node, tree, words) }

    private func said(_ node: Int32, _ tree: Tree, _ words: ElementWords) -> UInt8 {
        var found: UInt8 = 0
        let (start, end) = (Int(tree.nodes[Int(node)].start), Int(tree.nodes[Int(node)].end))
        guard tree.nodes[Int(node)].tag != .text else { return 0 }
        for at in start..<end where tree.attributes[at].name == .class || tree.attributes[at].name == .id {
            let attribute = tree.attributes[at]
            let name = Int(attribute.start)..<Int(attribute.end)
            let said = words.find(tree.bytes, name)
            if said != 0, attribute.name == .id, FrameWords.isOfHeading(name, node, tree) { continue }
            found |= said
        }
        return found
    }

    /// What the end of a URL's path, or a picture's `alt`, says.
    func names(of bytes: Span<UInt8>, _ range: Range<Int>) -> PictureEvidence.Names {
        PictureEvidence.Names(rawValue: fileWords.find(bytes, range))
    }

    private static func list(_ words: String) -> [String] { words.split(separator: " ").map(String.init) }

    private static let galleryWords: Set<String> = [
        "carousel", "lightbox", "overlay", "popup", "modal", "flyout", "widget", "widgets", "banner", "dropdown",
        "utility",
        "toolbar", "masthead", "supplemental",
    ]
    private static let signs = """
        icon icons ico emoji smiley smilies emoticon sprite flag flags bullet spinner loader loading rating ratings \
        captcha spacer share sharing sharebuttons social payment quickedit
        """
    private static let logos = "logo logos branding wordmark sitelogo"
    private static let portraits = """
        avatar avatars gravatar author authors byline bylines userpic headshot commenter vcard authorbox profilepic \
        authorbio aboutme
        """
    private static let teasers = """
        teaser teasers related recommended recommendation recommendations recommends upsell crosssell similar popular \
        trending readmore mostread sidebar associated promo promotion
        """
    private static let adverts =
        "advert adverts advertisement advertising ads adsense sponsor sponsors sponsored campaign cta"
    private static let fileSigns = """
        icon icons ico emoji smiley smilies emoticon sprite spinner loader loading captcha facebook twitter pinterest \
        instagram whatsapp linkedin feedly flattr tumblr youtube rss paypal pixel spacer flags smileys buttons pdf \
        magnify captcha languages
        """
    private static let fileAdverts = "adserver adbanner doubleclick advert affiliate"
}
