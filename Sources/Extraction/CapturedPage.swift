/// A successful HTML response of a crawl.
package struct CapturedPage: Sendable {
    /// The page's URL as the archive has it.
    package var url: String
    /// The body, content coding undone.
    package var body: [UInt8]
    /// The `charset` of the HTTP `Content-Type`, nil when it names none.
    package var httpCharset: String?
    /// The values of `X-Robots-Tag` in the response's header.
    package var robotsTags: [String] = []
    /// The value of `tdm-reservation` in the response's header, nil when there is none.
    package var tdmReservation: String?
    /// Why the crawler cut the body (`length`, `time`, `disconnect`, …), nil when it is whole.
    package var truncation: String?
    /// What the page is called where it was listed: its title when it has none itself.
    package var title: String?
    /// Where its pictures may lie as files; nil for a page of an archive.
    package var beside: PictureFolder?

    /// A page.
    package init(url: String, body: [UInt8], httpCharset: String? = nil) {
        self.url = url
        self.body = body
        self.httpCharset = httpCharset
    }
}

/// A folder of files and the URL under which they stand.
package struct PictureFolder: Sendable, Equatable {
    /// The URL, up to and with a slash.
    package var url: String
    /// The folder's path, up to and with a slash.
    package var path: String

    /// A folder.
    package init(url: String, path: String) {
        self.url = url
        self.path = path
    }
}
