import Glibc
import Platform

/// A folder that goes when the test is over. A run of tests that is killed leaves its folders; the next run removes them.
package final class Scratch {
    /// Its path.
    package let path: String

    /// An empty folder, in memory where there is such a place: tests write thousands of small files, each fsynced.
    /// `onDisk` is for more than a small shared memory may hold.
    package init(onDisk: Bool = false) throws {
        _ = Self.leftBehind
        let isInMemory = !onDisk && Files.isFolder(Self.memory)
        path = try Files.makeTemporaryFolder("\(Self.prefix)\(getpid())", in: isInMemory ? Self.memory : nil)
    }

    deinit { try? Files.remove(path) }

    /// The path of a file in it.
    package func file(_ name: String) -> String { path + "/" + name }

    /// Writes a file in it.
    /// - Returns: the file's path.
    package func write(_ bytes: [UInt8], _ name: String) throws -> String {
        try Files.write(bytes, to: file(name))
        return file(name)
    }

    private static let memory = "/dev/shm"
    private static let prefix = "quarry-test-"

    /// Removes, once, the folders of processes that are no more.
    private static let leftBehind: Void = {
        for root in [memory, Files.temporaryRoot] {
            for name in (try? Files.list(root)) ?? [] where name.hasPrefix(prefix) {
                guard let owner = name.dropFirst(prefix.count).split(separator: ".").first.flatMap({ pid_t($0) }),
                    kill(owner, 0) != 0, errno == ESRCH
                else { continue }
                try? Files.remove(root + "/" + name)
            }
        }
    }()
}

/// Calls `body` with a folder on disk that is there for so long: for whole runs of the program.
package func withScratchFolder<Result>(_ body: (String) throws -> Result) throws -> Result {
    let scratch = try Scratch(onDisk: true)
    return try withExtendedLifetime(scratch) { try body(scratch.path) }
}
