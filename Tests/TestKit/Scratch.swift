import Foundation
import Platform

/// A folder that goes when the test is over.
public final class Scratch {
    /// Its path.
    public let path: String

    /// An empty folder, in memory where there is such a place: tests write thousands of small files, each fsynced.
    public init() throws {
        let root = Files.isFolder("/dev/shm") ? "/dev/shm/" : NSTemporaryDirectory()
        path = root + "quarry-test-\(UUID().uuidString)"
        try Files.makeFolder(path)
    }

    deinit { try? Files.remove(path) }

    /// The path of a file in it.
    public func file(_ name: String) -> String { path + "/" + name }

    /// Writes a file in it.
    /// - Returns: the file's path.
    public func write(_ bytes: [UInt8], _ name: String) throws -> String {
        try Files.write(bytes, to: file(name))
        return file(name)
    }
}
