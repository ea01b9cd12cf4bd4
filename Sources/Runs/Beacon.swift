import Glibc
package import Platform
import Synchronization

/// A few words of memory shared by a worker and its supervisor: which record is being worked on, and how far it is.
///
/// The supervisor takes any value: a worker that went wrong writes what it likes.
///
/// `@unchecked Sendable`: the words are written by one process and read by another; a torn read only misleads a
/// progress line or delays a deadline by one look.
package final class Beacon: @unchecked Sendable {
    private let words: UnsafeMutablePointer<UInt64>
    private static let size = 4096

    /// Maps a file that supervisor and worker share, and makes it as long as it has to be.
    /// - Throws: `SystemError`.
    package convenience init(_ file: ScratchFile) throws(SystemError) { try self.init(descriptor: file.descriptor) }

    /// Maps the file that this worker shares with its supervisor.
    /// - Throws: `SystemError` when nobody handed one over.
    package static func inherited() throws(SystemError) -> Beacon { try Beacon(descriptor: ChildProcess.shared) }

    private init(descriptor: Int32) throws(SystemError) {
        // Written, not just extended: a page that the disk has no room for would be a deadly signal later.
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw SystemError("read", path: "the beacon") }
        if Int(status.st_size) < Beacon.size {
            try [UInt8](repeating: 0, count: Beacon.size).withUnsafeBufferPointer { zeros throws(SystemError) in
                try ScratchFile.write(UnsafeRawBufferPointer(zeros), to: descriptor, at: 0, path: "the beacon")
            }
        }
        let base = mmap(nil, Beacon.size, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0)
        guard let base, base != MAP_FAILED else { throw SystemError("map", path: "the beacon") }
        words = base.bindMemory(to: UInt64.self, capacity: Beacon.size / 8)
    }

    /// A beacon nobody looks at.
    package init() {
        words = .allocate(capacity: Beacon.size / 8)
        words.initialize(repeating: 0, count: Beacon.size / 8)
    }

    /// The record that is being worked on (an offset, an index), nil between records.
    package var record: Int? {
        get { words[0] == 0 ? nil : Int(clamping: words[0] - 1) }
        set { words[0] = newValue.map { UInt64($0) + 1 } ?? 0 }
    }

    /// Counts the records begun, so that the supervisor sees that one follows another.
    package var sequence: UInt64 { words[1] }

    /// How much of the unit's cost is done.
    package var done: Int {
        get { Int(clamping: words[2]) }
        set { words[2] = UInt64(newValue) }
    }

    /// Records and documents that the unit has dropped.
    package var dropped: Dropped {
        get { Dropped(records: Int(clamping: words[3]), documents: Int(clamping: words[4])) }
        set { (words[3], words[4]) = (UInt64(newValue.records), UInt64(newValue.documents)) }
    }

    /// Says that `record` begins, with `done` of the unit's cost behind it.
    package func begin(_ record: Int, done: Int) {
        words[1] &+= 1
        words[2] = UInt64(done)
        words[0] = UInt64(record) + 1
    }

    /// Says that no record is being worked on.
    package func end() { words[0] = 0 }
}
