import Glibc
import Platform
import Testing

/// What errors say, and with which code a program ends by them.
@Suite struct ErrorTests {
    @Test(
        "A full or broken disk is 74, what comes back by itself 75, the rest 3",
        arguments: [
            (ENOSPC, 74), (EDQUOT, 74), (EROFS, 74), (EIO, 74), (EFBIG, 74), (ESTALE, 74), (ENXIO, 74), (EMFILE, 75),
            (ENFILE, 75), (ENOMEM, 75), (EAGAIN, 75), (ENOBUFS, 75), (ENOLCK, 75), (ENOENT, 3), (EACCES, 3),
            (EINVAL, 3),
            (EPERM, 3),
        ] as [(Int32, Int32)])
    func codes(_ code: Int32, _ exit: Int32) {
        let error = SystemError("write", path: "/x", code: code)
        #expect(error.exitCode == exit && error.isStorageFault == (exit == 74) && error.isShortage == (exit == 75))
        #expect(StorageError.system(error).isStorageFault == (exit == 74))
        #expect(StorageError.system(error).systemError == error)
    }

    @Test("One line: the file, then what is wrong with it") func words() {
        let system = SystemError("open", path: "/x", code: ENOENT)
        let said: [(StorageError, String)] = [
            (.system(system), "open /x: No such file or directory"),
            (.corrupt(path: "/x", detail: "cut off"), "/x: cut off"),
            (.version(path: "/x", found: "9", expected: "1 to 3"), "/x: format version 9; this program reads 1 to 3"),
            (.unwritable(path: "/x", detail: "a name too long"), "/x: a name too long"),
            (.database(path: "/x", detail: "locked"), "/x: locked"), (.query(detail: "no column 'y'"), "no column 'y'"),
            (.refused(path: "/x", detail: "a device"), "/x: a device"),
            (.remote(path: "s3://x", detail: "gone", exitCode: 75), "s3://x: gone"),
        ]
        for (error, words) in said {
            #expect(error.description == words)
            if case .system = error { continue }
            #expect(error.systemError == nil && !error.isStorageFault)
        }
    }

    @Test("What the system refused is wrapped, a value comes through") func wrapped() throws {
        let system = SystemError("open", path: "/x", code: EIO)
        func refuse() throws(SystemError) -> Int { throw system }
        #expect(throws: StorageError.system(system)) { _ = try wrapping { () throws(SystemError) in try refuse() } }
        #expect(try wrapping { () throws(SystemError) in 7 } == 7)
    }
}
