import Glibc
import JSON
import Platform
import Synchronization

/// A scorer: a command of the shell with its own process group, lines in and out, neither of which ever blocks us.
final class ScorerProcess {
    private let pid: pid_t
    /// Its standard input and output.
    let input: Int32, output: Int32
    private var outgoing: [UInt8] = []
    private var sent = 0
    private var incoming: [UInt8] = []
    /// Bytes of a line at most: a document of a million tokens stays far below.
    private static let longestLine = 256 << 20

    /// Starts a command; its standard error is ours.
    /// - Throws: `SystemError`.
    init(_ command: String) throws(SystemError) {
        let started = try Self.starting.withLock { _ throws(SystemError) in try Self.start(command) }
        (pid, input, output) = (started.pid, started.input, started.output)
        for descriptor in [input, output] { _ = fcntl(descriptor, F_SETFL, O_NONBLOCK) }
    }

    /// One at a time: between a pipe and its mark as ours alone no other scorer may start, which would keep it open.
    private static let starting = Mutex(())

    private static func start(_ command: String) throws(SystemError) -> (pid: pid_t, input: Int32, output: Int32) {
        let toChild = try pipe(command)
        let fromChild: [Int32]
        do throws(SystemError) { fromChild = try pipe(command) } catch {
            for descriptor in toChild { close(descriptor) }
            throw error
        }
        let started = spawn(command, input: toChild[0], output: fromChild[1])
        close(toChild[0])
        close(fromChild[1])
        guard started.code == 0 else {
            close(toChild[1])
            close(fromChild[0])
            throw SystemError("start", path: command, code: started.code)
        }
        return (started.pid, toChild[1], fromChild[0])
    }

    /// Both ends of a pipe, neither of which another scorer inherits: it would keep it open.
    private static func pipe(_ command: String) throws(SystemError) -> [Int32] {
        var ends: [Int32] = [0, 0]
        guard Glibc.pipe(&ends) == 0 else { throw SystemError("make a pipe", path: command) }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        return ends
    }

    private static func spawn(_ command: String, input: Int32, output: Int32) -> (pid: pid_t, code: Int32) {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, input, 0)
        posix_spawn_file_actions_adddup2(&actions, output, 1)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // A group of its own: it can be ended with all that it starts, and a key at the terminal is for us to handle.
        posix_spawnattr_setpgroup(&attributes, 0)
        var defaults = sigset_t()
        sigemptyset(&defaults)
        sigaddset(&defaults, SIGPIPE)
        posix_spawnattr_setsigdefault(&attributes, &defaults)
        var blocked = sigset_t()
        sigemptyset(&blocked)
        posix_spawnattr_setsigmask(&attributes, &blocked)
        let flags = POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK
        posix_spawnattr_setflags(&attributes, Int16(flags))
        let words: [String] = ["/bin/sh", "-c", command]
        var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) }
        arguments.append(nil)
        defer { for pointer in arguments { free(pointer) } }
        var pid: pid_t = 0
        let code = posix_spawn(&pid, "/bin/sh", &actions, &attributes, arguments, environ)
        return (pid, code)
    }

    deinit {
        end()
        close(input)
        close(output)
    }

    // MARK: Lines

    /// Bytes that wait to be sent.
    var waiting: Int { outgoing.count - sent }

    /// Puts a line into the queue of what is sent.
    func send(_ json: JSONValue) {
        if sent > 1 << 20 {
            outgoing.removeFirst(sent)
            sent = 0
        }
        outgoing += Array(json.text.utf8) + [0x0A]
    }

    /// Writes as much as the scorer takes now. That it takes nothing any more is noticed when its output ends.
    func flush() {
        while waiting > 0 {
            let count = outgoing.withUnsafeBytes { raw in
                Glibc.write(input, raw.baseAddress.map { $0 + sent }, raw.count - sent)
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { break }
            sent += count
        }
        if waiting == 0 { (outgoing, sent) = ([], 0) }
    }

    /// The whole lines that it has written since.
    /// - Throws: `ScorerFault` for a line that has no end.
    func receive() throws(ScorerFault) -> (lines: [[UInt8]], isAtEnd: Bool) {
        var isAtEnd = false
        var piece = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = Glibc.read(output, &piece, piece.count)
            if count < 0, errno == EINTR { continue }
            if count == 0 { isAtEnd = true }
            guard count > 0 else { break }
            incoming += piece[..<count]
            guard incoming.count <= Self.longestLine else { throw ScorerFault("a line is longer than 256 MiB") }
        }
        guard let last = incoming.lastIndex(of: 0x0A) else { return ([], isAtEnd) }
        let lines = incoming[..<last].split(separator: 0x0A).map(Array.init)
        incoming.removeFirst(last + 1)
        return (lines, isAtEnd)
    }

    // MARK: The end

    private var hasEnded = false

    /// Ends it and all that it started, at once.
    /// - Returns: how it had ended, in words.
    @discardableResult
    func end() -> String {
        guard !hasEnded else { return "ended" }
        hasEnded = true
        var code: Int32 = 0
        // A moment for one that is about to end by itself, so that its own exit code is told.
        var found = waitpid(pid, &code, WNOHANG)
        for _ in 0..<20 where found == 0 {
            usleep(5000)
            found = waitpid(pid, &code, WNOHANG)
        }
        kill(-pid, SIGKILL)
        if found == 0 {
            while waitpid(pid, &code, 0) < 0, errno == EINTR {}
            return "was ended"
        }
        let signal = code & 0x7F
        return signal == 0 ? "ended with exit code \((code >> 8) & 0xFF)" : "was killed by signal \(signal)"
    }
}
