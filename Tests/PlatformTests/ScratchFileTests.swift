import Glibc
import Platform
import TestKit
import Testing

@Suite struct ScratchFileTests {
    @Test func whatIsWrittenAtAPlaceIsReadThere() throws {
        let file = try ScratchFile()
        try file.write([3, 1, 2] as [UInt32], at: 8)
        try file.write([7] as [UInt32], at: 12)
        var read = [UInt32](repeating: 9, count: 4)
        try file.read(3, into: &read, at: 8)
        #expect(read == [3, 7, 2, 9])
        #expect(file.tail(4) == [2, 0, 0, 0] && file.tail(1000).count == 20)
    }

    /// What was never written is no zero.
    @Test func whatIsNotThereIsAnError() throws {
        let file = try ScratchFile()
        try file.write([1] as [UInt8], at: 0)
        var read = [UInt8](repeating: 0, count: 2)
        let error = #expect(throws: SystemError.self) { try file.read(2, into: &read, at: 0) }
        #expect(error?.code == EIO)
    }

    @Test func itHasNoNameAndIsNotHandedOver() throws {
        let scratch = try Scratch()
        let file = try ScratchFile(in: scratch.path)
        try file.write([1] as [UInt8], at: 0)
        #expect(try Files.list(scratch.path).isEmpty)
        #expect(fcntl(file.descriptor, F_GETFD) & FD_CLOEXEC != 0)
    }

    /// A file system without files that have no name (`/proc` is none, nor has it others).
    @Test(arguments: ["/nonexistent/folder", "/proc"]) func aFolderThatCannotHaveIt(folder: String) {
        #expect(throws: SystemError.self) { try ScratchFile(in: folder) }
    }
}
