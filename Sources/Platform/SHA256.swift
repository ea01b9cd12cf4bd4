import CCrypto

/// SHA-256 (FIPS 180-4) by OpenSSL, incrementally or in one call.
public struct SHA256: ~Copyable {
    private let context: OpaquePointer?

    /// A hash of nothing so far.
    public init() {
        context = EVP_MD_CTX_new()
        EVP_DigestInit_ex(context, EVP_sha256(), nil)
    }

    deinit { EVP_MD_CTX_free(context) }

    /// Adds bytes.
    public mutating func update(_ bytes: UnsafeRawBufferPointer) {
        EVP_DigestUpdate(context, bytes.baseAddress, bytes.count)
    }

    /// Adds bytes.
    public mutating func update(_ bytes: [UInt8]) { bytes.withUnsafeBytes { update($0) } }

    /// The digest of what was added; the hash is spent afterwards.
    public consuming func finish() -> Digest {
        var out = [UInt8](repeating: 0, count: 32)
        EVP_DigestFinal_ex(context, &out, nil)
        return Digest(bytes: out)
    }

    /// The digest of `bytes`.
    public static func hash(_ bytes: UnsafeRawBufferPointer) -> Digest {
        var hasher = SHA256()
        hasher.update(bytes)
        return hasher.finish()
    }

    /// The digest of `bytes`.
    public static func hash(_ bytes: [UInt8]) -> Digest { bytes.withUnsafeBytes { hash($0) } }

    /// The digest of the UTF-8 of `text`.
    public static func hash(_ text: String) -> Digest { hash(Array(text.utf8)) }

    /// The digest of a whole file.
    /// - Throws: `SystemError` when the file cannot be read.
    public static func hash(file path: String) throws(SystemError) -> Digest {
        // Read, not mapped: a mapping would count as this process's memory, whatever the file's size.
        var hasher = SHA256()
        try Files.readPieces(path) { hasher.update($0) }
        return hasher.finish()
    }
}
