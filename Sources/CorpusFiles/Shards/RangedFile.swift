package import Platform

/// What reads a file that is not on this machine, range by range.
package protocol RangeReader: Sendable {
    /// Bytes that the file has, as `corpus.json` says.
    var size: Int { get }
    /// The bytes from `offset` on, as many as asked for or as there are.
    /// - Throws: `StorageError`.
    func read(offset: Int, count: Int) throws(StorageError) -> [UInt8]
}

/// A file of a corpus that can be read at any place: of this machine, or of another one by ranges.
package struct RangedFile: Sendable {
    /// Its path or address.
    package let path: String
    private let remote: (any RangeReader)?

    /// A file of this machine.
    package init(path: String) { (self.path, remote) = (path, nil) }

    /// A file of another machine.
    package init(address: String, _ reader: any RangeReader) { (path, remote) = (address, reader) }

    /// Bytes that it has.
    /// - Throws: `StorageError.system`.
    package func size() throws(StorageError) -> Int {
        if let remote { return remote.size }
        return try wrapping { () throws(SystemError) in try Files.size(path) }
    }

    /// `count` bytes from `offset`; fewer at its end.
    /// - Throws: `StorageError`.
    package func read(offset: Int, count: Int) throws(StorageError) -> [UInt8] {
        if let remote { return try remote.read(offset: offset, count: count) }
        return try wrapping { () throws(SystemError) in try Files.read(path, offset: offset, count: count) }
    }
}
