import Platform
import Testing

@Test func hashesKnownVectors() {
    #expect(SHA256.hash("abc").hex == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    #expect(Hex.encode(XXH3.hash("")) == "2d06800538d394c2")
    #expect(Hex.decode("00fF") == [0, 255])
    #expect(Hex.decode("0g") == nil)
}

@Test func atomicFilesAreThereWholeOrNotAtAll() throws {
    let folder = "/tmp/quarry-platform-\(UInt32.random(in: 0 ... .max))"
    try Files.makeFolder(folder + "/a/b")
    defer { try? Files.remove(folder) }
    do {
        var dropped = try AtomicFile(path: folder + "/dropped")
        try dropped.write([1, 2, 3])
    }
    try Files.write("hello", to: folder + "/kept")
    #expect(try Files.list(folder) == ["a", "kept"])
    #expect(try Files.readText(folder + "/kept") == "hello")
    #expect(try Files.read(folder + "/kept", offset: 3, count: 10) == Array("lo".utf8))
    #expect(throws: SystemError.self) { try Files.read(folder + "/absent") }
}
