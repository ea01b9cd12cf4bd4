public import FoundationEssentials

extension IdeficsModel {
    /// Loads the checkpoint folder at a file URL.
    /// - Throws: `IdeficsError` as `init(checkpoint:options:)` of a path, `.option` for a URL that is no file's.
    public convenience init(checkpoint url: URL, options: LoadOptions = LoadOptions()) throws(IdeficsError) {
        guard url.isFileURL else { throw .option("'\(url.absoluteString)' is not the URL of a folder") }
        try self.init(checkpoint: url.path(percentEncoded: false), options: options)
    }
}
