import JSON

/// The reservation of text and data mining rights (TDM Reservation Protocol, W3C community group report of 2024).
///
/// A site states it in `/.well-known/tdmrep.json`, in a response header, or in a page; the more specific one holds:
/// page, header, file.
public enum TDMReservation: Hashable, Sendable {
    /// Rights are reserved (`tdm-reservation: 1`); the policy, if there is one, is an address to ask at.
    case reserved(policy: String?)
    /// Rights are not reserved (`tdm-reservation: 0`).
    case notReserved

    /// Whether rights are reserved.
    public var isReserved: Bool {
        switch self {
        case .reserved: true
        case .notReserved: false
        }
    }

    /// Reads the header `tdm-reservation`, or a `meta` element of that name, and the `tdm-policy` beside it; nil when
    /// the value is neither 0 nor 1, which says nothing.
    public init?(value: String, policy: String? = nil) {
        var text = value.utf8.drop(while: ASCII.isWhitespace)
        while let last = text.last, ASCII.isWhitespace(last) { text.removeLast() }
        switch text.elementsEqual([0x31]) ? 1 : text.elementsEqual([0x30]) ? 0 : -1 {
        case 1: self = .reserved(policy: policy)
        case 0: self = .notReserved
        default: return nil
        }
    }
}

/// The rules of a site's `/.well-known/tdmrep.json`: a JSON array of objects with `location`, `tdm-reservation` and
/// perhaps `tdm-policy`.
public struct TDMRules: Hashable, Sendable {
    private struct Rule: Hashable {
        let pattern: [UInt8]
        let reservation: TDMReservation
    }

    private var rules: [Rule] = []

    /// Parses the file; nil when it is not JSON or not an array. Objects without the members are passed over.
    public init?(json bytes: [UInt8]) {
        guard bytes.count <= RobotsTXT.byteLimit,
            let entries = try? JSONValue(parsing: bytes, leniently: true).array
        else { return nil }
        for entry in entries {
            guard let location = entry["location"]?.string, !location.isEmpty else { continue }
            let value: String
            switch entry["tdm-reservation"] {
            case .string(let text)?: value = text
            case .integer(let number)?: value = String(number)
            default: continue
            }
            guard let reservation = TDMReservation(value: value, policy: entry["tdm-policy"]?.string) else { continue }
            var pattern = Array(location.utf8)
            if location.utf8.first != 0x2F, location.utf8.first != 0x2A { pattern.insert(0x2F, at: 0) }
            rules.append(Rule(pattern: RobotsPattern.normalised(pattern, isPattern: true), reservation: reservation))
        }
    }

    /// What the file says about a path (`WebURL.target`): the first rule that matches, whose location may hold `*`
    /// and end in `$`; nil when none does.
    public func reservation(path: String) -> TDMReservation? {
        let target = RobotsPattern.normalised(Array(path.utf8), isPattern: false)
        return rules.first { RobotsPattern.matches($0.pattern, target) }?.reservation
    }
}
