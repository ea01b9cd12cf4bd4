import CorpusFiles
import Glibc
import Synchronization

/// SIGINT and SIGTERM as a flag: the first asks for an orderly stop, the second ends the process at once.
package enum Interrupts {
    private static let count = Atomic<Int32>(0)
    private static let signal = Atomic<Int32>(0)

    /// Whether a stop was asked for.
    package static var isRaised: Bool { count.load(ordering: .relaxed) > 0 }

    /// The exit code a stopped process owes: 130 or 143.
    package static var exitCode: Int32 { 128 + signal.load(ordering: .relaxed) }

    /// Listens from now on.
    package static func listen() {
        var ours = sigset_t()
        sigemptyset(&ours)
        for number in [SIGINT, SIGTERM] {
            sigaddset(&ours, number)
            Glibc.signal(number, Interrupts.handle)
        }
        pthread_sigmask(SIG_UNBLOCK, &ours, nil)  // whoever started us may have blocked them
        QuestionLimit.stop { isRaised }
    }

    private static let handle: @convention(c) (Int32) -> Void = { number in
        signal.store(number, ordering: .relaxed)
        if count.add(1, ordering: .relaxed).oldValue >= 1 { _exit(128 + number) }
    }
}
