/// The name of an element as a small number: known names have a constant, others get a number of the tree's own.
///
/// The constants are inlined: stored ones would be a call into this module for every comparison.
@frozen public struct Tag: RawRepresentable, Hashable, Sendable {
    /// 1 for text, 2 ... for known names, 256 ... for names that a tree met.
    public let rawValue: UInt16

    /// A tag of a raw number.
    @inlinable public init(rawValue: UInt16) { self.rawValue = rawValue }

    /// The root above `html`.
    @inlinable public static var document: Tag { Tag(rawValue: 0) }
    /// A text node.
    @inlinable public static var text: Tag { Tag(rawValue: 1) }
    /// A name that was not kept: the page has more different names than a tree numbers.
    @inlinable public static var other: Tag { Tag(rawValue: 255) }

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
    @inlinable public static var a: Tag { Tag(rawValue: 2) }
    /// `abbr`.
    @inlinable public static var abbr: Tag { Tag(rawValue: 3) }
    /// `acronym`.
    @inlinable public static var acronym: Tag { Tag(rawValue: 4) }
    /// `address`.
    @inlinable public static var address: Tag { Tag(rawValue: 5) }
    /// `amp-img`.
    @inlinable public static var ampImg: Tag { Tag(rawValue: 6) }
    /// `applet`.
    @inlinable public static var applet: Tag { Tag(rawValue: 7) }
    /// `area`.
    @inlinable public static var area: Tag { Tag(rawValue: 8) }
    /// `article`.
    @inlinable public static var article: Tag { Tag(rawValue: 9) }
    /// `aside`.
    @inlinable public static var aside: Tag { Tag(rawValue: 10) }
    /// `audio`.
    @inlinable public static var audio: Tag { Tag(rawValue: 11) }
    /// `b`.
    @inlinable public static var b: Tag { Tag(rawValue: 12) }
    /// `base`.
    @inlinable public static var base: Tag { Tag(rawValue: 13) }
    /// `basefont`.
    @inlinable public static var basefont: Tag { Tag(rawValue: 14) }
    /// `bdi`.
    @inlinable public static var bdi: Tag { Tag(rawValue: 15) }
    /// `bdo`.
    @inlinable public static var bdo: Tag { Tag(rawValue: 16) }
    /// `bgsound`.
    @inlinable public static var bgsound: Tag { Tag(rawValue: 17) }
    /// `big`.
    @inlinable public static var big: Tag { Tag(rawValue: 18) }
    /// `blink`.
    @inlinable public static var blink: Tag { Tag(rawValue: 19) }
    /// `blockquote`.
    @inlinable public static var blockquote: Tag { Tag(rawValue: 20) }
    /// `body`.
    @inlinable public static var body: Tag { Tag(rawValue: 21) }
    /// `br`.
    @inlinable public static var br: Tag { Tag(rawValue: 22) }
    /// `button`.
    @inlinable public static var button: Tag { Tag(rawValue: 23) }
    /// `canvas`.
    @inlinable public static var canvas: Tag { Tag(rawValue: 24) }
    /// `caption`.
    @inlinable public static var caption: Tag { Tag(rawValue: 25) }
    /// `center`.
    @inlinable public static var center: Tag { Tag(rawValue: 26) }
    /// `cite`.
    @inlinable public static var cite: Tag { Tag(rawValue: 27) }
    /// `code`.
    @inlinable public static var code: Tag { Tag(rawValue: 28) }
    /// `col`.
    @inlinable public static var col: Tag { Tag(rawValue: 29) }
    /// `colgroup`.
    @inlinable public static var colgroup: Tag { Tag(rawValue: 30) }
    /// `data`.
    @inlinable public static var data: Tag { Tag(rawValue: 31) }
    /// `datalist`.
    @inlinable public static var datalist: Tag { Tag(rawValue: 32) }
    /// `dd`.
    @inlinable public static var dd: Tag { Tag(rawValue: 33) }
    /// `del`.
    @inlinable public static var del: Tag { Tag(rawValue: 34) }
    /// `details`.
    @inlinable public static var details: Tag { Tag(rawValue: 35) }
    /// `dfn`.
    @inlinable public static var dfn: Tag { Tag(rawValue: 36) }
    /// `dialog`.
    @inlinable public static var dialog: Tag { Tag(rawValue: 37) }
    /// `dir`.
    @inlinable public static var dir: Tag { Tag(rawValue: 38) }
    /// `div`.
    @inlinable public static var div: Tag { Tag(rawValue: 39) }
    /// `dl`.
    @inlinable public static var dl: Tag { Tag(rawValue: 40) }
    /// `dt`.
    @inlinable public static var dt: Tag { Tag(rawValue: 41) }
    /// `em`.
    @inlinable public static var em: Tag { Tag(rawValue: 42) }
    /// `embed`.
    @inlinable public static var embed: Tag { Tag(rawValue: 43) }
    /// `fieldset`.
    @inlinable public static var fieldset: Tag { Tag(rawValue: 44) }
    /// `figcaption`.
    @inlinable public static var figcaption: Tag { Tag(rawValue: 45) }
    /// `figure`.
    @inlinable public static var figure: Tag { Tag(rawValue: 46) }
    /// `font`.
    @inlinable public static var font: Tag { Tag(rawValue: 47) }
    /// `footer`.
    @inlinable public static var footer: Tag { Tag(rawValue: 48) }
    /// `form`.
    @inlinable public static var form: Tag { Tag(rawValue: 49) }
    /// `frame`.
    @inlinable public static var frame: Tag { Tag(rawValue: 50) }
    /// `frameset`.
    @inlinable public static var frameset: Tag { Tag(rawValue: 51) }
    /// `h`.
    @inlinable public static var h: Tag { Tag(rawValue: 52) }
    /// `h1`.
    @inlinable public static var h1: Tag { Tag(rawValue: 53) }
    /// `h2`.
    @inlinable public static var h2: Tag { Tag(rawValue: 54) }
    /// `h3`.
    @inlinable public static var h3: Tag { Tag(rawValue: 55) }
    /// `h4`.
    @inlinable public static var h4: Tag { Tag(rawValue: 56) }
    /// `h5`.
    @inlinable public static var h5: Tag { Tag(rawValue: 57) }
    /// `h6`.
    @inlinable public static var h6: Tag { Tag(rawValue: 58) }
    /// `head`.
    @inlinable public static var head: Tag { Tag(rawValue: 59) }
    /// `header`.
    @inlinable public static var header: Tag { Tag(rawValue: 60) }
    /// `hgroup`.
    @inlinable public static var hgroup: Tag { Tag(rawValue: 61) }
    /// `hr`.
    @inlinable public static var hr: Tag { Tag(rawValue: 62) }
    /// `html`.
    @inlinable public static var html: Tag { Tag(rawValue: 63) }
    /// `i`.
    @inlinable public static var i: Tag { Tag(rawValue: 64) }
    /// `iframe`.
    @inlinable public static var iframe: Tag { Tag(rawValue: 65) }
    /// `image`.
    @inlinable public static var image: Tag { Tag(rawValue: 66) }
    /// `img`.
    @inlinable public static var img: Tag { Tag(rawValue: 67) }
    /// `input`.
    @inlinable public static var input: Tag { Tag(rawValue: 68) }
    /// `ins`.
    @inlinable public static var ins: Tag { Tag(rawValue: 69) }
    /// `kbd`.
    @inlinable public static var kbd: Tag { Tag(rawValue: 70) }
    /// `keygen`.
    @inlinable public static var keygen: Tag { Tag(rawValue: 71) }
    /// `label`.
    @inlinable public static var label: Tag { Tag(rawValue: 72) }
    /// `legend`.
    @inlinable public static var legend: Tag { Tag(rawValue: 73) }
    /// `li`.
    @inlinable public static var li: Tag { Tag(rawValue: 74) }
    /// `link`.
    @inlinable public static var link: Tag { Tag(rawValue: 75) }
    /// `listing`.
    @inlinable public static var listing: Tag { Tag(rawValue: 76) }
    /// `main`.
    @inlinable public static var main: Tag { Tag(rawValue: 77) }
    /// `map`.
    @inlinable public static var map: Tag { Tag(rawValue: 78) }
    /// `mark`.
    @inlinable public static var mark: Tag { Tag(rawValue: 79) }
    /// `marquee`.
    @inlinable public static var marquee: Tag { Tag(rawValue: 80) }
    /// `math`.
    @inlinable public static var math: Tag { Tag(rawValue: 81) }
    /// `menu`.
    @inlinable public static var menu: Tag { Tag(rawValue: 82) }
    /// `menuitem`.
    @inlinable public static var menuitem: Tag { Tag(rawValue: 83) }
    /// `meta`.
    @inlinable public static var meta: Tag { Tag(rawValue: 84) }
    /// `meter`.
    @inlinable public static var meter: Tag { Tag(rawValue: 85) }
    /// `nav`.
    @inlinable public static var nav: Tag { Tag(rawValue: 86) }
    /// `nobr`.
    @inlinable public static var nobr: Tag { Tag(rawValue: 87) }
    /// `noembed`.
    @inlinable public static var noembed: Tag { Tag(rawValue: 88) }
    /// `noframes`.
    @inlinable public static var noframes: Tag { Tag(rawValue: 89) }
    /// `noscript`.
    @inlinable public static var noscript: Tag { Tag(rawValue: 90) }
    /// `object`.
    @inlinable public static var object: Tag { Tag(rawValue: 91) }
    /// `ol`.
    @inlinable public static var ol: Tag { Tag(rawValue: 92) }
    /// `optgroup`.
    @inlinable public static var optgroup: Tag { Tag(rawValue: 93) }
    /// `option`.
    @inlinable public static var option: Tag { Tag(rawValue: 94) }
    /// `output`.
    @inlinable public static var output: Tag { Tag(rawValue: 95) }
    /// `p`.
    @inlinable public static var p: Tag { Tag(rawValue: 96) }
    /// `param`.
    @inlinable public static var param: Tag { Tag(rawValue: 97) }
    /// `picture`.
    @inlinable public static var picture: Tag { Tag(rawValue: 98) }
    /// `plaintext`.
    @inlinable public static var plaintext: Tag { Tag(rawValue: 99) }
    /// `portal`.
    @inlinable public static var portal: Tag { Tag(rawValue: 100) }
    /// `pre`.
    @inlinable public static var pre: Tag { Tag(rawValue: 101) }
    /// `progress`.
    @inlinable public static var progress: Tag { Tag(rawValue: 102) }
    /// `q`.
    @inlinable public static var q: Tag { Tag(rawValue: 103) }
    /// `rb`.
    @inlinable public static var rb: Tag { Tag(rawValue: 104) }
    /// `rp`.
    @inlinable public static var rp: Tag { Tag(rawValue: 105) }
    /// `rt`.
    @inlinable public static var rt: Tag { Tag(rawValue: 106) }
    /// `rtc`.
    @inlinable public static var rtc: Tag { Tag(rawValue: 107) }
    /// `ruby`.
    @inlinable public static var ruby: Tag { Tag(rawValue: 108) }
    /// `s`.
    @inlinable public static var s: Tag { Tag(rawValue: 109) }
    /// `samp`.
    @inlinable public static var samp: Tag { Tag(rawValue: 110) }
    /// `script`.
    @inlinable public static var script: Tag { Tag(rawValue: 111) }
    /// `search`.
    @inlinable public static var search: Tag { Tag(rawValue: 112) }
    /// `section`.
    @inlinable public static var section: Tag { Tag(rawValue: 113) }
    /// `select`.
    @inlinable public static var select: Tag { Tag(rawValue: 114) }
    /// `shadow`.
    @inlinable public static var shadow: Tag { Tag(rawValue: 115) }
    /// `slot`.
    @inlinable public static var slot: Tag { Tag(rawValue: 116) }
    /// `small`.
    @inlinable public static var small: Tag { Tag(rawValue: 117) }
    /// `source`.
    @inlinable public static var source: Tag { Tag(rawValue: 118) }
    /// `span`.
    @inlinable public static var span: Tag { Tag(rawValue: 119) }
    /// `strike`.
    @inlinable public static var strike: Tag { Tag(rawValue: 120) }
    /// `strong`.
    @inlinable public static var strong: Tag { Tag(rawValue: 121) }
    /// `style`.
    @inlinable public static var style: Tag { Tag(rawValue: 122) }
    /// `sub`.
    @inlinable public static var sub: Tag { Tag(rawValue: 123) }
    /// `summary`.
    @inlinable public static var summary: Tag { Tag(rawValue: 124) }
    /// `sup`.
    @inlinable public static var sup: Tag { Tag(rawValue: 125) }
    /// `svg`.
    @inlinable public static var svg: Tag { Tag(rawValue: 126) }
    /// `table`.
    @inlinable public static var table: Tag { Tag(rawValue: 127) }
    /// `tbody`.
    @inlinable public static var tbody: Tag { Tag(rawValue: 128) }
    /// `td`.
    @inlinable public static var td: Tag { Tag(rawValue: 129) }
    /// `template`.
    @inlinable public static var template: Tag { Tag(rawValue: 130) }
    /// `textarea`.
    @inlinable public static var textarea: Tag { Tag(rawValue: 131) }
    /// `tfoot`.
    @inlinable public static var tfoot: Tag { Tag(rawValue: 132) }
    /// `th`.
    @inlinable public static var th: Tag { Tag(rawValue: 133) }
    /// `thead`.
    @inlinable public static var thead: Tag { Tag(rawValue: 134) }
    /// `time`.
    @inlinable public static var time: Tag { Tag(rawValue: 135) }
    /// `title`.
    @inlinable public static var title: Tag { Tag(rawValue: 136) }
    /// `tr`.
    @inlinable public static var tr: Tag { Tag(rawValue: 137) }
    /// `track`.
    @inlinable public static var track: Tag { Tag(rawValue: 138) }
    /// `tt`.
    @inlinable public static var tt: Tag { Tag(rawValue: 139) }
    /// `u`.
    @inlinable public static var u: Tag { Tag(rawValue: 140) }
    /// `ul`.
    @inlinable public static var ul: Tag { Tag(rawValue: 141) }
    /// `var`.
    @inlinable public static var `var`: Tag { Tag(rawValue: 142) }
    /// `video`.
    @inlinable public static var video: Tag { Tag(rawValue: 143) }
    /// `wbr`.
    @inlinable public static var wbr: Tag { Tag(rawValue: 144) }
    /// `xmp`.
    @inlinable public static var xmp: Tag { Tag(rawValue: 145) }
    /// `foreignobject`.
    @inlinable public static var foreignobject: Tag { Tag(rawValue: 146) }
    /// `desc`.
    @inlinable public static var desc: Tag { Tag(rawValue: 147) }
    /// `mi`.
    @inlinable public static var mi: Tag { Tag(rawValue: 148) }
    /// `mo`.
    @inlinable public static var mo: Tag { Tag(rawValue: 149) }
    /// `mn`.
    @inlinable public static var mn: Tag { Tag(rawValue: 150) }
    /// `ms`.
    @inlinable public static var ms: Tag { Tag(rawValue: 151) }
    /// `mtext`.
    @inlinable public static var mtext: Tag { Tag(rawValue: 152) }
    /// `mglyph`.
    @inlinable public static var mglyph: Tag { Tag(rawValue: 154) }
    /// `malignmark`.
    @inlinable public static var malignmark: Tag { Tag(rawValue: 155) }
}
