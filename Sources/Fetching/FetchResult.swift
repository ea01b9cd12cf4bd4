public import Platform

/// What became of one request; exactly one for each.
public struct FetchResult: Sendable {
    /// The number of the request.
    public let id: Int
    /// The URL of the request.
    public let url: String
    /// Fetched, or why not.
    public let outcome: FetchOutcome
    /// The URL that answered, after redirects; the normalised URL without any; empty when it never parsed.
    public let finalURL: String
    /// Redirects followed.
    public let redirects: Int
    /// The last HTTP status, 0 without an answer.
    public let status: Int
    /// The `Content-Type` as sent, at most 200 bytes; it may lie.
    public let contentType: String
    /// The decoded body, empty unless fetched.
    public let body: [UInt8]
    /// SHA-256 of `body`.
    public let digest: Digest
    /// Requests sent for it, redirects not counted; 0 when it was refused before any.
    public let attempts: Int
    /// Milliseconds on the network.
    public let milliseconds: Int
}
