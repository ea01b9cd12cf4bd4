import GRDB
import Glibc
package import Platform

/// What another library that writes a file leaves to its caller.
package enum Durable {
    /// Makes an empty file for SQLite to open: of one that it cannot make itself it does not say why.
    /// - Throws: `SystemError`; EEXIST where something is.
    package static func create(_ path: String) throws(SystemError) {
        let descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw SystemError("create", path: path) }
        close(descriptor)
    }

    /// Makes a file durable.
    /// - Throws: `SystemError`.
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
        case let error as SystemError: self = .system(error)
        case StorageError.corrupt("index", let detail), StorageError.corrupt("", let detail):
            self = .corrupt(path: path, detail: detail)
        case let error as StorageError: self = error
        case let error as DatabaseError where error.systemCode != nil:
            self = .system(SystemError("use", path: path, code: error.systemCode))
        case let error as DatabaseError where error.resultCode == .SQLITE_INTERRUPT:
            self = .query(detail: "stopped: the question took longer than it may (--timeout)")
        case let error as DatabaseError where error.resultCode == .SQLITE_TOOBIG:
            self = .corrupt(path: path, detail: "a value is larger than any of an index")
        case let error as DatabaseError where error.resultCode == .SQLITE_BUSY:
            self = .database(path: path, detail: "another program holds it locked; try again when that has ended")
        case let error as DatabaseError
        where [.SQLITE_NOTADB, .SQLITE_CORRUPT].contains(error.resultCode):
            let damage = StorageError.corrupt(path: path, detail: "damaged, or not an index: \(error.message ?? "")")
            // SQLite calls damaged too what the disk would not give: whether it gives it can be asked.
            do throws(SystemError) {
                try Files.readPieces(path) { _ in }
                self = damage
            } catch { self = error.isStorageFault ? .system(error) : damage }
        case let error as DatabaseError: self = .database(path: path, detail: error.message ?? "\(error.resultCode)")
        default: self = .database(path: path, detail: "\(error)")
        }
    }
}

extension DatabaseError {
    /// The `errno` that SQLite's code stands for, where the machine was at fault and not the file.
    fileprivate var systemCode: Int32? {
        switch resultCode {
        case .SQLITE_FULL: ENOSPC
        case .SQLITE_NOMEM: ENOMEM
        case .SQLITE_IOERR: extendedResultCode == .SQLITE_IOERR_NOMEM ? ENOMEM : EIO
        case .SQLITE_READONLY: EROFS
        // It was there a moment ago: the process has no descriptor left, or the disk fails.
        case .SQLITE_CANTOPEN: SystemError("open", path: "").exitCode != 3 ? errno : nil
        default: nil
        }
    }
}
