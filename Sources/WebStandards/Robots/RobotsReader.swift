/// Puts the lines of a robots.txt together to groups.
struct RobotsReader {
    private var groups: [RobotsTXT.Group] = []
    private var group = RobotsTXT.Group()
    /// Whether the last line of the group named an agent, so that another one joins it.
    private var isNaming = false
    private(set) var sitemaps: [String] = []

    /// Reads one line without its end.
    mutating func read(_ line: Slice<UnsafeBufferPointer<UInt8>>) {
        let text = line.prefix { $0 != 0x23 }
        guard let colon = text.firstIndex(of: 0x3A) else { return }
        let key = Self.trim(text[..<colon])
        let value = Self.trim(text[(colon + 1)...])
        if ASCII.equals(key, lowercase: "user-agent") {
            agent(value)
        } else if ASCII.equals(key, lowercase: "disallow") || Self.isMisspeltDisallow(key) {
            rule(value, isAllow: false)
        } else if ASCII.equals(key, lowercase: "allow") {
            rule(value, isAllow: true)
        } else if ASCII.equals(key, lowercase: "crawl-delay") {
            // Other records must not interfere with the groups (section 2.2.4), so this one ends no list of agents.
            if let seconds = HTMLNumber.float(value), seconds >= 0, !group.agents.isEmpty { group.crawlDelay = seconds }
        } else if ASCII.equals(key, lowercase: "sitemap"), !value.isEmpty {
            // Belongs to no group and ends none (section 2.2.4).
            sitemaps.append(String(decoding: value, as: UTF8.self))
        }
    }

    /// All groups of the file.
    mutating func finish() -> [RobotsTXT.Group] {
        close()
        return groups
    }

    private mutating func close() {
        if !group.agents.isEmpty { groups.append(group) }
        group = RobotsTXT.Group()
    }

    private mutating func agent(_ value: Slice<UnsafeBufferPointer<UInt8>>) {
        if !isNaming { close() }
        isNaming = true
        let name = value.first == 0x2A ? "*" : RobotsTXT.productToken(String(decoding: value, as: UTF8.self))
        // A group whose agents cannot be read is for nobody, but still a group.
        group.agents.append(name)
    }

    private mutating func rule(_ value: Slice<UnsafeBufferPointer<UInt8>>, isAllow: Bool) {
        isNaming = false
        guard !group.agents.isEmpty, let first = value.first else { return }
        // Patterns start with a slash or a wildcard; a slash that was left out is meant.
        var pattern = Array(value)
        if first != 0x2F, first != 0x2A { pattern.insert(0x2F, at: 0) }
        group.rules.append(
            RobotsTXT.Rule(pattern: RobotsPattern.normalised(pattern, isPattern: true), isAllow: isAllow))
    }

    /// The misspellings that section 2.2.2's note on leniency has in mind: a site that writes them means to forbid.
    private static func isMisspeltDisallow(_ key: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
        ASCII.equals(key, lowercase: "dissallow") || ASCII.equals(key, lowercase: "dissalow")
            || ASCII.equals(key, lowercase: "disalow") || ASCII.equals(key, lowercase: "diasllow")
            || ASCII.equals(key, lowercase: "disallaw")
    }

    private static func trim(_ text: Slice<UnsafeBufferPointer<UInt8>>) -> Slice<UnsafeBufferPointer<UInt8>> {
        var rest = text.drop(while: ASCII.isWhitespace)
        while let last = rest.last, ASCII.isWhitespace(last) { rest.removeLast() }
        return rest
    }
}

/// The path patterns of robots.txt: `*` for any bytes, `$` at the end for the end (section 2.2.3).
enum RobotsPattern {
    /// `path` in the one form that is compared: what is not ASCII, and what is no URL character, percent-encoded;
    /// unreserved characters plain; hexadecimal digits in upper case. The star and the dollar sign of a URL are encoded,
    /// since a pattern that means them writes `%2A` and `%24` (RFC 9309, section 2.2.3).
    static func normalised(_ path: [UInt8], isPattern: Bool) -> [UInt8] {
        var out: [UInt8] = []
        out.reserveCapacity(path.count)
        var index = 0
        while index < path.count {
            let byte = path[index]
            if byte == 0x25, index + 2 < path.count, let high = ASCII.hexDigit(path[index + 1]),
                let low = ASCII.hexDigit(path[index + 2])
            {
                let decoded = high << 4 | low
                if isUnreserved(decoded) { out.append(decoded) } else { out.appendPercentEncoded(decoded) }
                index += 3
            } else {
                let isSign = byte == 0x2A || byte == 0x24
                let isMeant = isPattern && (byte == 0x2A || index == path.count - 1)
                if byte <= 0x20 || byte >= 0x7F || isSign && !isMeant {
                    out.appendPercentEncoded(byte)
                } else {
                    out.append(byte)
                }
                index += 1
            }
        }
        return out
    }

    private static func isUnreserved(_ byte: UInt8) -> Bool {
        ASCII.isAlpha(byte) || ASCII.isDigit(byte) || byte == 0x2D || byte == 0x2E || byte == 0x5F || byte == 0x7E
    }

    /// Whether `pattern` matches `path` from its start. Steps back to the last wildcard only, so that many wildcards
    /// cost no more than the product of the lengths.
    static func matches(_ pattern: [UInt8], _ path: [UInt8]) -> Bool {
        let isAnchored = pattern.last == 0x24
        let end = isAnchored ? pattern.count - 1 : pattern.count
        var (place, index) = (0, 0)
        var star: (place: Int, index: Int)?
        while true {
            if place == end {
                if !isAnchored || index == path.count { return true }
            } else if pattern[place] == 0x2A {
                star = (place + 1, index)
                place += 1
                continue
            } else if index < path.count, pattern[place] == path[index] {
                place += 1
                index += 1
                continue
            }
            guard let back = star, back.index < path.count else { return false }
            star = (back.place, back.index + 1)
            (place, index) = (back.place, back.index + 1)
        }
    }
}
