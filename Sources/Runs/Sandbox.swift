import CSandbox
package import Configuration
import Glibc
import Platform

/// Bounds on a worker process: it dies with its supervisor, holds at most so much memory, and has no network unless it
/// is to fetch.
package enum Sandbox {
    /// Keeps freed memory for the next record: the buffers of a page are large, and fresh ones cost page faults.
    package static func keepMemory() { sandbox_keep_memory(256 << 20) }

    /// Puts this process in its bounds.
    /// - Parameter network: whether it may connect to anything.
    /// - Returns: what the machine could not give, a line each: `no seccomp: …`.
    /// - Throws: `PipelineError.problems` with those lines where the pipeline says `workers.sandbox: required`.
    @discardableResult
    package static func enter(_ config: WorkerConfig, network: Bool) throws(PipelineError) -> [String] {
        var missing: [String] = []
        if let parent = ChildProcess.parent {
            switch sandbox_die_with_parent(parent) {
            case 0: break
            case 1: raise(SIGKILL)  // the supervisor is gone, and with it the reason for this work
            default: missing.append("the worker outlives its supervisor: \(words())")
            }
        }
        if config.memoryBytes > 0 {
            var limit = rlimit(rlim_cur: rlim_t(config.memoryBytes), rlim_max: rlim_t(config.memoryBytes))
            if setrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit) != 0 {
                missing.append("no limit on memory: \(words())")
            }
        }
        var noCore = rlimit(rlim_cur: 0, rlim_max: 0)
        if setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &noCore) != 0 {
            missing.append("core files are not forbidden: \(words())")
        }
        if !network, sandbox_forbid_network() != 0 { missing.append("the network is not forbidden: \(words())") }
        if config.sandbox == .required, !missing.isEmpty {
            throw .problems(missing.map { "workers.sandbox is required, but \($0)" })
        }
        return missing
    }

    /// What this machine cannot give its workers, as far as can be told before one begins: a line each.
    package static var missing: [String] {
        sandbox_has_seccomp()
            ? [] : ["workers keep their network: this kernel has no seccomp (workers.sandbox: required refuses)"]
    }

    private static func words() -> String { String(cString: strerror(errno)) }
}
