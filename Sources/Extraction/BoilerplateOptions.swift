/// How the page's frame (navigation, share bars, related links, comments) is told from its content.
///
/// Words are compared with the words of an element's `class`, `id` and `role`: cut at everything that is no letter or
/// digit and at changes of case, so that `site-footer`, `siteFooter` and `site_footer` are all `site` and `footer`,
/// and `newsFooterless` is neither.
package struct BoilerplateOptions: Sendable, Equatable {
    /// Elements that are frame by their tag.
    package var frameTags: [String] = ["nav", "footer", "aside"]
    /// Elements that are frame by their ARIA role.
    package var frameRoles: [String] = [
        "navigation", "banner", "contentinfo", "complementary", "search", "menu", "menubar", "dialog", "alert",
        "alertdialog", "toolbar", "tooltip",
    ]
    /// Words of frames.
    package var frameWords: [String] = [
        "addthis", "addtoany", "alsolike", "author", "authorbio", "authors", "bio", "byline", "bylines", "breadcrumb",
        "breadcrumbs", "comment", "commenting", "commentlist", "comments", "consent", "cookie", "cookies", "crumb",
        "crumbs", "disqus", "footer", "footnav", "gdpr", "jumplinks", "livefyre", "masthead", "megamenu", "mostread",
        "nav", "navbar", "navigation", "newsletter", "outbrain", "pager", "pagination", "popular", "recirc",
        "recirculation", "recommend", "recommendation", "recommendations", "recommended", "related", "relatedposts",
        "replies", "respond", "sharebar", "sharedaddy", "shoutbox", "signin", "signup", "skyscraper", "taboola",
        "trending", "whatsapp", "yarpp",
    ]
    /// Words that frames and layouts of content share (`has-ads`, `no-sidebar`, `text-widget`): an element with one of
    /// them is frame unless most of it is running text.
    package var weakWords: [String] = [
        "ad", "ads", "adsense", "advert", "advertisement", "advertising", "advertorial", "banner", "carousel", "cta",
        "dropdown", "feedback", "flyout", "lightbox", "login", "menu", "modal", "overlay", "popup", "promo", "promos",
        "promoted", "promotion", "readmore", "register", "rss", "share", "shares", "sharing", "sidebar", "skip",
        "social", "sponsor", "sponsored", "subscribe", "subscription", "supplemental", "syndication", "toolbar",
        "topbar", "upsell", "utility", "teaser", "slider", "disclosure",
        "affiliate", "donation", "steady", "embed",
    ]
    /// Weak words that some tools give to every block of a page they build: where most of the running text stands in such
    /// blocks, they say nothing.
    package var blockWords: [String] = ["widget", "widgets"]
    /// Words behind which a name says what an element has or lacks, not what it is.
    package var havingWords: [String] = ["has", "no", "not", "with", "without", "hide", "hidden"]
    /// Characters of running text from which an element is none of a frame for a weak word.
    package var leastProse = 200
    /// Words of short lines around an article: bylines, dates, tags.
    package var lineWords: [String] = [
        "caption", "categories", "category", "copyright", "count",
        "counter", "credit", "credits", "date", "dateline", "datetime", "disclaimer", "eyebrow", "hashtags",
        "keywords", "kicker", "label", "meta", "metadata", "more", "posted", "postmetadata", "print", "published",
        "reading", "readtime", "rubric", "source", "subscribe", "tag", "tags", "time", "timestamp", "tools",
        "topics", "updated", "views",
    ]
    /// Words of notes to the text: an `aside` that has one is content.
    package var noteWords: [String] = [
        "admonition", "attention", "callout", "caution", "danger", "example", "factbox", "hint", "important", "info",
        "infobox", "note", "notice", "remark", "tip", "warning",
    ]
    /// Characters, white space aside, up to which an element can be such a line.
    package var longestLine = 200
    /// Words of content: an element that has one is not frame by its words.
    package var contentWords: [String] = [
        "admonition", "article", "articlebody", "blog", "body", "content", "entry", "hentry", "main", "page", "post",
        "story", "text",
        "column", "single",
    ]
    /// Share of the page's text from which an element cannot be frame by its words.
    package var largestFrameShare = 0.5
    /// Share of a block's text inside links above which the block is frame.
    package var maximumLinkDensity = 0.5
    /// Characters, white space aside, that make a paragraph count as running text.
    package var shortestParagraph = 25
    /// How many characters of running text make up for one of link lists when the content is widened.
    package var linkPenalty = 10.0
    /// Share of the running text of `main`, `article` or `role=main` that the content inside it has to hold; else all
    /// of that element is the content.
    package var leastOfMain = 0.5
    /// The same for the whole page.
    package var leastOfBody = 0.35
    /// Share of links from which a list in the content is frame.
    package var maximumListLinkDensity = 0.4
    /// The page's title is not repeated by the text: a heading that says the same is frame (the record has `title`).
    package var dropsTitleHeading = true

    /// The default rules.
    package init() {}
}
