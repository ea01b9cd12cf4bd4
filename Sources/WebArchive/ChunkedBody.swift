/// Undoes the chunked transfer coding (RFC 9112, 7.1).
enum ChunkedBody {
    /// What came of it.
    enum Result {
        /// All chunks, well formed up to the last one or to the end of the bytes.
        case joined([UInt8])
        /// Chunks, then something else, which stands behind them as it is.
        case damaged([UInt8])
        /// The bytes are not chunked.
        case notChunked
    }

    /// Joins the chunks of `body`. Trailers and extensions are dropped; lines may end in LF alone.
    static func join(_ body: UnsafeRawBufferPointer) -> Result {
        let result = join(body, from: 0)
        if case .notChunked = result, let out = joinAfterBadStart(body) { return .damaged(out) }
        return result
    }

    /// A body that ends as chunked ones do, but whose first size line is broken: that line is left out, and what stands
    /// before the first good chunk is taken as it is.
    private static func joinAfterBadStart(_ body: UnsafeRawBufferPointer) -> [UInt8]? {
        guard body.has("\r\n0\r\n\r\n", at: body.count - 7), let first = body.firstLineFeed(from: 0), first < 24 else {
            return nil
        }
        var at = first + 1
        while let feed = body.firstLineFeed(from: at), feed < 1 << 16 {
            if sizeLine(body, at: feed + 1) != nil, case .joined(let rest) = join(body, from: feed + 1) {
                let end = body[feed - 1] == 0x0D ? feed - 1 : feed
                return Array(body[(first + 1)..<max(first + 1, end)]) + rest
            }
            at = feed + 1
        }
        return nil
    }

    private static func join(_ body: UnsafeRawBufferPointer, from start: Int) -> Result {
        var out: [UInt8] = []
        out.reserveCapacity(body.count)
        var at = start
        while at < body.count {
            guard let (size, begin) = sizeLine(body, at: at) else {
                if at == start { return .notChunked }
                out.append(contentsOf: body[at...])
                return .damaged(out)
            }
            if size == 0 { return .joined(out) }
            guard size <= body.count - begin else {
                out.append(contentsOf: body[begin...])
                return .damaged(out)
            }
            guard let next = lineEnd(body, at: begin + size) else {
                // No line ends where this chunk does: was the first "size line" just a line of text?
                if at == start { return .notChunked }
                out.append(contentsOf: body[at...])
                return .damaged(out)
            }
            out.append(contentsOf: body[begin..<(begin + size)])
            at = next
        }
        return .joined(out)
    }

    /// The size said at `index` (at most 2^63) and where its data begins.
    private static func sizeLine(_ body: UnsafeRawBufferPointer, at index: Int) -> (size: Int, start: Int)? {
        var at = index
        var size: UInt64 = 0
        while at < body.count, let digit = hex(body[at]), at - index < 17 {
            size = at - index < 16 ? size << 4 | UInt64(digit) : .max
            at += 1
        }
        guard at > index else { return nil }
        while at < body.count, body[at] == 0x20 || body[at] == 0x09 { at += 1 }
        if at < body.count, body[at] == UInt8(ascii: ";") {
            guard let feed = body.firstLineFeed(from: at), feed - index < 4096 else { return nil }
            at = feed
        }
        guard let start = lineEnd(body, at: at), start > at else { return nil }
        return (Int(clamping: size), start)
    }

    /// The index after CRLF or LF at `index`; `index` itself at the end of the bytes.
    private static func lineEnd(_ body: UnsafeRawBufferPointer, at index: Int) -> Int? {
        if index >= body.count { return body.count }
        if body[index] == 0x0A { return index + 1 }
        guard body[index] == 0x0D else { return nil }
        return index + 1 >= body.count ? body.count : body[index + 1] == 0x0A ? index + 2 : nil
    }

    private static func hex(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte - 0x30
        case 0x41...0x46: byte - 0x37
        case 0x61...0x66: byte - 0x57
        default: nil
        }
    }
}
