/// What `X-Robots-Tag` headers and `<meta name="robots">` say about one resource.
///
/// The words are those of the search engines (`noindex`, `noimageindex`, `none`) and of the opt-outs from machine
/// learning that DeviantArt and img2dataset introduced (`noai`, `noimageai`, `noml`).
public struct RobotsDirectives: OptionSet, Hashable, Sendable {
    /// One bit for each word.
    public let rawValue: UInt8

    /// A set with the bits of `rawValue`.
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// Not for machine learning.
    public static let noAI = RobotsDirectives(rawValue: 1)
    /// Images not for machine learning.
    public static let noImageAI = RobotsDirectives(rawValue: 2)
    /// Not for machine learning, in another word.
    public static let noML = RobotsDirectives(rawValue: 4)
    /// Not for an index.
    public static let noIndex = RobotsDirectives(rawValue: 8)
    /// Images not for an index.
    public static let noImageIndex = RobotsDirectives(rawValue: 16)
    /// Links not to be followed.
    public static let noFollow = RobotsDirectives(rawValue: 32)

    /// Any of the words that keep an image out of a data set.
    public static let refusesImages: RobotsDirectives = [.noAI, .noImageAI, .noML, .noIndex, .noImageIndex]
    /// Any of the words that keep a page's text out of a data set.
    public static let refusesText: RobotsDirectives = [.noAI, .noML, .noIndex]

    /// The words of the set, for a reason's detail (`noai`, `noindex`), in a fixed order.
    public var words: [String] {
        let names: [(RobotsDirectives, String)] = [
            (.noAI, "noai"), (.noImageAI, "noimageai"), (.noML, "noml"), (.noIndex, "noindex"),
            (.noImageIndex, "noimageindex"), (.noFollow, "nofollow"),
        ]
        return names.filter { contains($0.0) }.map(\.1)
    }

    /// Reads the value of an `X-Robots-Tag` header: words between commas (or semicolons), of which `agent:` in front
    /// makes those up to the next such name that agent's only.
    ///
    /// - Parameter userAgentToken: Our product token; words for other agents are passed over.
    public static func header(_ value: String, userAgentToken: String) -> RobotsDirectives {
        let own = RobotsTXT.productToken(userAgentToken)
        var found: RobotsDirectives = []
        var isMeant = true
        for part in value.utf8.split(whereSeparator: { $0 == 0x2C || $0 == 0x3B }) {
            var word = trim(part)
            if let colon = word.firstIndex(of: 0x3A), !isValued(word[..<colon]) {
                let agent = String(decoding: trim(word[..<colon]).map(ASCII.lower), as: UTF8.self)
                isMeant = agent == own || agent == "*" || agent == "robots"
                word = trim(word[word.index(after: colon)...])
            }
            if isMeant { found.formUnion(directive(word)) }
        }
        return found
    }

    /// Reads a `meta` element; `name` is its name attribute, which says whom it is for (`robots`, or an agent).
    public static func meta(name: String, content: String, userAgentToken: String) -> RobotsDirectives {
        let agent = String(decoding: trim(name.utf8[...]).map(ASCII.lower), as: UTF8.self)
        guard agent == "robots" || agent == RobotsTXT.productToken(userAgentToken) else { return [] }
        var found: RobotsDirectives = []
        for part in content.utf8.split(whereSeparator: { $0 == 0x2C || $0 == 0x3B || ASCII.isWhitespace($0) }) {
            found.formUnion(directive(part))
        }
        return found
    }

    /// Directives whose colon belongs to them, and does not follow an agent's name.
    private static func isValued(_ name: Substring.UTF8View) -> Bool {
        let word = trim(name)
        return ASCII.equals(word, lowercase: "unavailable_after") || ASCII.equals(word, lowercase: "max-snippet")
            || ASCII.equals(word, lowercase: "max-image-preview") || ASCII.equals(word, lowercase: "max-video-preview")
    }

    private static func directive(_ word: Substring.UTF8View) -> RobotsDirectives {
        switch String(decoding: word.map(ASCII.lower), as: UTF8.self) {
        case "noai": .noAI
        case "noimageai": .noImageAI
        case "noml": .noML
        case "noindex": .noIndex
        case "noimageindex": .noImageIndex
        case "nofollow": .noFollow
        case "none": [.noIndex, .noFollow]
        default: []
        }
    }

    private static func trim(_ text: Substring.UTF8View) -> Substring.UTF8View {
        var rest = text.drop(while: ASCII.isWhitespace)
        while let last = rest.last, ASCII.isWhitespace(last) { rest.removeLast() }
        return rest
    }
}
