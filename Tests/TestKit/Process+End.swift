package import Foundation

extension Process {
    /// Ends a server: `signal`, and after three seconds SIGKILL. Looks instead of waiting, since `waitUntilExit` of
    /// Foundation on Linux may miss the end of a process when another thread waits too.
    package func end(_ signal: Int32 = 15) {
        guard isRunning else { return }
        kill(processIdentifier, signal)
        for _ in 0..<300 where isRunning { usleep(10_000) }
        if isRunning { kill(processIdentifier, SIGKILL) }
        for _ in 0..<300 where isRunning { usleep(10_000) }
    }
}
