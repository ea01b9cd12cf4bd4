package import Configuration
import Glibc

/// The files that a unit reads, as they were when it began. What is written to, or put in the place of, one of them while the
/// unit reads it would be half of the one and half of the other.
package struct InputWatch {
    private struct Look: Equatable {
        let device: UInt
        let inode: UInt
        let bytes: Int
        let seconds: Int
        let nanoseconds: Int

        /// nil for what is no file: folders change when somebody puts another page into them.
        init?(_ path: String) {
            var status = stat()
            guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
            (device, inode, bytes) = (UInt(status.st_dev), UInt(status.st_ino), Int(status.st_size))
            (seconds, nanoseconds) = (Int(status.st_mtim.tv_sec), Int(status.st_mtim.tv_nsec))
        }
    }

    private let looks: [(path: String, look: Look)]

    /// Looks at the files of `paths`, before any of them is read. What is not there is left to who reads it.
    package init(_ paths: [String]) { looks = paths.compactMap { path in Look(path).map { (path, $0) } } }

    /// Looks again.
    /// - Throws: `PipelineError.unseen` when one is another: the next attempt compares it with the plan, and says whether the
    ///   unit can be done at all.
    package func check() throws(PipelineError) {
        for (path, look) in looks where Look(path) != look {
            throw .unseen("\(path) changed while it was read")
        }
    }
}
