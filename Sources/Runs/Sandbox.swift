import CSandbox
package import Configuration
import Glibc
import Platform

/// Bounds on a worker process: it dies with its supervisor, holds at most so much memory, has no network unless it is to
/// fetch, starts no program, sees no other process, and reads and writes no files but those it is given.
package enum Sandbox {
    /// What a worker is for.
    package struct Purpose: Sendable {
        /// Whether it may connect to anything. Then files are not closed off: names and certificates are looked up in many.
        package var network = false
        /// Whether it may start programs: a model is our own or a person's command, and what it reads is our own corpus. Then
        /// it only dies with its supervisor.
        package var runsPrograms = false
        /// Files and folders of the work, besides the program's own and the system's libraries.
        package var reading: [String] = []
        /// The folders it may write in.
        package var writing: [String] = []

        /// Work without a network on nothing.
        package init() {}
    }

    /// Largest file that a worker may write: one raw pack has the pictures of a bucket of hosts, a few hundred gigabytes of
    /// the largest crawls.
    private static let fileBytes = 1 << 40
    /// CPU seconds of a worker, a week: the bound on a record is the supervisor's, this one ends what tells it nothing.
    private static let cpuSeconds = 7 * 86_400

    /// Keeps freed memory for the next record: the buffers of a page are large, and fresh ones cost page faults.
    package static func keepMemory() { sandbox_keep_memory(256 << 20) }

    /// Keeps other processes of the same user out of this one, which holds more rights than its workers.
    package static func hide() { _ = sandbox_hide() }

    /// Puts this process in its bounds.
    /// - Returns: what the machine could not give, a line each: `no seccomp: …`.
    /// - Throws: `PipelineError.problems` with those lines where the pipeline says `workers.sandbox: required`.
    @discardableResult
    package static func enter(_ config: WorkerConfig, for purpose: Purpose) throws(PipelineError) -> [String] {
        var missing: [String] = []
        if let parent = ChildProcess.parent {
            switch sandbox_die_with_parent(parent) {
            case 0: break
            case 1: raise(SIGKILL)  // the supervisor is gone, and with it the reason for this work
            default: missing.append("the worker outlives its supervisor: \(words())")
            }
        }
        if purpose.runsPrograms { return missing }
        hide()
        if config.memoryBytes > 0, !limit(RLIMIT_AS, config.memoryBytes) {
            missing.append("no limit on memory: \(words())")
        }
        if !limit(RLIMIT_CORE, 0) { missing.append("core files are not forbidden: \(words())") }
        if !limit(RLIMIT_FSIZE, fileBytes) { missing.append("no limit on the size of files: \(words())") }
        if !limit(RLIMIT_CPU, cpuSeconds) { missing.append("no limit on CPU time: \(words())") }
        missing += try close(purpose)
        if config.sandbox == .required, !missing.isEmpty {
            throw .problems(missing.map { "workers.sandbox is required, but \($0)" })
        }
        return missing
    }

    /// The bounds that the kernel keeps: rights, calls, files.
    /// - Throws: `PipelineError.system` where the machine could give them, had it not just run out of something.
    private static func close(_ purpose: Purpose) throws(PipelineError) -> [String] {
        var missing: [String] = []
        switch withPaths(purpose.reading, sandbox_drop_capabilities) {
        case 0: break
        case 1: missing.append("workers keep the right to read files of others: an input belongs to somebody else")
        default: missing.append("workers keep the capabilities of their user: \(words())")
        }
        if !purpose.network, sandbox_forbid_network() != 0 {
            missing.append("the network is not forbidden: \(words())")
        }
        if sandbox_forbid_others() != 0 { missing.append("programs and other processes are not forbidden: \(words())") }
        if !purpose.network {
            let confined = withPaths(system + purpose.reading) { reading, readings in
                withPaths(purpose.writing + ["/dev/null"]) { sandbox_confine(reading, readings, $0, $1) }
            }
            let error = SystemError("confine a worker to", path: purpose.writing.first ?? "no files")
            if confined != 0, error.exitCode != 3 { throw .system(error) }
            if confined != 0 { missing.append("other files are not forbidden: \(words())") }
        }
        return missing
    }

    /// What is wrong with the limit on address space that this process was started under (`ulimit -v`); nil when it has room.
    package static var shortage: String? {
        var limit = rlimit()
        getrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit)
        guard limit.rlim_cur < rlim_t(Int.max), let least, limit.rlim_cur < rlim_t(least) else { return nil }
        return "the limit on address space (ulimit -v) is \(limit.rlim_cur) bytes; this program needs at least \(least)"
    }

    /// What this program has mapped by now, and room to work in, bytes; nil where the system does not say.
    private static var least: Int? {
        let text = try? Files.readText("/proc/self/statm", limit: 256)
        let pages = text?.split(separator: " ").first.flatMap { Int($0) }
        return pages.map { $0 * sysconf(Int32(_SC_PAGESIZE)) + (64 << 20) }
    }

    /// Refuses a limit on memory under which no worker could begin: what this program has mapped by now, which a worker has
    /// too, and room to work in.
    /// - Throws: `PipelineError.problems`.
    static func check(_ config: WorkerConfig) throws(PipelineError) {
        guard config.memoryBytes > 0, let least else { return }
        guard config.memoryBytes >= least else {
            throw .problems([
                "'workers.memory-bytes' is \(config.memoryBytes), but a worker of this program needs at least \(least)"
            ])
        }
    }

    /// What this machine cannot give its workers, as far as can be told before one begins: a line each. The corpus says so.
    package static var missingBounds: [String] {
        var missing: [String] = []
        if !sandbox_has_seccomp() {
            missing.append("workers keep their network and may start programs: this kernel has no seccomp")
        }
        if sandbox_landlock() == 0 {
            missing.append("workers can read the files of their user: this kernel has no Landlock")
        }
        return missing
    }

    /// The same as warnings at the start of a run.
    package static var missing: [String] { missingBounds.map { $0 + " (workers.sandbox: required refuses)" } }

    /// What a program of this system reads whatever it does: libraries, their data, facts of the machine, itself.
    private static let system: [String] =
        [
            "/usr", "/lib", "/lib64", "/opt", "/etc/ld.so.cache", "/etc/localtime", "/dev/urandom", "/dev/random",
            "/dev/zero",
            "/proc/self", "/proc/cpuinfo", "/proc/meminfo", "/sys/devices/system/cpu", "/sys/fs/cgroup",
            ChildProcess.programFolder,
        ]
        + (getenv("LD_LIBRARY_PATH").map { String(cString: $0).split(separator: ":").map(String.init) } ?? [])

    private static func limit(_ resource: __rlimit_resource, _ value: Int) -> Bool {
        var now = rlimit()
        getrlimit(__rlimit_resource_t(resource.rawValue), &now)
        let value = min(rlim_t(value), now.rlim_max)  // a lower bound that somebody set stays
        var limit = rlimit(rlim_cur: min(value, now.rlim_cur), rlim_max: value)
        return setrlimit(__rlimit_resource_t(resource.rawValue), &limit) == 0
    }

    private static func withPaths(
        _ paths: [String], _ body: (UnsafePointer<UnsafePointer<CChar>?>?, Int32) -> Int32
    ) -> Int32 {
        let copies = paths.map { UnsafePointer<CChar>(strdup($0)) }
        defer { for copy in copies { free(UnsafeMutableRawPointer(mutating: copy)) } }
        return copies.withUnsafeBufferPointer { body($0.baseAddress, Int32(copies.count)) }
    }

    private static func words() -> String { String(cString: strerror(errno)) }
}
