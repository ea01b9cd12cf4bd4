/// Why a text is of the page's frame (navigation, banners, related links) and not of its content.
enum FrameCause: Equatable, Sendable {
    /// An element's tag, or its class and id, say it.
    case tag, names
    /// Its role, or that it is hidden from readers.
    case role, hidden
    /// An article inside an article: a comment on it, or a pointer to another.
    case nestedArticle
    /// A heading that says what the page's title says.
    case title
    /// A heading of which nothing is left.
    case loneHeading
    /// It is not in the article that the page tells machines of.
    case notInBody
    /// A form to fill in.
    case form
    /// A pointer to another page.
    case teaser
    /// A line about the site: an advert's label, a credit, rights, an invitation to subscribe.
    case site
    /// It stands outside the element with the page's running text.
    case outside
    /// A block of which so many percent of the characters are links, and how many it may have.
    case links(percent: UInt8, limit: UInt8)

    /// For the drop's detail.
    var detail: String {
        switch self {
        case .tag: "element"
        case .names: "class or id"
        case .role: "role"
        case .hidden: "hidden"
        case .nestedArticle: "article in an article"
        case .title: "the page's title"
        case .loneHeading: "a heading of nothing"
        case .notInBody: "not in the page's articleBody"
        case .form: "a form to fill in"
        case .teaser: "a teaser"
        case .site: "a line about the site"
        case .outside: "outside the content"
        case .links(let percent, let limit): "\(percent) % > \(limit) % links"
        }
    }
}
