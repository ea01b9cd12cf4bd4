/// The name of an element as a small number: known names have a constant, others get a number of the tree's own.
public struct Tag: RawRepresentable, Hashable, Sendable {
    /// 1 for text, 2 ... for known names, 256 ... for names that a tree met.
    public let rawValue: UInt16

    /// A tag of a raw number.
    public init(rawValue: UInt16) { self.rawValue = rawValue }

    /// The root above `html`.
    public static let document = Tag(rawValue: 0)
    /// A text node.
    public static let text = Tag(rawValue: 1)
    /// A name that was not kept: the page has more different names than a tree numbers.
    public static let other = Tag(rawValue: 255)

    /// Whether the name is in the table below.
    public var isKnown: Bool { rawValue >= Tag.firstKnown && Int(rawValue) < Tag.firstKnown + Tag.names.count }
    static let firstKnown = 2

    /// The known names, in the order of their numbers.
    static let names: [StaticString] = [
        "a", "abbr", "acronym", "address", "amp-img", "applet", "area", "article", "aside", "audio", "b", "base",
        "basefont", "bdi", "bdo", "bgsound", "big", "blink", "blockquote", "body", "br", "button", "canvas",
        "caption", "center", "cite", "code", "col", "colgroup", "data", "datalist", "dd", "del", "details", "dfn",
        "dialog", "dir", "div", "dl", "dt", "em", "embed", "fieldset", "figcaption", "figure", "font", "footer",
        "form", "frame", "frameset", "h", "h1", "h2", "h3", "h4", "h5", "h6", "head", "header", "hgroup", "hr",
        "html", "i", "iframe", "image", "img", "input", "ins", "kbd", "keygen", "label", "legend", "li", "link",
        "listing", "main", "map", "mark", "marquee", "math", "menu", "menuitem", "meta", "meter", "nav", "nobr",
        "noembed", "noframes", "noscript", "object", "ol", "optgroup", "option", "output", "p", "param",
        "picture", "plaintext", "portal", "pre", "progress", "q", "rb", "rp", "rt", "rtc", "ruby", "s", "samp",
        "script", "search", "section", "select", "shadow", "slot", "small", "source", "span", "strike", "strong",
        "style", "sub", "summary", "sup", "svg", "table", "tbody", "td", "template", "textarea", "tfoot", "th",
        "thead", "time", "title", "tr", "track", "tt", "u", "ul", "var", "video", "wbr", "xmp", "foreignobject",
        "desc", "mi", "mo", "mn", "ms", "mtext", "annotation-xml", "mglyph", "malignmark",
    ]
}

