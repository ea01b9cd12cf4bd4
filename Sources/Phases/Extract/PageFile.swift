import Configuration
import Extraction
import Facts
import Platform
import WebArchive
import WebStandards

/// An HTML file of a folder as a page.
enum PageFile {
    /// Where a page stands: under `input.base-url`, else where the file says that it was saved from, else where it lies.
    static func sort(_ record: ArchiveRecord, source: ArchiveSource, input: InputConfig) -> RecordSorter.Sorted {
        guard !record.content.isEmpty else { return .other(.recordEmptyPayload, detail: "") }
        let body = record.block
        guard !Sniff.isBinary(body) else { return .other(.recordNotHTML, detail: "binary bytes") }
        let saved = input.baseURL.isEmpty ? SavedFrom.url(body) : nil
        let base = input.baseURL.isEmpty ? "file:///" : input.baseURL
        let root = base.hasSuffix("/") ? base : base + "/"
        var page = CapturedPage(url: saved ?? root + source.name, body: body, httpCharset: nil)
        let rootFolder = String(decoding: source.path.utf8.dropLast(source.name.utf8.count), as: UTF8.self)
        page.beside = PictureFolder(
            url: saved.map(folder(of:)) ?? root, path: saved == nil ? rootFolder : folder(of: source.path))
        return .page(page)
    }

    /// Up to the last slash, that included.
    private static func folder(of path: String) -> String {
        let path = path.prefix { $0 != "?" && $0 != "#" }
        return path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
    }
}

/// The address that browsers and SingleFile write into pages that they save.
enum SavedFrom {
    /// Bytes of a page in which its origin may stand.
    private static let headBytes = 4096

    /// `<!-- saved from url=(0022)https://example.org/ -->` (Internet Explorer, Chrome), or `url: https://…` in SingleFile's
    /// comment; nil when neither stands at the beginning.
    static func url(_ body: [UInt8]) -> String? {
        let head = String(decoding: body.prefix(headBytes), as: UTF8.self)
        if let mark = head.firstRange(of: "saved from url=("), let close = head[mark.upperBound...].firstIndex(of: ")")
        {
            return web(head[head.index(after: close)...])
        }
        guard let mark = head.firstRange(of: "Page saved with SingleFile"),
            let url = head[mark.upperBound...].firstRange(of: "url:")
        else { return nil }
        return web(head[url.upperBound...])
    }

    private static func web(_ text: Substring) -> String? {
        let word = text.drop { $0 == " " }.prefix { !$0.isWhitespace && $0 != ">" }
        guard let url = WebURL(String(word)), url.isHTTP else { return nil }
        return String(word)
    }
}

extension PictureFolder {
    /// The file that has the bytes of a picture; nil when the URL leads elsewhere or there is none.
    func file(of picture: String) -> String? {
        guard let root = WebURL(url)?.href, picture.hasPrefix(root) else { return nil }
        let rest = picture.dropFirst(root.count).prefix { $0 != "?" && $0 != "#" }
        let name = Percent.decode(rest)
        guard !name.isEmpty, !name.contains("\0"), !name.split(separator: "/").contains("..") else { return nil }
        let file = path + name
        return Files.isFile(file) ? file : nil
    }
}
