import Configuration
import Glibc
package import Platform
import RemoteFiles

/// How an input was when the run was planned, so that a unit notices that it reads something else.
package struct InputState: Sendable, Equatable {
    /// Size in bytes.
    package let bytes: Int
    /// When its bytes changed last, in nanoseconds since 1970. Not part of what makes two plans equal: a copy on another
    /// disk has another time.
    package let modified: Int
    /// XXH3 of `pieces` pieces of 4 KiB, spread evenly from the first byte to the last.
    package let sample: UInt64
    /// The server's mark of a remote file, which has neither time nor sample; nil for a file of this machine.
    package var etag: String?

    private static let pieces = 8
    private static let pieceBytes = 4096

    /// A state that was noted.
    package init(bytes: Int, modified: Int, sample: UInt64) {
        (self.bytes, self.modified, self.sample) = (bytes, modified, sample)
    }

    /// A remote file as its server tells of it.
    init(_ remote: RemoteState) { (bytes, modified, sample, etag) = (remote.bytes, 0, 0, remote.etag) }

    /// The same as a store compares it.
    var remote: RemoteState? { etag.map { RemoteState(bytes: bytes, etag: $0) } }

    /// Looks at the file at `path`.
    /// - Throws: `SystemError`.
    package init(path: String) throws(SystemError) {
        var status = stat()
        guard stat(path, &status) == 0 else { throw SystemError("open", path: path) }
        bytes = Int(status.st_size)
        modified = Int(status.st_mtim.tv_sec) * 1_000_000_000 + Int(status.st_mtim.tv_nsec)
        // 32 KiB name a compressed archive as well as all of it would, and cost nothing beside reading it.
        let last = max(0, bytes - InputState.pieceBytes)
        let count = last == 0 ? 1 : InputState.pieces
        let pieces = (0..<count).map { (last * $0 / (InputState.pieces - 1), InputState.pieceBytes) }
        let read = try Files.read(path, pieces: pieces)
        sample = read.withUnsafeBytes { XXH3.hash($0) }
    }

    /// Compares the file at `path` with the one that was planned.
    /// - Parameter isMoved: whether the file is in another place than it was, where its time says nothing.
    /// - Throws: `PipelineError.unseen` when this machine cannot read it, `.unusable` when it is not the same.
    func check(path: String, isMoved: Bool) throws(PipelineError) {
        let now: InputState
        do { now = try InputState(path: path) } catch {
            throw .unseen("\(error): this machine does not see an input of the plan")
        }
        if now.bytes != bytes {
            throw .unusable("\(path) changed since the plan: it had \(bytes) bytes and has \(now.bytes)")
        }
        if now.sample != sample || (!isMoved && now.modified != modified) {
            throw .unusable("\(path) changed since the plan: it has the same size, but was written again")
        }
    }
}
