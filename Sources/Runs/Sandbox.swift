import CSandbox
import Glibc

/// Bounds on a worker process: it dies with its supervisor, holds at most so much memory, and has no network unless it
/// is to fetch.
package enum Sandbox {
    /// Keeps freed memory for the next record: the buffers of a page are large, and fresh ones cost page faults.
    package static func keepMemory() { sandbox_keep_memory(256 << 20) }

    package static func enter(memory: Int, network: Bool) {
        sandbox_die_with_parent()
        if memory > 0 {
            var limit = rlimit(rlim_cur: rlim_t(memory), rlim_max: rlim_t(memory))
            setrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit)
        }
        var noCore = rlimit(rlim_cur: 0, rlim_max: 0)
        setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &noCore)
        if !network { sandbox_forbid_network() }
    }
}
