// Stands in for WebStandards until it is there.
struct RobotsTXT {
    var rules: [(path: String, allow: Bool)] = []
    var crawlDelay: Double?
    init(_ bytes: [UInt8], agent: String) {
        var groups: [([String], [(String, String)])] = []
        var open = false
        for line in String(decoding: bytes, as: UTF8.self).split(whereSeparator: { $0.isNewline }) {
            let parts = line.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)[0].split(
                separator: ":", maxSplits: 1)
            guard parts.count == 2 else { continue }
            let (key, value) = (parts[0].trimmed.lowercased(), parts[1].trimmed)
            if key.hasSuffix("user-agent") {
                if !open { groups.append(([], [])) }
                groups[groups.count - 1].0.append(value.lowercased())
                open = true
            } else if !groups.isEmpty {
                open = false
                groups[groups.count - 1].1.append((key, value))
            }
        }
        let own = groups.filter { $0.0.contains(agent.lowercased()) }
        for (key, value) in (own.isEmpty ? groups.filter { $0.0.contains("*") } : own).flatMap({ $0.1 }) {
            if key == "disallow", !value.isEmpty { rules.append((value, false)) }
            if key == "allow", !value.isEmpty { rules.append((value, true)) }
            if key == "crawl-delay" { crawlDelay = Double(value) }
        }
    }
    func allows(_ path: String) -> Bool {
        let best = rules.filter { path.hasPrefix($0.path) }.max {
            ($0.path.count, $0.allow ? 1 : 0) < ($1.path.count, $1.allow ? 1 : 0)
        }
        return best?.allow ?? true
    }
}
struct TDMReservation {
    init(json: [UInt8]) {}
    func reserves(_ path: String) -> Bool { false }
}
enum RobotsDirectives {
    static func forbids(_ tag: String, agent: String) -> String? {
        let t = tag.lowercased().trimmed
        return ["noai", "noimageai", "noml", "noindex", "noimageindex"].first {
            t.split(whereSeparator: { ",;".contains($0) }).map { $0.trimmed }.contains($0)
        }
    }
}
