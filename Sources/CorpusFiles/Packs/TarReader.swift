package import Platform

/// The members of a plain tar archive, in order, read where they lie.
package struct TarReader: Sendable {
    /// One file of the archive.
    package struct Member: Sendable, Equatable {
        /// Its name.
        package let name: String
        /// Its content in the archive.
        package let content: ByteRange
    }

    /// The path it was opened by.
    package let path: String
    /// The members in the archive's order.
    package let members: [Member]

    /// Reads all headers (one small read a member; contents stay on disk, so memory does not grow with the pack).
    /// - Throws: `StorageError.system`; `.corrupt` for a damaged header, a cut member or a missing end mark.
    package init(path: String) throws(StorageError) {
        self.path = path
        members = try TarReader.scan(path)
    }

    /// The content of a member.
    /// - Throws: `StorageError.system`; `.corrupt` when the file became shorter since.
    package func bytes(of member: Member) throws(StorageError) -> [UInt8] {
        try TarReader.content(path, at: member.content)
    }

    /// The content at a place that is known from elsewhere (the index): one read.
    /// - Throws: `StorageError.system`; `.corrupt` when the file is too short.
    package static func content(_ path: String, at place: ByteRange) throws(StorageError) -> [UInt8] {
        try content(RangedFile(path: path), at: place)
    }

    /// The content at a place of an archive, here or elsewhere: one read.
    /// - Throws: as `content(_:at:)` with a path.
    package static func content(_ file: RangedFile, at place: ByteRange) throws(StorageError) -> [UInt8] {
        let bytes = try file.read(offset: place.offset, count: place.length)
        guard bytes.count == place.length else {
            throw .corrupt(
                path: file.path,
                detail: "\(place.length) bytes expected at byte \(place.offset), \(bytes.count) are there")
        }
        return bytes
    }

    private static func scan(_ path: String) throws(StorageError) -> [Member] {
        let size = try wrapping { () throws(SystemError) in try Files.size(path) }
        var members: [Member] = []
        var offset = 0
        while true {
            let block = try wrapping { () throws(SystemError) in
                try Files.read(path, offset: offset, count: TarHeader.blockBytes)
            }
            guard block.count == TarHeader.blockBytes else {
                throw .corrupt(path: path, detail: "no end mark after member \(members.count): truncated")
            }
            if block.allSatisfy({ $0 == 0 }) {
                try checkEnd(path, from: offset, size: size)
                return members
            }
            guard let (name, length) = TarHeader.parse(block[...]) else {
                throw .corrupt(path: path, detail: "a damaged header at byte \(offset), after member \(members.count)")
            }
            offset += TarHeader.blockBytes
            guard length >= 0, length <= size - offset else {
                throw .corrupt(path: path, detail: "'\(name)' is cut off: truncated")
            }
            members.append(Member(name: name, content: ByteRange(offset: offset, length: length)))
            offset += length + TarHeader.padding(after: length)
        }
    }

    /// The end mark is two zero blocks; nothing but zeros may follow (some writers pad to 10 KiB).
    private static func checkEnd(_ path: String, from offset: Int, size: Int) throws(StorageError) {
        guard size - offset >= 2 * TarHeader.blockBytes else {
            throw .corrupt(path: path, detail: "half an end mark: truncated")
        }
        let tail = try wrapping { () throws(SystemError) in
            try Files.read(path, offset: offset, count: min(size - offset, 1 << 20))
        }
        guard tail.allSatisfy({ $0 == 0 }) else {
            throw .corrupt(path: path, detail: "bytes after the end mark at byte \(offset)")
        }
    }
}
