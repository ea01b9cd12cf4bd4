/// Punycode (RFC 3492): Unicode labels in ASCII.
enum Punycode {
    private static let (base, tMin, tMax, skew, damp) = (36, 1, 26, 38, 700)
    private static let (initialBias, initialN) = (72, 0x80)

    /// The code of `label`, without `xn--`; nil when it would overflow.
    static func encode(_ label: [Unicode.Scalar]) -> [UInt8]? {
        var out = label.filter(\.isASCII).map { UInt8($0.value) }
        let basic = out.count
        if basic > 0 { out.append(0x2D) }
        var (n, delta, bias, handled) = (initialN, 0, initialBias, basic)
        while handled < label.count {
            guard let next = label.lazy.map({ Int($0.value) }).filter({ $0 >= n }).min() else { return nil }
            delta += (next - n) * (handled + 1)
            guard delta < Int(Int32.max) else { return nil }
            n = next
            for scalar in label {
                if scalar.value < n { delta += 1 }
                guard scalar.value == n else { continue }
                appendDelta(delta, bias: bias, to: &out)
                bias = adapt(delta, points: handled + 1, first: handled == basic)
                delta = 0
                handled += 1
            }
            delta += 1
            n += 1
        }
        return out
    }

    /// The label that `code` (without `xn--`) stands for; nil when it is no Punycode.
    static func decode(_ code: ArraySlice<UInt8>) -> [Unicode.Scalar]? {
        guard code.allSatisfy({ $0 < 0x80 }) else { return nil }
        let dash = code.lastIndex(of: 0x2D)
        var label = (dash.map { code[..<$0] } ?? []).map { Unicode.Scalar($0) }
        var index = dash.map { $0 + 1 } ?? code.startIndex
        var (n, i, bias) = (initialN, 0, initialBias)
        while index < code.endIndex {
            let old = i
            var (weight, k) = (1, base)
            while true {
                guard index < code.endIndex, let digit = digit(code[index]) else { return nil }
                index += 1
                i += digit * weight
                guard i < Int(Int32.max) else { return nil }
                let threshold = min(max(k - bias, tMin), tMax)
                if digit < threshold { break }
                weight *= base - threshold
                guard weight < Int(Int32.max) else { return nil }
                k += base
            }
            let count = label.count + 1
            bias = adapt(i - old, points: count, first: old == 0)
            n += i / count
            i %= count
            guard n <= 0x10FFFF, let scalar = Unicode.Scalar(UInt32(n)) else { return nil }
            label.insert(scalar, at: i)
            i += 1
        }
        return label
    }

    private static func appendDelta(_ delta: Int, bias: Int, to out: inout [UInt8]) {
        var (q, k) = (delta, base)
        while true {
            let threshold = min(max(k - bias, tMin), tMax)
            if q < threshold { break }
            out.append(letter(threshold + (q - threshold) % (base - threshold)))
            q = (q - threshold) / (base - threshold)
            k += base
        }
        out.append(letter(q))
    }

    private static func adapt(_ delta: Int, points: Int, first: Bool) -> Int {
        var delta = first ? delta / damp : delta / 2
        delta += delta / points
        var k = 0
        while delta > (base - tMin) * tMax / 2 {
            delta /= base - tMin
            k += base
        }
        return k + (base - tMin + 1) * delta / (delta + skew)
    }

    private static func letter(_ digit: Int) -> UInt8 { UInt8(digit < 26 ? 0x61 + digit : 0x30 + digit - 26) }

    private static func digit(_ byte: UInt8) -> Int? {
        if ASCII.isDigit(byte) { return Int(byte) - 0x30 + 26 }
        return ASCII.isAlpha(byte) ? Int(byte | 0x20) - 0x61 : nil
    }
}
