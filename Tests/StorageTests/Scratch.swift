import Foundation
import Platform

/// A folder that goes when the test is over.
final class Scratch {
    let path: String

    init() throws {
        // In memory where there is such a folder: the tests write thousands of small files, each fsynced.
        let root = Files.isFolder("/dev/shm") ? "/dev/shm/" : NSTemporaryDirectory()
        path = root + "quarry-storage-\(UUID().uuidString)"
        try Files.makeFolder(path)
    }

    deinit { try? Files.remove(path) }

    func file(_ name: String) -> String { path + "/" + name }
}

/// Runs a program of the system; nil when it is not there.
func output(of program: String, _ arguments: [String]) throws -> (status: Int32, text: String)? {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = [program] + arguments
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = FileHandle.nullDevice
    try process.run()
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    if process.terminationStatus == 127 { return nil }
    return (process.terminationStatus, String(decoding: data, as: UTF8.self))
}

/// SplitMix64: the same numbers for the same seed everywhere.
struct SeededRandom: RandomNumberGenerator {
    var state: UInt64

    init(_ seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    mutating func bytes(_ count: Int, of alphabet: ClosedRange<UInt8> = 0...255) -> [UInt8] {
        (0..<count).map { _ in UInt8.random(in: alphabet, using: &self) }
    }
}
