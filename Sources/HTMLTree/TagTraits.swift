/// What tree construction has to know of an element: HTML Standard §13.2.4.2, §13.2.6.
struct TagTraits: OptionSet {
    let rawValue: UInt32

    /// Has no content.
    static let void = TagTraits(rawValue: 1 << 0)
    /// "Special": an end tag of another name does not reach past it.
    static let special = TagTraits(rawValue: 1 << 1)
    /// A formatting element.
    static let formatting = TagTraits(rawValue: 1 << 2)
    /// Ends the search of "in scope".
    static let scope = TagTraits(rawValue: 1 << 3)
    /// Its start closes an open `p`.
    static let closesParagraph = TagTraits(rawValue: 1 << 4)
    /// Its end tag closes what is implied, up to it.
    static let blockEnd = TagTraits(rawValue: 1 << 5)
    /// May be left open: its end is implied by the end of a parent.
    static let impliedEnd = TagTraits(rawValue: 1 << 6)
    /// Belongs in `head` while there is one.
    static let head = TagTraits(rawValue: 1 << 7)
    /// Its content is text up to its end tag.
    static let rawText = TagTraits(rawValue: 1 << 8)
    /// Its content is text with character references up to its end tag.
    static let referencedText = TagTraits(rawValue: 1 << 9)
    /// `h1` to `h6`.
    static let heading = TagTraits(rawValue: 1 << 10)
    /// Ends foreign content (SVG, MathML).
    static let leavesForeign = TagTraits(rawValue: 1 << 11)
    /// `table`, `tbody`, `tfoot`, `thead`, `tr`: text in it is foster-parented.
    static let fosters = TagTraits(rawValue: 1 << 12)
    /// Only has a meaning inside a table.
    static let tablePart = TagTraits(rawValue: 1 << 13)
    /// HTML may stand inside it although it is foreign.
    static let integration = TagTraits(rawValue: 1 << 14)

    /// The traits of all known tags, by raw number.
    static let table: [TagTraits] = {
        var table = [TagTraits](repeating: [], count: 256)
        for (trait, names) in TagTraits.lists {
            for name in names.split(separator: " ") {
                let tag = name.utf8.withContiguousStorageIfAvailable { TagTable.shared.known($0) } ?? nil
                if let tag { table[Int(tag.rawValue)].insert(trait) }
            }
        }
        return table
    }()

    private static let lists: [(TagTraits, String)] = [
        (
            .void,
            "area base basefont bgsound br col embed frame hr img image input keygen link meta param source track wbr"
        ),
        (
            .special,
            """
            address applet area article aside base basefont bgsound blockquote body br button caption center col \
            colgroup dd details dir div dl dt embed fieldset figcaption figure footer form frame frameset h1 h2 h3 h4 \
            h5 h6 head header hgroup hr html iframe img input keygen li link listing main marquee menu meta nav \
            noembed noframes noscript object ol p param plaintext pre script search section select source style \
            summary table tbody td template textarea tfoot th thead title tr track ul wbr xmp
            """
        ),
        (.formatting, "a b big code em font i nobr s small strike strong tt u"),
        (
            .scope,
            """
            applet caption html table td th marquee object template mi mo mn ms mtext annotation-xml foreignobject desc
            """
        ),
        (
            .closesParagraph,
            """
            address article aside blockquote center details dialog dir div dl fieldset figcaption figure footer form \
            h1 h2 h3 h4 h5 h6 header hgroup hr listing main menu nav ol p plaintext pre search section summary ul xmp \
            dd dt li
            """
        ),
        (
            .blockEnd,
            """
            address article aside blockquote button center details dialog dir div dl fieldset figcaption figure footer \
            header hgroup listing main menu nav ol pre search section summary ul form
            """
        ),
        (.impliedEnd, "dd dt li optgroup option p rb rp rt rtc"),
        (.head, "base basefont bgsound link meta title noframes script style template"),
        (.rawText, "style xmp iframe noembed noframes script plaintext"),
        (.referencedText, "title textarea"),
        (.heading, "h1 h2 h3 h4 h5 h6"),
        (
            .leavesForeign,
            """
            b big blockquote body br center code dd div dl dt em embed h1 h2 h3 h4 h5 h6 head hr i img li listing menu \
            meta nobr ol p pre ruby s small span strong strike sub sup table tt u ul var
            """
        ),
        (.fosters, "table tbody tfoot thead tr"),
        (.tablePart, "caption col colgroup tbody td tfoot th thead tr"),
        (.integration, "foreignobject desc title mi mo mn ms mtext annotation-xml"),
    ]
}
