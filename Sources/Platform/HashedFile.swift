/// An `AtomicFile` that hashes what goes through it, so that no file is read again for its checksum.
package struct HashedFile: ~Copyable {
    private var file: AtomicFile
    private var hash = SHA256()
    package let path: String

    package init(path: String) throws(StorageError) {
        self.path = path
        do { file = try AtomicFile(path: path) } catch { throw .system(error) }
    }

    /// Bytes written so far: the offset of what comes next.
    package var count: Int { file.count }

    package mutating func write(_ bytes: UnsafeRawBufferPointer) throws(StorageError) {
        hash.update(bytes)
        do { try file.write(bytes) } catch { throw .system(error) }
    }

    package mutating func write(_ bytes: [UInt8]) throws(StorageError) {
        hash.update(bytes)
        do { try file.write(bytes) } catch { throw .system(error) }
    }

    package consuming func commit(lines: Int, frames: [FrameEntry] = []) throws(StorageError) -> FileSummary {
        let bytes = file.count
        let digest = hash.finish()
        do { try file.commit() } catch { throw .system(error) }
        return FileSummary(
            name: path.lastPathComponent, bytes: bytes, lines: lines, frames: frames, sha256: digest.hex)
    }
}
