/// Where the pictures of requests come from: files, and addresses only when there is something to fetch them with.
public struct PictureLoader {
    /// Fetches the bytes of an `http` or `https` address.
    public typealias Fetch = (_ url: String) throws(IdeficsError) -> [UInt8]

    private let folder: String
    private let fetch: Fetch?

    /// A loader for paths that are absolute or relative to `folder`; nil as `fetch` refuses addresses.
    public init(relativeTo folder: String, fetch: Fetch? = nil) { (self.folder, self.fetch) = (folder, fetch) }

    /// The picture at a path or address, prepared for `model`.
    /// - Throws: `IdeficsError.image` when it is no picture or an address that may not be fetched; `.system`.
    public func load(_ source: String, for model: IdeficsModel) throws(IdeficsError) -> PreparedImage {
        guard !source.hasPrefix("http://"), !source.hasPrefix("https://") else {
            guard let fetch else { throw .image("'\(source)' is an address; addresses are not fetched unless allowed") }
            return try model.images.prepare(encoded: fetch(source))
        }
        return try model.images.prepare(path: source.hasPrefix("/") ? source : folder + "/" + source)
    }
}
