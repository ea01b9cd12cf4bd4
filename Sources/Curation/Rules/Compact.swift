import Documents
import Facts

/// Numbers as a drop's detail shows them: at most four decimals, no trailing zeros, the same everywhere.
enum Compact {
    /// `0.31`, `1`, `12.5`.
    static func text(_ value: Double, decimals: Int = 4) -> String {
        var bytes: [UInt8] = []
        append(value, decimals: decimals, to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// `0.31 > 0.1`: as many decimals as the two need to look different.
    static func comparison(_ value: Double, _ sign: StaticString, _ limit: Double) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(24)
        for decimals in [4, 6, 9] {
            bytes.removeAll(keepingCapacity: true)
            append(value, decimals: decimals, to: &bytes)
            let first = bytes.count
            bytes.append(0x20)
            sign.withUTF8Buffer { bytes.append(contentsOf: $0) }
            bytes.append(0x20)
            let second = bytes.count
            append(limit, decimals: decimals, to: &bytes)
            if !bytes[..<first].elementsEqual(bytes[second...]) { return String(decoding: bytes, as: UTF8.self) }
        }
        return "\(value) \(sign) \(limit)"
    }

    private static func append(_ value: Double, decimals: Int, to bytes: inout [UInt8]) {
        guard value.isFinite, abs(value) < 1e9 else { return bytes.append(contentsOf: value.description.utf8) }
        var scale = 1
        for _ in 0..<decimals { scale *= 10 }
        let scaled = Int((abs(value) * Double(scale)).rounded(.toNearestOrEven))
        if value < 0 && scaled != 0 { bytes.append(UInt8(ascii: "-")) }
        bytes.append(contentsOf: String(scaled / scale).utf8)
        var rest = scaled % scale
        if rest != 0 { bytes.append(UInt8(ascii: ".")) }
        while rest != 0 {
            scale /= 10
            bytes.append(0x30 + UInt8(rest / scale))
            rest %= scale
        }
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
