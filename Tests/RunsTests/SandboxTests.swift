import Glibc
import Platform
import TestKit
import Testing

@testable import Configuration
@testable import Runs

/// The bounds of a worker, tried by a process that is put in them: what it can still do is its exit code.
@Suite struct SandboxTests {
    private static let network: Int32 = 1, foreignFiles: Int32 = 2, ownFiles: Int32 = 4, writesThere: Int32 = 8
    private static let writesOwn: Int32 = 16, programs: Int32 = 32

    /// What this process can do.
    private static func abilities(in folder: String) -> Int32 {
        var can: Int32 = 0
        for family in [AF_INET, AF_INET6] where socket(family, Int32(SOCK_STREAM.rawValue), 0) >= 0 { can |= network }
        if open("/etc/passwd", O_RDONLY) >= 0 { can |= foreignFiles }
        if open(folder + "/reading/file", O_RDONLY) >= 0 { can |= ownFiles }
        if open(folder + "/reading/new", O_CREAT | O_WRONLY, 0o600) >= 0 { can |= writesThere }
        if open(folder + "/writing/new", O_CREAT | O_WRONLY, 0o600) >= 0 { can |= writesOwn }
        var process = pid_t()
        var arguments: [UnsafeMutablePointer<CChar>?] = [strdup("true"), nil]
        if posix_spawn(&process, "/bin/true", nil, nil, &arguments, environ) == 0 { can |= programs }
        return can
    }

    /// Puts this process in its bounds and ends it with what it can do then; 255 when that could not be found out.
    private static func end(in folder: String, _ change: (inout Sandbox.Purpose) -> Void) -> Never {
        do {
            let pipeline = try Pipeline.parse("workers: {memory-bytes: 0}", file: "t", folder: folder)
            var purpose = Sandbox.Purpose()
            purpose.reading = [folder + "/reading"]
            purpose.writing = [folder + "/writing"]
            change(&purpose)
            try Sandbox.enter(pipeline.config.workers, for: purpose)
            exit(abilities(in: folder))
        } catch { exit(255) }
    }

    /// A folder with something to read and somewhere to write.
    private func place() throws -> Scratch {
        let scratch = try Scratch()
        for name in ["reading", "writing"] { try Files.makeFolder(scratch.file(name)) }
        _ = try scratch.write([1], "reading/file")
        return scratch
    }

    private static let hasAll = Sandbox.missingBounds.isEmpty

    @Test(.enabled(if: hasAll, "needs a kernel with seccomp and Landlock"))
    func aWorkerReachesItsFilesAndNothingElse() async throws {
        let scratch = try place()
        await #expect(processExitsWith: .exitCode(4 | 16)) { [folder = scratch.path as String] in
            Self.end(in: folder) { _ in }
        }
    }

    /// Names and certificates are looked up in many files, so those are open to it; programs are not.
    @Test(.enabled(if: hasAll, "needs a kernel with seccomp and Landlock"))
    func aWorkerThatFetchesHasTheNetwork() async throws {
        let scratch = try place()
        await #expect(processExitsWith: .exitCode(1 | 2 | 4 | 8 | 16)) { [folder = scratch.path as String] in
            Self.end(in: folder) { $0.network = true }
        }
    }

    @Test func aModelIsNotBounded() async throws {
        let scratch = try place()
        await #expect(processExitsWith: .exitCode(63)) { [folder = scratch.path as String] in
            Self.end(in: folder) { $0.runsPrograms = true }
        }
    }

    /// The first bit: memory as asked, the second: no core files, the third: the size of files.
    @Test func aWorkerHasItsLimits() async {
        await #expect(processExitsWith: .exitCode(7)) {
            func limit(_ resource: __rlimit_resource) -> UInt {
                var now = rlimit()
                getrlimit(__rlimit_resource_t(resource.rawValue), &now)
                return UInt(now.rlim_cur)
            }
            let bytes = 1 << 42
            let text = "workers: {memory-bytes: \(bytes)}"
            let config = try Pipeline.parse(text, file: "t", folder: "/").config.workers
            try Sandbox.enter(config, for: Sandbox.Purpose())
            var held: Int32 = 0
            if limit(RLIMIT_AS) == UInt(bytes) { held |= 1 }
            if limit(RLIMIT_CORE) == 0 { held |= 2 }
            if limit(RLIMIT_FSIZE) == 1 << 40 { held |= 4 }
            exit(held)
        }
    }

    // MARK: What a worker is for

    private func purpose(_ change: (inout ToyPhase) -> Void) throws -> Sandbox.Purpose {
        var phase = ToyPhase("a")
        change(&phase)
        let toy = try ToyRun(phase)
        let plan = try Plan.read(toy.run, toy.phases)
        let purpose = try Worker.purpose(of: toy.unit("a", 0), toy.run, plan, at: "/place")
        #expect(purpose.writing == ["/place"] && purpose.reading.first == toy.run.work)
        return purpose
    }

    @Test func onlyAPhaseThatFetchesHasTheNetwork() throws {
        let usual = try purpose { _ in }
        #expect(!usual.network && !usual.runsPrograms && usual.reading.count == 1)
        #expect(try purpose { $0.usesNetwork = true }.network)
        #expect(try purpose { $0.runsModels = true }.runsPrograms)
        #expect(try purpose { $0.inputs = ["/inputs/a.warc"] }.reading.suffix(1) == ["/inputs/a.warc"])
    }
}
