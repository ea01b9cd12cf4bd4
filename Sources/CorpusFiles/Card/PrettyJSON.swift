/// Lays out JSON for people: two blanks a level, a member a line; the values are untouched.
package enum PrettyJSON {
    /// The same JSON with line breaks, ended by one.
    package static func format(_ json: [UInt8]) -> [UInt8] {
        var out: [UInt8] = []
        out.reserveCapacity(json.count * 2)
        var depth = 0
        var at = 0
        while at < json.count {
            let byte = json[at]
            switch byte {
            case UInt8(ascii: "\""):
                let end = endOfString(json, from: at)
                out.append(contentsOf: json[at..<end])
                at = end
                continue
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                out.append(byte)
                if at + 1 < json.count, json[at + 1] == byte + 2 {  // an empty one stays on its line
                    out.append(byte + 2)
                    at += 1
                } else {
                    depth += 1
                    breakLine(&out, depth)
                }
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                depth -= 1
                breakLine(&out, depth)
                out.append(byte)
            case UInt8(ascii: ","):
                out.append(byte)
                breakLine(&out, depth)
            case UInt8(ascii: ":"): out.append(contentsOf: [byte, 0x20])
            default: out.append(byte)
            }
            at += 1
        }
        out.append(0x0A)
        return out
    }

    private static func breakLine(_ out: inout [UInt8], _ depth: Int) {
        out.append(0x0A)
        out.append(contentsOf: repeatElement(0x20, count: 2 * max(0, depth)))
    }

    private static func endOfString(_ json: [UInt8], from start: Int) -> Int {
        var at = start + 1
        while at < json.count, json[at] != UInt8(ascii: "\"") { at += json[at] == UInt8(ascii: "\\") ? 2 : 1 }
        return min(json.count, at + 1)
    }
}
