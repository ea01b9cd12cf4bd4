import Glibc

/// Resolves names on a few threads of its own, because `getaddrinfo` blocks: a slow name holds one thread, not the
/// loop.
///
/// `@unchecked Sendable`: all state is read and written under `lock`, except `wake`, which is immutable.
final class Resolver: @unchecked Sendable {
    /// What a name led to.
    typealias Answer = Result<[IPAddress], Refusal>

    private let lock = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let work = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    private var names = Queue<String>()
    private var answers: [(name: String, answer: Answer)] = []
    private var threads = 0
    private var idle = 0
    private var isStopped = false
    private let maximumThreads: Int
    private let wake: @Sendable () -> Void
    private let lookUp: @Sendable (String) -> Answer

    /// `wake` is called on another thread when answers are there, and never after `stop`.
    init(
        threads: Int, wake: @escaping @Sendable () -> Void, lookUp: @escaping @Sendable (String) -> Answer
    ) {
        maximumThreads = max(1, threads)
        self.wake = wake
        self.lookUp = lookUp
        pthread_mutex_init(lock, nil)
        pthread_cond_init(work, nil)
    }

    deinit {
        pthread_cond_destroy(work)
        pthread_mutex_destroy(lock)
        work.deallocate()
        lock.deallocate()
    }

    private func locked<Value>(_ body: () -> Value) -> Value {
        pthread_mutex_lock(lock)
        defer { pthread_mutex_unlock(lock) }
        return body()
    }

    /// Asks for a name; its answer appears in `take` later.
    func ask(_ name: String) {
        let needsThread = locked {
            names.append(name)
            pthread_cond_signal(work)
            guard idle < names.count, threads < maximumThreads else { return false }
            threads += 1
            return true
        }
        if needsThread, !startThread() { locked { threads -= 1 } }
    }

    /// The answers that came since the last call.
    func take() -> [(name: String, answer: Answer)] {
        locked {
            defer { answers.removeAll(keepingCapacity: true) }
            return answers
        }
    }

    /// Ends the threads as soon as their present name is done; does not wait for them.
    func stop() {
        locked {
            isStopped = true
            pthread_cond_broadcast(work)
        }
    }

    private func startThread() -> Bool {
        var thread = pthread_t()
        let context = Unmanaged.passRetained(self)
        let code = pthread_create(
            &thread, nil,
            { context in
                // The thread owns the reference that was retained for it.
                if let context { Unmanaged<Resolver>.fromOpaque(context).takeRetainedValue().serve() }
                return nil
            }, context.toOpaque())
        guard code == 0 else {
            context.release()
            return false
        }
        pthread_detach(thread)
        return true
    }

    private func serve() {
        while let name = nextName() {
            let answer = lookUp(name)
            locked {
                answers.append((name, answer))
                if !isStopped { wake() }
            }
        }
    }

    private func nextName() -> String? {
        locked {
            idle += 1
            while names.isEmpty && !isStopped { pthread_cond_wait(work, lock) }
            idle -= 1
            return isStopped ? nil : names.popFirst()
        }
    }

    /// `getaddrinfo`, and the loopback for `localhost` and its subdomains (RFC 6761, 6.3).
    static let system: @Sendable (String) -> Answer = { name in
        if name == "localhost" || name.hasSuffix(".localhost") {
            return .success([.v4(0x7F00_0001), .v6(0, 1)])
        }
        var hints = addrinfo()
        hints.ai_family = AF_UNSPEC
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        hints.ai_flags = AI_ADDRCONFIG
        var first: UnsafeMutablePointer<addrinfo>?
        let code = getaddrinfo(name, nil, &hints, &first)
        guard code == 0 else {
            let isMissing = [EAI_NONAME, eaiNoData, eaiAddressFamily].contains(code)
            return .failure(Refusal(isMissing ? .dnsNotFound : .dnsFailed, String(cString: gai_strerror(code))))
        }
        defer { freeaddrinfo(first) }
        let found = sequence(first: first, next: { $0?.pointee.ai_next }).compactMap { $0.flatMap(address) }
        return found.isEmpty ? .failure(Refusal(.dnsNotFound, "no address")) : .success(found)
    }

    /// glibc shows these two only with its own extensions on.
    private static let eaiNoData: Int32 = -5
    private static let eaiAddressFamily: Int32 = -9

    private static func address(of entry: UnsafeMutablePointer<addrinfo>) -> IPAddress? {
        guard let raw = UnsafeRawPointer(entry.pointee.ai_addr) else { return nil }
        switch entry.pointee.ai_family {
        case AF_INET:
            let four = raw.loadUnaligned(as: sockaddr_in.self)
            return withUnsafeBytes(of: four.sin_addr) { IPAddress(bytes: Array($0)) }
        case AF_INET6:
            let six = raw.loadUnaligned(as: sockaddr_in6.self)
            return withUnsafeBytes(of: six.sin6_addr) { IPAddress(bytes: Array($0)) }
        default: return nil
        }
    }
}
