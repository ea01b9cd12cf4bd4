/// A robots.txt file, parsed and matched by RFC 9309.
///
/// ```swift
/// let robots = RobotsTXT.parse(body)
/// guard robots.allows(path: url.target, userAgentToken: "quarrybot") else { … }
/// ```
///
/// A file that was not found means everything is allowed (`.allowAll`), one that could not be reached that nothing is
/// (`.disallowAll`): section 2.3.1 leaves that to whoever fetches it.
public struct RobotsTXT: Hashable, Sendable {
    /// One rule: a path pattern and what it says.
    struct Rule: Hashable, Sendable {
        let pattern: [UInt8]
        let isAllow: Bool
    }

    /// The agents a group is for, in lower case, and what it says.
    struct Group: Hashable, Sendable {
        var agents: [String] = []
        var rules: [Rule] = []
        var crawlDelay: Double?
    }

    private(set) var groups: [Group] = []

    /// The addresses of `Sitemap` lines, as written.
    public private(set) var sitemaps: [String] = []

    /// Bytes after this many are not read: RFC 9309 asks for at least 500 KiB.
    public static let byteLimit = 500 * 1024

    /// A file without rules.
    public static let allowAll = RobotsTXT(groups: [])

    /// A file that forbids every path to every agent.
    public static let disallowAll = RobotsTXT(
        groups: [Group(agents: ["*"], rules: [Rule(pattern: [0x2F], isAllow: false)])])

    private init(groups: [Group]) { self.groups = groups }

    /// Parses a file. Anything can be parsed: lines that say nothing known are passed over, so that an HTML page
    /// with status 200 allows everything.
    public static func parse(_ bytes: [UInt8]) -> RobotsTXT {
        bytes.withUnsafeBufferPointer { parse(bytes: $0) }
    }

    /// Parses the bytes of a file.
    public static func parse(bytes: UnsafeBufferPointer<UInt8>) -> RobotsTXT {
        var reader = RobotsReader()
        var rest = bytes.prefix(byteLimit)
        if rest.starts(with: [0xEF, 0xBB, 0xBF]) { rest = rest.dropFirst(3) }
        // A line that the limit cuts could turn into a shorter rule than was meant.
        if bytes.count > byteLimit {
            let end = rest.lastIndex { $0 == 0x0A || $0 == 0x0D } ?? rest.startIndex
            rest = rest[..<end]
        }
        for line in rest.split(whereSeparator: { $0 == 0x0A || $0 == 0x0D }) { reader.read(line) }
        var robots = RobotsTXT(groups: reader.finish())
        robots.sitemaps = reader.sitemaps
        return robots
    }

    /// Whether an agent may fetch a path.
    ///
    /// - Parameters:
    ///   - path: The path with its query (`WebURL.target`), percent-encoded or not; it starts with a slash.
    ///   - userAgentToken: The product token (`quarrybot`), without version; case does not matter.
    public func allows(path: String, userAgentToken: String) -> Bool {
        prohibition(path: path, userAgentToken: userAgentToken) == nil
    }

    /// The pattern that forbids a path (`/private/`), percent-encoded as it is compared; nil when none does.
    public func prohibition(path: String, userAgentToken: String) -> String? {
        let target = RobotsPattern.normalised(Array(path.utf8), isPattern: false)
        // The file itself can always be fetched.
        if target == Array("/robots.txt".utf8) { return nil }
        var best: (pattern: [UInt8]?, isAllow: Bool) = (nil, true)
        for group in groups(for: userAgentToken) {
            for rule in group.rules {
                let length = best.pattern?.count ?? -1
                let wins = rule.pattern.count > length || rule.pattern.count == length && rule.isAllow && !best.isAllow
                if wins, RobotsPattern.matches(rule.pattern, target) { best = (rule.pattern, rule.isAllow) }
            }
        }
        return best.isAllow ? nil : best.pattern.map { String(decoding: $0, as: UTF8.self) }
    }

    /// The longest `Crawl-delay` of the agent's groups, in seconds; nil when none is stated. The directive is not
    /// part of the RFC, but widely meant.
    public func crawlDelay(userAgentToken: String) -> Double? {
        groups(for: userAgentToken).compactMap(\.crawlDelay).max()
    }

    /// The groups of an agent, all of those that name it, else those for `*` (section 2.2.1).
    private func groups(for token: String) -> [Group] {
        let name = Self.productToken(token)
        let own = name.isEmpty ? [] : groups.filter { $0.agents.contains(name) }
        return own.isEmpty ? groups.filter { $0.agents.contains("*") } : own
    }

    /// The letters, hyphens and underscores that `text` starts with, in lower case.
    static func productToken(_ text: some StringProtocol) -> String {
        let token = text.utf8.prefix { ASCII.isAlpha($0) || $0 == 0x2D || $0 == 0x5F }
        return String(decoding: token.map(ASCII.lower), as: UTF8.self)
    }
}
