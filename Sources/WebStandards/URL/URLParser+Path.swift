/// Path, query and fragment.
extension URLParser {
    /// The path start state, after an authority.
    mutating func pathStart() -> Bool {
        if layout.scheme.isSpecial {
            if isSlash(current) { position += 1 }
            return pathSegments()
        }
        guard current == 0x2F else { return queryAndFragment() }
        position += 1
        return pathSegments()
    }

    /// The path state: segments from here on, each written as `/segment`.
    mutating func pathSegments() -> Bool {
        let special = layout.scheme.isSpecial
        while true {
            var end = position
            while end < input.count {
                let byte = input[end]
                if byte == 0x2F || byte == 0x3F || byte == 0x23 || (byte == 0x5C && special) { break }
                end += 1
            }
            let more = end < input.count && input[end] != 0x3F && input[end] != 0x23
            append(segment: UnsafeBufferPointer(rebasing: input[position..<end]), more: more)
            position = more ? end + 1 : end
            if !more { break }
        }
        closePath()
        return queryAndFragment()
    }

    /// Appends one segment; `more` says that a slash follows it.
    private mutating func append(segment: UnsafeBufferPointer<UInt8>, more: Bool) {
        switch Self.dots(segment) {
        case 2:
            shortenPath()
            if !more { out.append(0x2F) }
        case 1:
            if !more { out.append(0x2F) }
        default:
            let isFirst = out.count == Int(layout.pathStart)
            out.append(0x2F)
            if layout.scheme == .file, isFirst, segment.count == 2, Self.isDriveLetter(segment[0], segment[1]) {
                out.append(segment[0])
                out.append(0x3A)
            } else {
                out.append(segment, encoding: .path)
            }
        }
    }

    /// 1 for `.`, 2 for `..` (a dot may be `%2e`), 0 for any other segment.
    private static func dots(_ segment: UnsafeBufferPointer<UInt8>) -> Int {
        guard let first = segment.first, first == 0x2E || first == 0x25, segment.count <= 6 else { return 0 }
        var count = 0
        var index = 0
        while index < segment.count {
            if segment[index] == 0x2E {
                index += 1
            } else if index + 2 < segment.count, segment[index] == 0x25, segment[index + 1] == 0x32,
                segment[index + 2] | 0x20 == 0x65
            {
                index += 3
            } else {
                return 0
            }
            count += 1
        }
        return count <= 2 ? count : 0
    }

    /// Removes the last segment, unless it is the drive letter of a file URL.
    mutating func shortenPath() {
        let start = Int(layout.pathStart)
        guard out.count > start else { return }
        if layout.scheme == .file, out.count == start + 3, out[start + 2] == 0x3A, ASCII.isAlpha(out[start + 1]) {
            return
        }
        guard let slash = out[start...].lastIndex(of: 0x2F) else { return }
        out.removeLast(out.count - slash)
    }

    /// Shields a path that starts with `//` in a URL without a host: serialised as it is, it would be an authority.
    mutating func closePath() {
        let start = Int(layout.pathStart)
        guard !layout.hasHost, out.count > start + 1, out[start] == 0x2F, out[start + 1] == 0x2F else { return }
        out.insert(contentsOf: [0x2F, 0x2E], at: start)
        layout.pathStart += 2
    }

    /// The opaque path state: one string, of which a trailing space is encoded when a query or fragment follows.
    mutating func opaquePath() -> Bool {
        setNoHost()
        layout.isOpaque = true
        var end = position
        while end < input.count, input[end] != 0x3F, input[end] != 0x23 { end += 1 }
        let spaceLast = end < input.count && end > position && input[end - 1] == 0x20
        out.append(UnsafeBufferPointer(rebasing: input[position..<(spaceLast ? end - 1 : end)]), encoding: .c0Control)
        if spaceLast { out.appendPercentEncoded(0x20) }
        position = end
        return queryAndFragment()
    }

    /// `?query` and `#fragment`, as far as they are there.
    mutating func queryAndFragment() -> Bool {
        if current == 0x3F {
            var end = position + 1
            while end < input.count, input[end] != 0x23 { end += 1 }
            layout.queryStart = mark
            out.append(0x3F)
            let set = layout.scheme.isSpecial ? ASCIISet.specialQuery : ASCIISet.query
            out.append(UnsafeBufferPointer(rebasing: input[(position + 1)..<end]), encoding: set)
            position = end
        }
        if current == 0x23 {
            layout.fragmentStart = mark
            out.append(0x23)
            out.append(UnsafeBufferPointer(rebasing: input[(position + 1)...]), encoding: .fragment)
        }
        return true
    }
}
