/// Where the pictures of requests come from: files, and addresses only when there is something to fetch them with.
public struct PictureLoader {
    /// Fetches the bytes of an `http` or `https` address.
    public typealias Fetch = (_ url: String) throws(IdeficsError) -> [UInt8]

    private let folder: String
    private let fetch: Fetch?

    /// A loader for paths that are absolute or relative to `folder`; nil as `fetch` refuses addresses.
    public init(relativeTo folder: String, fetch: Fetch? = nil) { (self.folder, self.fetch) = (folder, fetch) }

    /// The picture at a path or address, prepared for `model`; `splits` as in `PictureProcessor.prepare`.
    /// - Throws: `IdeficsError.image` when it is no picture or an address that may not be fetched; `.system`.
    public func load(_ source: String, for model: IdeficsModel, splits: Bool? = nil) throws(IdeficsError)
        -> PreparedImage
    {
        guard !source.isEmpty else { throw .image("the path is empty") }
        guard Self.isAddress(source) else {
            return try model.images.prepare(
                path: source.hasPrefix("/") ? source : folder + "/" + source, splits: splits)
        }
        guard let fetch else { throw .image("'\(source)' is an address; addresses are not fetched unless allowed") }
        return try model.images.prepare(encoded: fetch(source), splits: splits)
    }

    /// Whether it begins with `http://` or `https://` in any letter case.
    private static func isAddress(_ source: String) -> Bool {
        let start = source.utf8.prefix(8).map { (65...90).contains($0) ? $0 + 32 : $0 }
        return start.starts(with: Array("http://".utf8)) || start.elementsEqual(Array("https://".utf8))
    }
}
