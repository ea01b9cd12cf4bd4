package import Configuration
import Glibc
import Platform

/// One at a time: a lock that the kernel takes away when its holder dies.
package final class RunLock {
    private let descriptor: Int32

    /// One run at a time in a folder.
    /// - Throws: `PipelineError.otherRun` when another process holds it; `.system`.
    package init(path: String) throws(PipelineError) {
        descriptor = try RunLock.open(path)
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let holder = (try? Files.readText(path)) ?? ""
            close(descriptor)
            throw .otherRun("another process works on this run (\(holder)); wait for it or stop it")
        }
        var text = Array("process \(getpid())".utf8)
        ftruncate(descriptor, 0)
        write(descriptor, &text, text.count)
    }

    /// Waits until the lock is free.
    /// - Throws: `PipelineError.system`.
    package init(waitingFor path: String) throws(PipelineError) {
        descriptor = try RunLock.open(path)
        while flock(descriptor, LOCK_EX) != 0 {
            guard errno == EINTR else {
                let error = SystemError("lock", path: path)
                close(descriptor)
                throw .system(error)
            }
        }
    }

    private static func open(_ path: String) throws(PipelineError) -> Int32 {
        // What has another name too, by a link of either kind, is not ours to write in.
        let descriptor = Glibc.open(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else {
            if errno == ELOOP { throw .otherRun("\(path) is a link: delete it") }
            throw .system(SystemError("open", path: path))
        }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else {
            let error = SystemError("stat", path: path)
            close(descriptor)
            throw .system(error)
        }
        guard status.st_mode & S_IFMT == S_IFREG, status.st_nlink <= 1 else {
            close(descriptor)
            throw .otherRun("\(path) is no lock of ours: delete it")
        }
        return descriptor
    }

    /// Gives it back, and says no longer who holds it.
    package func release() {
        ftruncate(descriptor, 0)
        close(descriptor)
    }
}
