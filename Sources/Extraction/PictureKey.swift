import Facts

/// What the addresses of one picture in several sizes have in common.
///
/// Sizes stand in the name (`harbour-300x200.jpg`), in a folder (`crop-360x240/`, `/s1600/`, `/medium/`) or in the query
/// (`?w=640&quality=80`); the rest of the address is the picture's own, and its hash is the key.
struct PictureKey: Hashable {
    private var hash: UInt64 = 0xCBF2_9CE4_8422_2325

    private init() {}

    /// The key of an absolute URL.
    static func of(_ url: String) -> PictureKey { of(url.utf8.span) }

    /// The key of an absolute URL.
    static func of(_ url: Span<UInt8>) -> PictureKey {
        var key = PictureKey()
        guard let start = ownStart(url) else {
            key.mix(url, 0..<url.count)
            return key
        }
        let ends = ends(url, start)
        var segments = segments(url, start..<ends.path)
        guard let host = segments.first, segments.count > 1 else {
            key.mix(url, start..<ends.query)
            return key
        }
        // What stands behind a file's name says how it is served.
        if let named = segments.firstIndex(where: { hasExtension(url, $0) }) { segments.removeSubrange((named + 1)...) }
        let file = stem(url, segments.removeLast())
        key.mixLowered(url, host)
        key.mixFolders(url, segments.dropFirst())
        key.mix(0x2F)
        key.mix(url, file)
        key.mixQuery(url, min(ends.path + 1, ends.query)..<ends.query)
        return key
    }

    // MARK: Hashing

    private mutating func mix(_ byte: UInt8) { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }

    private mutating func mix(_ bytes: Span<UInt8>, _ range: Range<Int>) { for at in range { mix(bytes[at]) } }

    private mutating func mixLowered(_ bytes: Span<UInt8>, _ range: Range<Int>) {
        for at in range { mix(Bytes.lower(bytes[at])) }
    }

    /// Folders that do not name a size.
    private mutating func mixFolders(_ url: Span<UInt8>, _ folders: ArraySlice<Range<Int>>) {
        var afterSizeWord = false
        for folder in folders {
            let isNumber = Self.isNumber(url, folder)
            if Self.isSize(url, folder) || (isNumber && (afterSizeWord || Self.usualWidths.contains(url, folder))) {
                afterSizeWord = !isNumber
                continue
            }
            afterSizeWord = false
            mix(0x2F)
            mix(url, folder)
        }
    }

    /// What of a query does not say how the picture is served.
    private mutating func mixQuery(_ url: Span<UInt8>, _ query: Range<Int>) {
        var own: [Range<Int>] = []
        var start = query.lowerBound
        while start < query.upperBound {
            var (end, sign) = (start, -1)
            while end < query.upperBound, url[end] != 0x26, url[end] != 0x3B {
                if url[end] == 0x3D, sign < 0 { sign = end }
                end += 1
            }
            if sign >= 0, !Self.servingWords.contains(url, start..<sign) { own.append(start..<end) }
            start = end + 1
        }
        // The order of a query's parts says nothing.
        own.sort { Self.isBefore(url, $0, $1) }
        for part in own {
            mix(0x26)
            mix(url, part)
        }
    }

    private static func isBefore(_ url: Span<UInt8>, _ one: Range<Int>, _ other: Range<Int>) -> Bool {
        for at in 0..<min(one.count, other.count) {
            let (first, second) = (url[one.lowerBound + at], url[other.lowerBound + at])
            if first != second { return first < second }
        }
        return one.count < other.count
    }
}

// MARK: - Parts of an address

extension PictureKey {
    /// Where the address of the picture itself begins: services that resize, and archives, put it behind their own.
    private static func ownStart(_ url: Span<UInt8>) -> Int? {
        var (behindTwo, behindOne): (Int?, Int?) = (nil, nil)
        var at = 0
        while at + 1 < url.count, url[at] != 0x3F {
            if url[at] == 0x3A, url[at + 1] == 0x2F {
                behindOne = at + 2
                if at + 2 < url.count, url[at + 2] == 0x2F { behindTwo = at + 3 }
            }
            at += 1
        }
        return behindTwo ?? behindOne
    }

    /// Where path and query end.
    private static func ends(_ url: Span<UInt8>, _ start: Int) -> (path: Int, query: Int) {
        var (path, at) = (-1, start)
        while at < url.count, url[at] != 0x23 {
            if url[at] == 0x3F, path < 0 { path = at }
            at += 1
        }
        return (path < 0 ? at : path, at)
    }

    private static func segments(_ url: Span<UInt8>, _ path: Range<Int>) -> [Range<Int>] {
        var segments: [Range<Int>] = []
        var start = path.lowerBound
        for at in path.lowerBound...path.upperBound where at == path.upperBound || url[at] == 0x2F {
            if at > start { segments.append(start..<at) }
            start = at + 1
        }
        return segments
    }

