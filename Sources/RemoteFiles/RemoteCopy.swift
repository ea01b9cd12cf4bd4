import Glibc
package import Platform

/// A file of this machine's disk that holds parts of a remote file at their own places; what was not brought is a hole.
package struct RemoteCopy: ~Copyable {
    private let path: String
    private let descriptor: Int32

    /// Opens or makes the copy at `path` and gives it `count` bytes.
    /// - Throws: `SystemError`.
    package init(path: String, count: Int) throws(SystemError) {
        self.path = path
        descriptor = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0, ftruncate(descriptor, off_t(count)) == 0 else { throw SystemError("create", path: path) }
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    /// Brings ranges, several at once: each costs the way to the server and back, whatever its size.
    /// - Throws: `RemoteError`.
    package func bring(
        _ ranges: [Range<Int>], of address: RemoteAddress, _ state: RemoteState?, from store: RemoteStore, jobs: Int
    ) throws(RemoteError) {
        let (path, descriptor) = (path, descriptor)
        do {
            try WorkCrew.forEach(ranges.count, jobs: jobs) { index in
                try store.read(address, ranges[index], of: state) { offset, bytes in
                    try RemoteCopy.write(bytes, at: offset, to: descriptor, path)
                }
            }
        } catch let error as RemoteError { throw error } catch { throw .malformed(address, detail: "\(error)") }
    }

    private static func write(
        _ bytes: UnsafeRawBufferPointer, at offset: Int, to descriptor: Int32, _ path: String
    ) throws(SystemError) {
        var done = 0
        while done < bytes.count {
            let n = pwrite(descriptor, bytes.baseAddress.map { $0 + done }, bytes.count - done, off_t(offset + done))
            if n < 0 && errno == EINTR { continue }
            guard n > 0 else { throw SystemError("write", path: path) }
            done += n
        }
    }

    /// Ranges in order, those with less than `gap` bytes between them as one: a request costs the time of about so many
    /// bytes (30 ms at 10 MB/s).
    package static func coalesced(_ ranges: [Range<Int>], gap: Int = 256 << 10, most: Int = 64 << 20) -> [Range<Int>] {
        var merged: [Range<Int>] = []
        for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) where !range.isEmpty {
            if let last = merged.last, range.lowerBound - last.upperBound <= gap,
                max(last.upperBound, range.upperBound) - last.lowerBound <= most || range.lowerBound < last.upperBound
            {
                merged[merged.count - 1] = last.lowerBound..<max(last.upperBound, range.upperBound)
            } else {
                merged.append(range)
            }
        }
        return merged
    }
}
