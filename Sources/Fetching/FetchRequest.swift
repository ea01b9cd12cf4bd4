/// One URL to fetch.
public struct FetchRequest: Sendable {
    /// The caller's own number, given back with the result.
    public let id: Int
    /// The URL as it was found.
    public let url: String

    /// A request for `url`.
    public init(id: Int, url: String) {
        self.id = id
        self.url = url
    }
}
