package import Platform

/// Writes a plain ustar archive (POSIX.1-1988): mtime, uid and gid 0, mode 0444, so that the same members give the same
/// bytes. `tar`, Python and WebDataset read it.
package struct TarWriter: ~Copyable {
    private var file: HashedFile
    /// Members appended so far.
    package private(set) var memberCount = 0
    /// Bytes written so far.
    package var bytesWritten: Int { file.count }

    /// Starts an archive that will appear at `path`.
    /// - Throws: `StorageError.system`.
    package init(path: String) throws(StorageError) { file = try HashedFile(path: path) }

    /// Appends a member.
    /// - Parameter name: at most 100 bytes, or 255 with a slash where it can be cut.
    /// - Returns: the content in the archive.
    /// - Throws: `StorageError.unwritable` for a name or size that has no place in the header; `.system`.
    @discardableResult
    package mutating func append(
        name: String, bytes: UnsafeRawBufferPointer
    ) throws(StorageError) -> ByteRange {
        guard let header = TarHeader(name: name, size: bytes.count) else {
            throw .unwritable(path: file.path, detail: "no ustar header for '\(name)' of \(bytes.count) bytes")
        }
        try file.write(header.block)
        let offset = file.count
        try file.write(bytes)
        try file.write([UInt8](repeating: 0, count: TarHeader.padding(after: bytes.count)))
        memberCount += 1
        return ByteRange(offset: offset, length: bytes.count)
    }

    /// Appends a member.
    /// - Returns: the content in the archive.
    /// - Throws: as the other `append`.
    @discardableResult
    package mutating func append(name: String, bytes: [UInt8]) throws(StorageError) -> ByteRange {
        var result = ByteRange(offset: 0, length: 0)
        var failure: StorageError?
        bytes.withUnsafeBytes { pointer in
            do throws(StorageError) { result = try append(name: name, bytes: pointer) } catch { failure = error }
        }
        if let failure { throw failure }
        return result
    }

    /// Writes the end mark and makes the archive appear. `lines` of the summary counts members.
    /// - Throws: `StorageError.system`; then there is no file.
    package consuming func commit() throws(StorageError) -> FileSummary {
        try file.write([UInt8](repeating: 0, count: 2 * TarHeader.blockBytes))
        return try file.commit(lines: memberCount)
    }
}