    /// Whether a segment of a URL's path is the name of a picture's file.
    static func namesFile(_ url: Span<UInt8>) -> Bool {
        let end = Addresses.pathEnd(url)
        var (start, count) = (0, 0)
        for at in 0...end where at == end || url[at] == 0x2F {
            if at > start {
                count += 1
                if count > 2, hasExtension(url, start..<at) { return true }
            }
            start = at + 1
        }
        return false
    }

    private static func hasExtension(_ url: Span<UInt8>, _ segment: Range<Int>) -> Bool {
        guard let dot = last(0x2E, url, segment) else { return false }
        return extensions.contains(url, dot + 1..<segment.upperBound)
    }

    private static func last(_ byte: UInt8, _ url: Span<UInt8>, _ range: Range<Int>) -> Int? {
        var at = range.upperBound - 1
        while at >= range.lowerBound, url[at] != byte { at -= 1 }
        return at < range.lowerBound ? nil : at
    }

    private static func isNumber(_ url: Span<UInt8>, _ range: Range<Int>) -> Bool {
        for at in range where !isDigit(url[at]) { return false }
        return true
    }

    /// `crop-360x240`, `s1600`, `w640`, `thumbs`.
    private static func isSize(_ url: Span<UInt8>, _ name: Range<Int>) -> Bool {
        if sizeWords.contains(url, name) { return true }
        if let size = sizeRange(url, name), size.upperBound == name.upperBound || url[size.upperBound] == 0x2D {
            for at in name.lowerBound..<size.lowerBound where isDigit(url[at]) { return false }
            return true
        }
        guard name.count > 2, [0x73, 0x77, 0x68].contains(Bytes.lower(url[name.lowerBound])) else { return false }
        var end = name.lowerBound + 1
        while end < name.upperBound, isDigit(url[end]) { end += 1 }
        let digits = end - name.lowerBound - 1
        return digits >= 2 && digits <= 4 && (end == name.upperBound || url[end] == 0x2D)
    }

    /// A file's name without its extensions and without what says its size.
    private static func stem(_ url: Span<UInt8>, _ file: Range<Int>) -> Range<Int> {
        var name = file
        while let dot = last(0x2E, url, name), extensions.contains(url, dot + 1..<name.upperBound) {
            name = name.lowerBound..<dot
        }
        while let cut = lastJoint(url, name), cut > name.lowerBound {
            let tail = cut + 1..<name.upperBound
            guard sizeRange(url, tail) == tail || nameWords.contains(url, tail) else { break }
            name = name.lowerBound..<cut
        }
        return name
    }

    private static func lastJoint(_ url: Span<UInt8>, _ name: Range<Int>) -> Int? {
        var at = name.upperBound - 1
        while at >= name.lowerBound {
            switch url[at] {
            case 0x2D, 0x5F, 0x40, 0x2E: return at
            default: at -= 1
            }
        }
        return nil
    }

    /// The first `300x200` in a range.
    static func sizeRange(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Range<Int>? {
        for at in range where bytes[at] | 0x20 == 0x78 {
            var (start, end) = (at, at + 1)
            while start > range.lowerBound, isDigit(bytes[start - 1]) { start -= 1 }
            while end < range.upperBound, isDigit(bytes[end]) { end += 1 }
            if at - start >= 2, end - at > 2, at - start <= 4, end - at <= 5 { return start..<end }
        }
        return nil
    }

    static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }

    private static let extensions = WordSet(PictureFormat.all.flatMap(\.suffixes) + ["pjpeg", "bmp"])
    private static let sizeWords = WordSet([
        "max", "thumb", "thumbs", "thumbnail", "thumbnails", "small", "medium", "large", "big", "full", "preview",
        "original",
        "resized", "resize", "width", "height", "scale-to-width-down", "scale-to-width", "scale-to-height-down",
        "smart", "cropped", "hires",
    ])
    private static let nameWords = WordSet([
        "thumb", "thumbnail", "small", "medium", "large", "big", "full", "preview", "scaled", "2x", "3x", "square",
    ])
    private static let servingWords = WordSet([
        "w", "h", "width", "height", "size", "s", "sz", "q", "quality", "qlt", "fit", "crop", "resize", "strip", "ssl",
        "auto", "fm", "format", "dpr", "cb", "v", "ver", "version", "t", "ts", "itok", "scale", "rect", "mode",
        "imwidth", "wid", "hei", "fl", "op_usm", "blur", "sharp", "cs", "ixlib", "fp-x", "fp-y", "zoom", "bg",
    ])
    private static let usualWidths = WordSet([
        "160", "180", "200", "220", "240", "260", "280", "300", "320", "360", "400", "480", "500", "600", "624", "640",
        "660", "720", "750", "768", "800", "960", "976", "1000", "1024", "1200", "1280", "1440", "1600", "1920", "2048",
    ])
}
