import Glibc
import Platform
import TestKit
import Testing

@Suite struct MappedFileTests {
    private let scratch: Scratch

    init() throws { scratch = try Scratch() }

    @Test(arguments: [MappedFile.Advice.normal, .sequential, .random]) func theBytesAreThoseOfTheFile(
        advice: MappedFile.Advice
    ) throws {
        let bytes = (0..<10_000).map { UInt8(truncatingIfNeeded: $0 &* 7) }
        let path = try scratch.write(bytes, "file")
        let file = try MappedFile(path: path, advice: advice)
        #expect(file.path == path && file.bytes.count == 10_000)
        #expect(file.bytes.elementsEqual(bytes))
        file.willNeed(UnsafeRawBufferPointer(rebasing: file.bytes[5000..<5001]))
        file.willNeed(UnsafeRawBufferPointer(start: nil, count: 0))
        #expect(file.bytes[9999] == UInt8(truncatingIfNeeded: 9999 * 7))
    }

    @Test func anEmptyFileIsAnEmptyBuffer() throws {
        #expect(try MappedFile(path: scratch.write([], "empty")).bytes.isEmpty)
        #expect(try Files.read(scratch.file("empty")) == [])
        #expect(try Files.readText(scratch.file("empty")) == "")
    }

    /// The mapping stays what it was when the file's name goes.
    @Test func aRemovedFileCanStillBeRead() throws {
        let path = try scratch.write([1, 2, 3], "file")
        let file = try MappedFile(path: path)
        try Files.remove(path)
        #expect(Array(file.bytes) == [1, 2, 3])
    }

    @Test func whatIsNoFileIsRefusedByItsKind() throws {
        let folder = #expect(throws: SystemError.self) { try MappedFile(path: scratch.path) }
        #expect(folder?.code == EISDIR && folder?.operation == "map")
        let device = #expect(throws: SystemError.self) { try MappedFile(path: "/dev/null") }
        #expect(device?.code == ENODEV && device?.isPathFault == true)
        let missing = #expect(throws: SystemError.self) { try MappedFile(path: scratch.file("no")) }
        #expect(missing?.code == ENOENT && missing?.operation == "open")
    }

    /// Opening a pipe that nobody writes to would wait for ever.
    @Test(.timeLimit(.minutes(1))) func aPipeIsRefusedAtOnce() {
        let path = scratch.file("pipe")
        #expect(mkfifo(path, 0o600) == 0)
        let error = #expect(throws: SystemError.self) { try MappedFile(path: path) }
        #expect(error?.code == ENODEV)
    }
}
