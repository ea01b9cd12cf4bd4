/// A successful HTML response of a crawl.
public struct CapturedPage: Sendable {
    /// The page's URL as the archive has it.
    public var url: String
    /// The body, content coding undone.
    public var body: [UInt8]
    /// The `charset` of the HTTP `Content-Type`, nil when it names none.
    public var httpCharset: String?
    /// The values of `X-Robots-Tag` in the response's header.
    public var robotsTags: [String] = []
    /// The value of `tdm-reservation` in the response's header, nil when there is none.
    public var tdmReservation: String?

    /// A page.
    public init(url: String, body: [UInt8], httpCharset: String? = nil) {
        self.url = url
        self.body = body
        self.httpCharset = httpCharset
    }
}
