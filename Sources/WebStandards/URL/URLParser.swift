/// The basic URL parser (URL Standard, section 4.4) over bytes.
///
/// The standard's states are written here as functions that each consume one part and append its serialisation at
/// once, which works because a URL is serialised in the order it is read. Only the `/.` before a path of `//`
/// without a host is put in afterwards.
struct URLParser {
    let input: UnsafeBufferPointer<UInt8>
    var position = 0
    let base: Base?
    var out: [UInt8] = []
    var layout = URLLayout()

    /// The base URL, its bytes held by the caller.
    struct Base {
        let bytes: UnsafeBufferPointer<UInt8>
        let layout: URLLayout

        func bytes(_ start: Int32, _ end: Int32) -> UnsafeBufferPointer<UInt8> {
            UnsafeBufferPointer(rebasing: bytes[Int(start)..<Int(end)])
        }
    }

    /// Parses `text` against `base`; nil is the standard's failure.
    static func parse(_ text: UnsafeBufferPointer<UInt8>, base: WebURL?) -> WebURL? {
        guard text.count < 1 << 28 else { return nil }
        var (start, end) = (0, text.count)
        while start < end, text[start] <= 0x20 { start += 1 }
        while end > start, text[end - 1] <= 0x20 { end -= 1 }
        let trimmed = UnsafeBufferPointer(rebasing: text[start..<end])
        guard trimmed.contains(where: { $0 == 0x09 || $0 == 0x0A || $0 == 0x0D }) else {
            return run(trimmed, base: base)
        }
        let clean = trimmed.filter { $0 != 0x09 && $0 != 0x0A && $0 != 0x0D }
        return clean.withUnsafeBufferPointer { run($0, base: base) }
    }

    private static func run(_ input: UnsafeBufferPointer<UInt8>, base: WebURL?) -> WebURL? {
        guard let base else { return finish(URLParser(input: input, base: nil)) }
        let known = base.href.utf8.withContiguousStorageIfAvailable {
            finish(URLParser(input: input, base: Base(bytes: $0, layout: base.layout)))
        }
        return known ?? nil
    }

    private static func finish(_ unparsed: URLParser) -> WebURL? {
        var parser = unparsed
        parser.out.reserveCapacity(parser.input.count + (parser.base?.bytes.count ?? 0) + 8)
        guard parser.start() else { return nil }
        return WebURL(href: String(decoding: parser.out, as: UTF8.self), layout: parser.layout)
    }
}

// MARK: - Scheme, relative references

extension URLParser {
    /// The byte at `position`, nil at the end.
    @inline(__always)
    var current: UInt8? { position < input.count ? input[position] : nil }

    /// Where the output ends now.
    @inline(__always)
    var mark: Int32 { Int32(truncatingIfNeeded: out.count) }

    /// `/`, or `\` in a special URL.
    @inline(__always)
    func isSlash(_ byte: UInt8?) -> Bool { byte == 0x2F || (byte == 0x5C && layout.scheme.isSpecial) }

    func byte(ahead: Int) -> UInt8? { position + ahead < input.count ? input[position + ahead] : nil }

    private mutating func start() -> Bool {
        if readScheme() { return afterScheme() }
        guard let base else { return false }
        layout.scheme = base.layout.scheme
        if base.layout.isOpaque {
            guard current == 0x23 else { return false }
            layout = base.layout
            layout.fragmentStart = -1
            let end = base.layout.fragmentStart >= 0 ? base.layout.fragmentStart : Int32(base.bytes.count)
            out.append(contentsOf: base.bytes(0, end))
            return queryAndFragment()
        }
        out.append(contentsOf: base.bytes(0, base.layout.schemeEnd))
        layout.schemeEnd = base.layout.schemeEnd
        return layout.scheme == .file ? file() : relative(base)
    }

    /// Consumes `scheme:` if the input starts with one.
    private mutating func readScheme() -> Bool {
        guard let first = current, ASCII.isAlpha(first) else { return false }
        var end = 1
        while end < input.count, input[end] != 0x3A {
            let byte = input[end]
            guard ASCII.isAlpha(byte) || ASCII.isDigit(byte) || byte == 0x2B || byte == 0x2D || byte == 0x2E else {
                return false
            }
            end += 1
        }
        guard end < input.count else { return false }
        for index in 0..<end { out.append(ASCII.lower(input[index])) }
        layout.scheme = URLScheme(out)
        out.append(0x3A)
        layout.schemeEnd = mark
        position = end + 1
        return true
    }

    private mutating func afterScheme() -> Bool {
        if layout.scheme == .file { return file() }
        if layout.scheme.isSpecial {
            let twoSlashes = current == 0x2F && byte(ahead: 1) == 0x2F
            if let base, base.layout.scheme == layout.scheme, !twoSlashes { return relative(base) }
            while isSlash(current) { position += 1 }
            return authority()
        }
        guard current == 0x2F else { return opaquePath() }
        position += 1
        if current == 0x2F {
            position += 1
            return authority()
        }
        return noHostPath()
    }

    /// The relative and relative slash states.
    private mutating func relative(_ base: Base) -> Bool {
        guard isSlash(current) else {
            copyAuthority(of: base)
            return mergePath(of: base) { _ in true }
        }
        position += 1
        if isSlash(current) {
            if layout.scheme.isSpecial { while isSlash(current) { position += 1 } } else { position += 1 }
            return authority()
        }
        copyAuthority(of: base)
        return pathSegments()
    }

    /// The path and query of `base` as far as the reference keeps them, then the rest of the reference.
    /// `dropsLast` says whether a path of the reference replaces the base's last segment or the whole path.
    mutating func mergePath(of base: Base, dropsLast: (URLParser) -> Bool) -> Bool {
        let baseEnd = base.layout.pathEnd(count: Int32(base.bytes.count))
        out.append(contentsOf: base.bytes(base.layout.pathStart, baseEnd))
        guard let first = current, first != 0x23 else {
            closePath()
            let queryEnd = base.layout.fragmentStart >= 0 ? base.layout.fragmentStart : Int32(base.bytes.count)
            if base.layout.queryStart >= 0 {
                layout.queryStart = mark
                out.append(contentsOf: base.bytes(base.layout.queryStart, queryEnd))
            }
            return queryAndFragment()
        }
        if first == 0x3F {
            closePath()
            return queryAndFragment()
        }
        if dropsLast(self) { shortenPath() } else { out.removeLast(out.count - Int(layout.pathStart)) }
        return pathSegments()
    }

    private mutating func copyAuthority(of base: Base) {
        let from = base.layout
        out.append(contentsOf: base.bytes(from.schemeEnd, from.authorityEnd))
        layout.hasHost = from.hasHost
        (layout.usernameEnd, layout.hostStart) = (from.usernameEnd, from.hostStart)
        (layout.hostEnd, layout.port) = (from.hostEnd, from.port)
        layout.pathStart = mark
    }

    /// A path after one slash in a URL that has no authority.
    private mutating func noHostPath() -> Bool {
        setNoHost()
        return pathSegments()
    }

    /// Marks the URL as one without a host, whose path starts here.
    mutating func setNoHost() {
        layout.usernameEnd = mark
        layout.hostStart = mark
        layout.hostEnd = mark
        layout.pathStart = mark
    }
}
