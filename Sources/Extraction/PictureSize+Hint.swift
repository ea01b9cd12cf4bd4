/// The size that an address asks for or names.
extension PictureSize {
    /// `-300x200.jpg`, `/s72-c/`, `=s35`, `?w=640`.
    static func hint(_ address: Span<UInt8>) -> PictureSize {
        // Longer addresses carry their size at the end.
        let start = max(0, address.count - 300)
        let tail = start..<address.count
        if let range = PictureKey.sizeRange(address, tail) { return sides(address, range) }
        if let query = query(address), query.width != nil || query.height != nil { return query }
        return square(address, tail) ?? most(address, tail)
    }

    /// `/max/1400/`.
    private static func most(_ address: Span<UInt8>, _ range: Range<Int>) -> PictureSize {
        var at = range.lowerBound
        while at + 6 < range.upperBound {
            if address[at] == 0x2F, Addresses.has("/max/", address, at) {
                let (width, end) = number(address, at + 5, range.upperBound)
                if width != nil, end < range.upperBound, address[end] == 0x2F { return PictureSize(width: width) }
            }
            at += 1
        }
        return PictureSize()
    }

    /// `300x200`.
    private static func sides(_ address: Span<UInt8>, _ range: Range<Int>) -> PictureSize {
        let (width, end) = number(address, range.lowerBound, range.upperBound)
        return PictureSize(width: width, height: number(address, end + 1, range.upperBound).value)
    }

    /// The digits from a place on, nil when there are none or more than an `Int` holds; and where they end.
    private static func number(_ address: Span<UInt8>, _ start: Int, _ end: Int) -> (value: Int?, end: Int) {
        var (at, value) = (start, 0)
        var isTooLong = false
        while at < end, PictureKey.isDigit(address[at]) {
            if at - start >= 18 { isTooLong = true } else { value = value * 10 + Int(address[at]) - 0x30 }
            at += 1
        }
        return (at == start || isTooLong ? nil : value, at)
    }

    private static let widths = WordSet(["w", "width", "s", "size", "sz", "wid", "imwidth"])
    private static let heights = WordSet(["h", "height", "hei"])

    /// `?w=640&h=480`; nil when there is no query.
    private static func query(_ address: Span<UInt8>) -> PictureSize? {
        var at = 0
        while at < address.count, address[at] != 0x3F { at += 1 }
        guard at < address.count else { return nil }
        var size = PictureSize()
        while at < address.count {
            let start = at + 1
            var (sign, end) = (-1, start)
            while end < address.count, address[end] != 0x26 {
                if address[end] == 0x3D, sign < 0 { sign = end }
                end += 1
            }
            at = end
            guard sign > start, let value = number(address, sign + 1, end).value, value > 1 else { continue }
            if widths.contains(address, start..<sign) { size.width = value }
            if heights.contains(address, start..<sign) { size.height = value }
        }
        return size
    }

    /// `/s72-c/` and `=s35-c`, as one maker of pages writes the side of a square.
    private static func square(_ bytes: Span<UInt8>, _ range: Range<Int>) -> PictureSize? {
        var at = range.lowerBound
        while at + 2 < range.upperBound {
            if bytes[at] == 0x2F || bytes[at] == 0x3D, bytes[at + 1] == 0x73 {
                var (end, side) = (at + 2, 0)
                while end < range.upperBound, PictureKey.isDigit(bytes[end]), side < 10_000 {
                    side = side * 10 + Int(bytes[end]) - 0x30
                    end += 1
                }
                let isOver = end == range.upperBound || bytes[end] == 0x2F || bytes[end] == 0x2D
                if side >= 16, isOver { return PictureSize(width: side) }
            }
            at += 1
        }
        return nil
    }
}
