import Facts
import WebStandards

/// What the addresses of one picture in several sizes have in common.
///
/// Sizes stand in the name (`harbour-300x200.jpg`), in a folder (`crop-360x240/`, `/s1600/`, `/medium/`) or in the query
/// (`?w=640&quality=80`); the rest of the address is the picture's own.
enum PictureKey {
    /// The key of an absolute URL.
    static func of(_ url: String) -> String {
        guard let start = ownStart(url) else { return url }
        var rest = url[start...]
        if let hash = rest.firstIndex(of: "#") { rest = rest[..<hash] }
        let path = rest.prefix { $0 != "?" }
        let query = rest.dropFirst(path.count + 1)
        var segments = path.split(separator: "/", omittingEmptySubsequences: true).map(String.init)
        guard let host = segments.first, segments.count > 1 else { return String(rest) }
        // What stands behind a file's name says how it is served.
        if let named = segments.firstIndex(where: { hasExtension($0) }) { segments = Array(segments[...named]) }
        let file = stem(segments.removeLast())
        let folders = folders(Array(segments.dropFirst()))
        let own = ownQuery(query)
        return ([host.lowercased()] + folders + [file] + (own.isEmpty ? [] : ["?" + own])).joined(separator: "/")
    }

    /// Where the address of the picture itself begins: services that resize, and archives, put it behind their own.
    private static func ownStart(_ url: String) -> String.Index? {
        let bytes = url.utf8
        var (behindTwo, behindOne): (String.Index?, String.Index?) = (nil, nil)
        var at = bytes.startIndex
        while at != bytes.endIndex, bytes[at] != 0x3F {
            let next = bytes.index(after: at)
            if bytes[at] == 0x3A, next != bytes.endIndex, bytes[next] == 0x2F {
                let behind = bytes.index(after: next)
                behindOne = behind
                if behind != bytes.endIndex, bytes[behind] == 0x2F { behindTwo = bytes.index(after: behind) }
            }
            at = next
        }
        return behindTwo ?? behindOne
    }

    private static func hasExtension(_ segment: String) -> Bool {
        segment.lastIndex(of: ".").map { extensions.contains(segment[segment.index(after: $0)...].lowercased()) }
            ?? false
    }

    /// Whether a segment of a URL's path is the name of a picture's file.
    static func namesFile(_ url: String) -> Bool {
        url.prefix { $0 != "?" && $0 != "#" }.split(separator: "/").dropFirst(2).contains {
            hasExtension(String($0))
        }
    }

    /// Folders that do not name a size.
    private static func folders(_ folders: [String]) -> [String] {
        var kept: [String] = []
        var afterSizeWord = false
        for folder in folders {
            let isNumber = folder.utf8.allSatisfy { $0 >= 0x30 && $0 <= 0x39 }
            if isSize(folder.lowercased()) || (isNumber && (afterSizeWord || usualWidths.contains(folder))) {
                afterSizeWord = !isNumber
                continue
            }
            afterSizeWord = false
            kept.append(folder)
        }
        return kept
    }

    /// `crop-360x240`, `s1600`, `w640`, `thumbs`.
    private static func isSize(_ name: String) -> Bool {
        if sizeWords.contains(name) { return true }
        let bytes = Array(name.utf8)
        if let size = sizeRange(bytes), size.upperBound == bytes.count || bytes[size.upperBound] == 0x2D {
            return size.lowerBound == 0 || bytes[..<size.lowerBound].allSatisfy { !isDigit($0) }
        }
        guard bytes.count > 2, let first = bytes.first, first == 0x73 || first == 0x77 || first == 0x68 else {
            return false
        }
        let digits = bytes.dropFirst().prefix(while: isDigit)
        return digits.count >= 2 && digits.count <= 4
            && (digits.count + 1 == bytes.count || bytes[digits.count + 1] == 0x2D)
    }

    /// A file's name without its extensions and without what says its size.
    private static func stem(_ file: String) -> String {
        var name = file
        while let dot = name.lastIndex(of: "."), extensions.contains(name[name.index(after: dot)...].lowercased()) {
            name = String(name[..<dot])
        }
        while let cut = name.lastIndex(where: { $0 == "-" || $0 == "_" || $0 == "@" || $0 == "." }),
            cut > name.startIndex
        {
            let tail = name[name.index(after: cut)...].lowercased()
            let bytes = Array(tail.utf8)
            guard sizeRange(bytes).map({ $0.count == bytes.count }) ?? false || nameWords.contains(tail) else { break }
            name = String(name[..<cut])
        }
        return name
    }

    /// The first `300x200` in a name.
    static func sizeRange(_ bytes: [UInt8]) -> Range<Int>? {
        for at in bytes.indices where bytes[at] == 0x78 {
            var (start, end) = (at, at + 1)
            while start > 0, isDigit(bytes[start - 1]) { start -= 1 }
            while end < bytes.count, isDigit(bytes[end]) { end += 1 }
            if at - start >= 2, end - at > 2, at - start <= 4, end - at <= 5 { return start..<end }
        }
        return nil
    }

    /// What of a query does not say how the picture is served.
    private static func ownQuery(_ query: Substring) -> String {
        query.split { $0 == "&" || $0 == ";" }
            .filter { !servingWords.contains($0.prefix { $0 != "=" }.lowercased()) && $0.contains("=") }
            .sorted().joined(separator: "&")
    }

    private static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }

    private static let extensions = Set(PictureFormat.all.flatMap(\.suffixes)).union(["pjpeg", "bmp"])
    private static let sizeWords: Set<String> = [
        "thumb", "thumbs", "thumbnail", "thumbnails", "small", "medium", "large", "big", "full", "preview", "original",
        "resized", "resize", "width", "height", "scale-to-width-down", "scale-to-width", "scale-to-height-down",
        "smart", "cropped", "hires",
    ]
    private static let nameWords: Set<String> = [
        "thumb", "thumbnail", "small", "medium", "large", "big", "full", "preview", "scaled", "2x", "3x", "square",
    ]
    private static let servingWords: Set<String> = [
        "w", "h", "width", "height", "size", "s", "sz", "q", "quality", "qlt", "fit", "crop", "resize", "strip", "ssl",
        "auto", "fm", "format", "dpr", "cb", "v", "ver", "version", "t", "ts", "itok", "scale", "rect", "mode",
        "imwidth", "wid", "hei", "fl", "op_usm", "blur", "sharp", "cs", "ixlib", "fp-x", "fp-y", "zoom", "bg",
    ]
    private static let usualWidths: Set<String> = [
        "160", "180", "200", "220", "240", "260", "280", "300", "320", "360", "400", "480", "500", "600", "624", "640",
        "660", "720", "750", "768", "800", "960", "976", "1000", "1024", "1200", "1280", "1440", "1600", "1920", "2048",
    ]
}
