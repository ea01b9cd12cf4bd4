import GRDB
import Glibc
package import Platform

/// Makes a file durable that another library wrote.
package enum Durable {
    package static func sync(_ path: String) throws(SystemError) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw SystemError("open", path: path) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw SystemError("fsync", path: path) }
    }
}

extension StorageError {
    /// Any error that came out of work on the database at `path`.
    package init(_ error: any Error, path: String) {
        switch error {
        case let error as StorageError: self = error
        case let error as SystemError: self = .system(error)
        case let error as DatabaseError where error.resultCode == .SQLITE_FULL:
            self = .system(SystemError("write", path: path, code: ENOSPC))
        case let error as DatabaseError where error.resultCode == .SQLITE_BUSY:
            self = .database(path: path, detail: "another program holds it locked; try again when that has ended")
        case let error as DatabaseError
        where [.SQLITE_NOTADB, .SQLITE_CORRUPT].contains(error.resultCode):
            self = .corrupt(path: path, detail: "damaged, or not an index: \(error.message ?? "")")
        case let error as DatabaseError: self = .database(path: path, detail: error.message ?? "\(error.resultCode)")
        default: self = .database(path: path, detail: "\(error)")
        }
    }
}
