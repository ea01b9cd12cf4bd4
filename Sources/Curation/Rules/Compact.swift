import Records

/// Numbers as a drop's detail shows them: at most four decimals, no trailing zeros, the same everywhere.
enum Compact {
    /// `0.31`, `1`, `12.5`.
    static func text(_ value: Double, decimals: Int = 4) -> String {
        guard value.isFinite, abs(value) < 1e12 else { return value.description }
        let scale = (0..<decimals).reduce(1) { power, _ in power * 10 }
        let scaled = Int((abs(value) * Double(scale)).rounded(.toNearestOrEven))
        var fraction = String(scaled % scale)
        fraction = String(repeating: "0", count: decimals - fraction.utf8.count) + fraction
        while fraction.utf8.last == 0x30 { fraction.removeLast() }
        let sign = value < 0 && scaled != 0 ? "-" : ""
        return sign + String(scaled / scale) + (fraction.isEmpty ? "" : "." + fraction)
    }

    /// `0.31 > 0.1`: as many decimals as the two need to look different.
    static func comparison(_ value: Double, _ sign: String, _ limit: Double) -> String {
        for decimals in [4, 6, 9] {
            let pair = (text(value, decimals: decimals), text(limit, decimals: decimals))
            if pair.0 != pair.1 { return "\(pair.0) \(sign) \(pair.1)" }
        }
        return "\(value) \(sign) \(limit)"
    }
}

extension Verdict {
    /// Keeps what is at most `limit`; a value equal to it passes.
    static func atMost(_ limit: Double, _ value: Double, else reason: Reason) -> Verdict {
        value <= limit ? .keep : .drop(reason, detail: Compact.comparison(value, ">", limit))
    }

    /// Keeps what is at least `limit`; a value equal to it passes.
    static func atLeast(_ limit: Double, _ value: Double, else reason: Reason) -> Verdict {
        value >= limit ? .keep : .drop(reason, detail: Compact.comparison(value, "<", limit))
    }

    /// Keeps what lies in `range`, ends included.
    static func within(_ range: ClosedRange<Int>, _ value: Int, below: Reason, above: Reason) -> Verdict {
        if value < range.lowerBound { return .drop(below, detail: "\(value) < \(range.lowerBound)") }
        if value > range.upperBound { return .drop(above, detail: "\(value) > \(range.upperBound)") }
        return .keep
    }
}