/// The known names.
extension Tag {
    /// `a`.
    public static let a = Tag(rawValue: 2)
    /// `abbr`.
    public static let abbr = Tag(rawValue: 3)
    /// `acronym`.
    public static let acronym = Tag(rawValue: 4)
    /// `address`.
    public static let address = Tag(rawValue: 5)
    /// `amp-img`.
    public static let ampImg = Tag(rawValue: 6)
    /// `applet`.
    public static let applet = Tag(rawValue: 7)
    /// `area`.
    public static let area = Tag(rawValue: 8)
    /// `article`.
    public static let article = Tag(rawValue: 9)
    /// `aside`.
    public static let aside = Tag(rawValue: 10)
    /// `audio`.
    public static let audio = Tag(rawValue: 11)
    /// `b`.
    public static let b = Tag(rawValue: 12)
    /// `base`.
    public static let base = Tag(rawValue: 13)
    /// `basefont`.
    public static let basefont = Tag(rawValue: 14)
    /// `bdi`.
    public static let bdi = Tag(rawValue: 15)
    /// `bdo`.
    public static let bdo = Tag(rawValue: 16)
    /// `bgsound`.
    public static let bgsound = Tag(rawValue: 17)
    /// `big`.
    public static let big = Tag(rawValue: 18)
    /// `blink`.
    public static let blink = Tag(rawValue: 19)
    /// `blockquote`.
    public static let blockquote = Tag(rawValue: 20)
    /// `body`.
    public static let body = Tag(rawValue: 21)
    /// `br`.
    public static let br = Tag(rawValue: 22)
    /// `button`.
    public static let button = Tag(rawValue: 23)
    /// `canvas`.
    public static let canvas = Tag(rawValue: 24)
    /// `caption`.
    public static let caption = Tag(rawValue: 25)
    /// `center`.
    public static let center = Tag(rawValue: 26)
    /// `cite`.
    public static let cite = Tag(rawValue: 27)
    /// `code`.
    public static let code = Tag(rawValue: 28)
    /// `col`.
    public static let col = Tag(rawValue: 29)
    /// `colgroup`.
    public static let colgroup = Tag(rawValue: 30)
    /// `data`.
    public static let data = Tag(rawValue: 31)
    /// `datalist`.
    public static let datalist = Tag(rawValue: 32)
    /// `dd`.
    public static let dd = Tag(rawValue: 33)
    /// `del`.
    public static let del = Tag(rawValue: 34)
    /// `details`.
    public static let details = Tag(rawValue: 35)
    /// `dfn`.
    public static let dfn = Tag(rawValue: 36)
    /// `dialog`.
    public static let dialog = Tag(rawValue: 37)
    /// `dir`.
    public static let dir = Tag(rawValue: 38)
    /// `div`.
    public static let div = Tag(rawValue: 39)
    /// `dl`.
    public static let dl = Tag(rawValue: 40)
    /// `dt`.
    public static let dt = Tag(rawValue: 41)
    /// `em`.
    public static let em = Tag(rawValue: 42)
    /// `embed`.
    public static let embed = Tag(rawValue: 43)
    /// `fieldset`.
    public static let fieldset = Tag(rawValue: 44)
    /// `figcaption`.
    public static let figcaption = Tag(rawValue: 45)
    /// `figure`.
    public static let figure = Tag(rawValue: 46)
    /// `font`.
    public static let font = Tag(rawValue: 47)
    /// `footer`.
    public static let footer = Tag(rawValue: 48)
    /// `form`.
    public static let form = Tag(rawValue: 49)
    /// `frame`.
    public static let frame = Tag(rawValue: 50)
    /// `frameset`.
    public static let frameset = Tag(rawValue: 51)
    /// `h`.
    public static let h = Tag(rawValue: 52)
    /// `h1`.
    public static let h1 = Tag(rawValue: 53)
    /// `h2`.
    public static let h2 = Tag(rawValue: 54)
    /// `h3`.
    public static let h3 = Tag(rawValue: 55)
    /// `h4`.
    public static let h4 = Tag(rawValue: 56)
    /// `h5`.
    public static let h5 = Tag(rawValue: 57)
    /// `h6`.
    public static let h6 = Tag(rawValue: 58)
    /// `head`.
    public static let head = Tag(rawValue: 59)
    /// `header`.
    public static let header = Tag(rawValue: 60)
    /// `hgroup`.
    public static let hgroup = Tag(rawValue: 61)
    /// `hr`.
    public static let hr = Tag(rawValue: 62)
    /// `html`.
    public static let html = Tag(rawValue: 63)
    /// `i`.
    public static let i = Tag(rawValue: 64)
    /// `iframe`.
    public static let iframe = Tag(rawValue: 65)
    /// `image`.
    public static let image = Tag(rawValue: 66)
    /// `img`.
    public static let img = Tag(rawValue: 67)
    /// `input`.
    public static let input = Tag(rawValue: 68)
    /// `ins`.
    public static let ins = Tag(rawValue: 69)
    /// `kbd`.
    public static let kbd = Tag(rawValue: 70)
    /// `keygen`.
    public static let keygen = Tag(rawValue: 71)
    /// `label`.
    public static let label = Tag(rawValue: 72)
    /// `legend`.
    public static let legend = Tag(rawValue: 73)
    /// `li`.
    public static let li = Tag(rawValue: 74)
    /// `link`.
    public static let link = Tag(rawValue: 75)
    /// `listing`.
    public static let listing = Tag(rawValue: 76)
    /// `main`.
    public static let main = Tag(rawValue: 77)
    /// `map`.
    public static let map = Tag(rawValue: 78)
    /// `mark`.
    public static let mark = Tag(rawValue: 79)
    /// `marquee`.
    public static let marquee = Tag(rawValue: 80)
    /// `math`.
    public static let math = Tag(rawValue: 81)
    /// `menu`.
    public static let menu = Tag(rawValue: 82)
    /// `menuitem`.
    public static let menuitem = Tag(rawValue: 83)
    /// `meta`.
    public static let meta = Tag(rawValue: 84)
    /// `meter`.
    public static let meter = Tag(rawValue: 85)
    /// `nav`.
    public static let nav = Tag(rawValue: 86)
    /// `nobr`.
    public static let nobr = Tag(rawValue: 87)
    /// `noembed`.
    public static let noembed = Tag(rawValue: 88)
    /// `noframes`.
    public static let noframes = Tag(rawValue: 89)
    /// `noscript`.
    public static let noscript = Tag(rawValue: 90)
    /// `object`.
    public static let object = Tag(rawValue: 91)
    /// `ol`.
    public static let ol = Tag(rawValue: 92)
    /// `optgroup`.
    public static let optgroup = Tag(rawValue: 93)
    /// `option`.
    public static let option = Tag(rawValue: 94)
    /// `output`.
    public static let output = Tag(rawValue: 95)
    /// `p`.
    public static let p = Tag(rawValue: 96)
    /// `param`.
    public static let param = Tag(rawValue: 97)
    /// `picture`.
    public static let picture = Tag(rawValue: 98)
    /// `plaintext`.
    public static let plaintext = Tag(rawValue: 99)
    /// `portal`.
    public static let portal = Tag(rawValue: 100)
    /// `pre`.
    public static let pre = Tag(rawValue: 101)
    /// `progress`.
    public static let progress = Tag(rawValue: 102)
    /// `q`.
    public static let q = Tag(rawValue: 103)
    /// `rb`.
    public static let rb = Tag(rawValue: 104)
    /// `rp`.
    public static let rp = Tag(rawValue: 105)
    /// `rt`.
    public static let rt = Tag(rawValue: 106)
    /// `rtc`.
    public static let rtc = Tag(rawValue: 107)
    /// `ruby`.
    public static let ruby = Tag(rawValue: 108)
    /// `s`.
    public static let s = Tag(rawValue: 109)
    /// `samp`.
    public static let samp = Tag(rawValue: 110)
    /// `script`.
    public static let script = Tag(rawValue: 111)
    /// `search`.
    public static let search = Tag(rawValue: 112)
    /// `section`.
    public static let section = Tag(rawValue: 113)
    /// `select`.
    public static let select = Tag(rawValue: 114)
    /// `shadow`.
    public static let shadow = Tag(rawValue: 115)
    /// `slot`.
    public static let slot = Tag(rawValue: 116)
    /// `small`.
    public static let small = Tag(rawValue: 117)
    /// `source`.
    public static let source = Tag(rawValue: 118)
    /// `span`.
    public static let span = Tag(rawValue: 119)
    /// `strike`.
    public static let strike = Tag(rawValue: 120)
    /// `strong`.
    public static let strong = Tag(rawValue: 121)
    /// `style`.
    public static let style = Tag(rawValue: 122)
    /// `sub`.
    public static let sub = Tag(rawValue: 123)
    /// `summary`.
    public static let summary = Tag(rawValue: 124)
    /// `sup`.
    public static let sup = Tag(rawValue: 125)
    /// `svg`.
    public static let svg = Tag(rawValue: 126)
    /// `table`.
    public static let table = Tag(rawValue: 127)
    /// `tbody`.
    public static let tbody = Tag(rawValue: 128)
    /// `td`.
    public static let td = Tag(rawValue: 129)
    /// `template`.
    public static let template = Tag(rawValue: 130)
    /// `textarea`.
    public static let textarea = Tag(rawValue: 131)
    /// `tfoot`.
    public static let tfoot = Tag(rawValue: 132)
    /// `th`.
    public static let th = Tag(rawValue: 133)
    /// `thead`.
    public static let thead = Tag(rawValue: 134)
    /// `time`.
    public static let time = Tag(rawValue: 135)
    /// `title`.
    public static let title = Tag(rawValue: 136)
    /// `tr`.
    public static let tr = Tag(rawValue: 137)
    /// `track`.
    public static let track = Tag(rawValue: 138)
    /// `tt`.
    public static let tt = Tag(rawValue: 139)
    /// `u`.
    public static let u = Tag(rawValue: 140)
    /// `ul`.
    public static let ul = Tag(rawValue: 141)
    /// `var`.
    public static let `var` = Tag(rawValue: 142)
    /// `video`.
    public static let video = Tag(rawValue: 143)
    /// `wbr`.
    public static let wbr = Tag(rawValue: 144)
    /// `xmp`.
    public static let xmp = Tag(rawValue: 145)
    /// `foreignobject`.
    public static let foreignobject = Tag(rawValue: 146)
    /// `desc`.
    public static let desc = Tag(rawValue: 147)
    /// `mi`.
    public static let mi = Tag(rawValue: 148)
    /// `mo`.
    public static let mo = Tag(rawValue: 149)
    /// `mn`.
    public static let mn = Tag(rawValue: 150)
    /// `ms`.
    public static let ms = Tag(rawValue: 151)
    /// `mtext`.
    public static let mtext = Tag(rawValue: 152)
    /// `annotation-xml`.
    public static let annotationXml = Tag(rawValue: 153)
    /// `mglyph`.
    public static let mglyph = Tag(rawValue: 154)
    /// `malignmark`.
    public static let malignmark = Tag(rawValue: 155)
}
