import Glibc
import Platform
import TestKit
import Testing

/// `Tests/Faults/shim.c` around one process: a call of some kind on a file below a folder fails, or kills. Workers are not
/// reached: their environment is their own.
struct BrokenWorld {
    /// As the shim numbers them.
    enum Call: Int32 { case write, sync, rename, open, map, folder, link, read, remove, list, next, stat }

    enum Manner {
        case once(Int32)
        case kill
    }

    private let library: String
    private let place: String
    private let root: String

    /// The shim in `folder`, for files whose path begins with `root`.
    init(in folder: String, below root: String) throws {
        (library, place) = (folder + "/shim.so", folder + "/control")
        self.root = root
        let built = try Command.tool(
            "cc", ["-shared", "-fPIC", "-O1", "\(Repository.root)/Tests/Faults/shim.c", "-o", library, "-ldl"])
        #expect(built.code == 0, "\(built.errors)")
    }

    /// Runs quarry; the call of that number, from 1, is the one.
    func quarry(_ arguments: [String], _ call: Call, _ number: Int, _ manner: Manner) throws -> Command {
        var (error, kind) = (Int32(0), Int32(3))
        if case .once(let code) = manner { (error, kind) = (code, 0) }
        var bytes: [UInt8] = []
        for value in [1, 1 << call.rawValue, error, kind] { withUnsafeBytes(of: value) { bytes += $0 } }
        for value in [Int64(number), 0] { withUnsafeBytes(of: value) { bytes += $0 } }
        withUnsafeBytes(of: Int32(0)) { bytes += $0 }
        bytes += Array(root.utf8)
        try Files.write(bytes + [UInt8](repeating: 0, count: 4096 - bytes.count), to: place)
        return try Command.run(
            Command.quarry, arguments, environment: ["LD_PRELOAD": library, "FAULTS_CONTROL": place])
    }
}
