package import Fetching

/// How patiently remote files are read, and from where.
package struct RemotePolicy: Sendable {
    /// Addresses that may be connected to although they are not global.
    package var allowedAddresses: [CIDR] = []
    /// The `User-Agent` header.
    package var userAgent = "Quarry"
    /// Attempts in a row that bring nothing before a file is given up. One request in twenty fails in the tests; six
    /// failures in a row then have a chance of 1.6e-8.
    package var attempts = 6
    /// Seconds before the second attempt; doubled each time.
    package var pause = 0.5
    /// The longest pause, also of those that a server asks for.
    package var longestPause = 30.0
    /// Seconds for name, connection and TLS together.
    package var connectTimeout = 10.0
    /// Seconds without a byte.
    package var stallTimeout = 15.0
    /// Verify certificates and host names.
    package var verifyTLS = true
    /// Asked while bytes come and before pauses: whether to stop.
    package var isStopped: @Sendable () -> Bool = { false }

    /// The defaults.
    package init() {}
}

/// What is known of a remote file without reading it.
package struct RemoteState: Hashable, Sendable {
    /// Size in bytes.
    package let bytes: Int
    /// The server's mark of this version (`ETag`); `""` when it gives none.
    package let etag: String

    /// A state that was noted.
    package init(bytes: Int, etag: String) { (self.bytes, self.etag) = (bytes, etag) }
}
