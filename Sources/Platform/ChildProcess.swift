package import Glibc

/// A worker: this program again, without standard input and output, its standard error kept for `lastLines`. It shares one
/// file with its supervisor.
package final class ChildProcess: @unchecked Sendable {  // one supervisor thread owns it
    package enum Status: Equatable {
        case exited(Int32)
        case signaled(Int32)
    }

    package let pid: pid_t
    private let log: ScratchFile
    private var status: Status?

    /// The descriptor by which a worker has the file that it shares.
    package static let shared: Int32 = 3

    /// Starts this program (or, in tests, another) with `arguments`.
    /// - Parameters:
    ///   - file: what the worker shares with its supervisor.
    ///   - scratch: where its standard error is kept while it runs; nil for `Files.temporaryRoot`.
    ///   - inheriting: whether it gets all of the environment, which may hold secrets, for programs that it starts.
    /// - Throws: `SystemError`.
    package init(
        program: String? = nil, arguments: [String], sharing file: ScratchFile, scratch: String? = nil,
        inheriting: Bool = false
    ) throws(SystemError) {
        let program = program ?? ChildProcess.program
        let log = try ScratchFile(in: scratch)
        self.log = log
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0)
        posix_spawn_file_actions_adddup2(&actions, log.descriptor, 2)
        posix_spawn_file_actions_adddup2(&actions, file.descriptor, ChildProcess.shared)
        var argv: [UnsafeMutablePointer<CChar>?] = ([program] + arguments).map {
            strdup($0) as UnsafeMutablePointer<CChar>?
        }
        argv.append(nil)
        var environment =
            (["SWIFT_BACKTRACE=enable=no", "\(ChildProcess.parentName)=\(getpid())"]
            + (inheriting ? ChildProcess.environment : ChildProcess.inherited)).map {
                strdup($0) as UnsafeMutablePointer<CChar>?
            }
        environment.append(nil)
        defer { for pointer in argv + environment { free(pointer) } }
        var pid: pid_t = 0
        let code = posix_spawn(&pid, program, &actions, nil, argv, environment)
        guard code == 0 else { throw SystemError("start", path: program, code: code) }
        self.pid = pid
    }

    private static let parentName = "WORKER_PARENT"

    /// The process that started this one as a worker; nil for any other. Not `getppid()`, which is 1 both for an orphan and
    /// for the worker of a container's first process.
    package static var parent: pid_t? { getenv(parentName).flatMap { pid_t(String(cString: $0)) } }

    /// The folder of this program's file.
    package static var programFolder: String {
        program.lastIndex(of: "/").map { String(program[..<$0]) } ?? "."
    }

    /// This program's file; where there is no `/proc`, what the kernel was asked to start.
    package static let program: String = {
        for name in ["/proc/self/exe"] + (Arguments.executable.map { [$0] } ?? []) {
            guard let path = realpath(name, nil) else { continue }
            defer { free(path) }
            return String(cString: path)
        }
        return "/proc/self/exe"
    }()

    private static var environment: [String] {
        var values: [String] = []
        var at = environ
        while let entry = at.pointee {
            values.append(String(cString: entry))
            at += 1
        }
        return values.filter { !$0.hasPrefix("SWIFT_BACKTRACE=") && !$0.hasPrefix(parentName + "=") }
    }

    private static let inherited: [String] = {
        let names: [String] = ["PATH", "HOME", "LD_LIBRARY_PATH", "TMPDIR"]
        return names.compactMap { name in getenv(name).map { "\(name)=\(String(cString: $0))" } }
    }()

    /// How it ended, nil while it runs.
    package func poll() -> Status? { collect(WNOHANG) }

    /// Waits until it has ended.
    @discardableResult
    package func wait() -> Status? { collect(0) }

    private func collect(_ options: Int32) -> Status? {
        if let status { return status }
        var code: Int32 = 0
        var result = waitpid(pid, &code, options)
        while result < 0 && errno == EINTR { result = waitpid(pid, &code, options) }
        guard result == pid else { return nil }
        let signal = code & 0x7F
        status = signal == 0 ? .exited((code >> 8) & 0xFF) : .signaled(signal)
        return status
    }

    package func send(_ signal: Int32) { if status == nil { kill(pid, signal) } }

    /// CPU seconds it has used (user and system); by the clock of the process, which needs no `/proc`.
    package var cpuSeconds: Double {
        var clock = clockid_t()
        var time = timespec()
        guard clock_getcpuclockid(pid, &clock) == 0, clock_gettime(clock, &time) == 0 else { return 0 }
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    /// The end of what it wrote to standard error.
    package func lastLines() -> String {
        let text = String(decoding: log.tail(1 << 16), as: UTF8.self)
        let lines = text.split(separator: "\n").suffix(5).map { $0.hasPrefix("quarry: ") ? $0.dropFirst(8) : $0 }
        return lines.joined(separator: "\n")
    }
}
