/// A line of an opt-out list that is its own normal form: nearly all are, and reading each as a URL would take minutes
/// where ten million are listed.
enum PlainEntry: Equatable {
    case url, domain

    /// What `line` is; nil where only the URL parser can tell.
    init?(_ line: UnsafeRawBufferPointer) {
        let schemes: [StaticString] = ["http://", "https://"]
        for scheme in schemes where line.starts(with: UnsafeRawBufferPointer(scheme)) {
            let rest = UnsafeRawBufferPointer(rebasing: line[scheme.utf8CodeUnitCount...])
            guard line.count <= Target.maximumLength, let slash = rest.firstIndex(of: UInt8(ascii: "/")),
                Self.isName(UnsafeRawBufferPointer(rebasing: rest[..<slash])),
                Self.isPath(UnsafeRawBufferPointer(rebasing: rest[slash...]))
            else { return nil }
            self = .url
            return
        }
        guard Self.isName(line) else { return nil }
        self = .domain
    }

    /// Small letters, digits, single hyphens (two may be Punycode) and dots between labels; the last label begins with a
    /// letter, so that it is no number of an address.
    private static func isName(_ bytes: UnsafeRawBufferPointer) -> Bool {
        var last = UInt8(ascii: ".")
        var label: UInt8 = 0
        for byte in bytes {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"):
                if last == UInt8(ascii: ".") { label = byte }
            case UInt8(ascii: "-"), UInt8(ascii: "."):
                guard last != byte, last != UInt8(ascii: ".") else { return false }
            default: return false
            }
            last = byte
        }
        return last != UInt8(ascii: ".") && label >= UInt8(ascii: "a")
    }

    /// Characters that no parser changes, and no segment that begins with a dot.
    private static func isPath(_ bytes: UnsafeRawBufferPointer) -> Bool {
        var last: UInt8 = 0
        for byte in bytes {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"):
                break
            case UInt8(ascii: "."):
                if last == UInt8(ascii: "/") { return false }
            case UInt8(ascii: "/"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "~"), UInt8(ascii: "="),
                UInt8(ascii: "?"), UInt8(ascii: "&"), UInt8(ascii: "+"), UInt8(ascii: ","), UInt8(ascii: ";"):
                break
            default: return false
            }
            last = byte
        }
        return true
    }
}

extension UnsafeRawBufferPointer {
    fileprivate init(_ text: StaticString) { self.init(start: text.utf8Start, count: text.utf8CodeUnitCount) }
}
