import JSON
import Platform

/// The pages that a WACZ says it holds (`pages/*.jsonl`; WACZ 1.1.1, 5.2): what was visited, without the frames and
/// scripts that came with it, and their titles.
public struct PageList: Sendable {
    private var titles: [String: String] = [:]

    /// A list of none.
    public init() {}

    /// Whether no page is listed: then every page of the archive is one.
    public var isEmpty: Bool { titles.isEmpty }

    /// Whether a URL is listed; fragments do not count.
    public func contains(_ url: String) -> Bool { titles[PageList.key(url)] != nil }

    /// The title of a page, nil when it is not listed or has none.
    public func title(of url: String) -> String? { titles[PageList.key(url)].flatMap { $0.isEmpty ? nil : $0 } }

    private static func key(_ url: String) -> String { String(url.prefix { $0 != "#" }) }

    /// The lists in the container that a source lies in; none for a source that is a file of its own.
    /// - Throws: `ArchiveError.system` when the file cannot be opened.
    public static func of(_ source: ArchiveSource, limits: ArchiveLimits = ArchiveLimits()) throws(ArchiveError)
        -> PageList
    {
        guard source.containerBegin > 0 else { return PageList() }
        let file: MappedFile
        do { file = try MappedFile(path: source.path) } catch { throw .system(error) }
        var list = PageList()
        guard ZipDirectory.isZip(file.bytes) else { return list }
        for entry in ZipDirectory.entries(file.bytes) ?? [] {
            guard entry.name.hasPrefix("pages/"), entry.name.hasSuffix(".jsonl"), let range = entry.range else {
                continue
            }
            let bytes = UnsafeRawBufferPointer(rebasing: file.bytes[range])
            if entry.isStored {
                list.read(Array(bytes))
            } else if case .whole(let text) = ContentCoding.deflate.inflate(bytes, limit: limits.recordBytes) {
                list.read(text)
            }
        }
        return list
    }

    /// Lines of JSON; the first describes the list and has no URL, and what is no JSON is left out.
    mutating func read(_ text: [UInt8]) {
        for line in text.split(separator: 0x0A) {
            guard let json = try? JSONValue(parsing: Array(line)), let url = json["url"]?.string else { continue }
            titles[PageList.key(url)] = json["title"]?.string ?? ""
        }
    }
}
