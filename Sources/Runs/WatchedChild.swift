import Glibc
package import Platform

/// A worker process that says on a beacon which record it is on, watched until it ends or is on one record for too long.
package struct WatchedChild {
    /// How it ended.
    package enum Ending: Equatable {
        case exited(Int32, message: String)
        /// It died on `record`, nil between records.
        case died(signal: Int32, record: Int?, message: String)
        /// It was on one record for longer than it may be, and was ended.
        case overran(record: Int)
        /// This process was told to stop, and it was told too.
        case interrupted
    }

    private let child: ChildProcess
    private let beacon: Beacon
    /// CPU seconds that a record may take.
    private let limit: Double

    /// A child that has just been started.
    package init(_ child: ChildProcess, _ beacon: Beacon, recordSeconds limit: Double) {
        Sandbox.hide()  // from the child, which handles what strangers sent
        (self.child, self.beacon, self.limit) = (child, beacon, limit)
    }

    /// Waits for its end.
    /// - Parameter look: called some times a second.
    package func wait(look: () -> Void = {}) -> Ending {
        var sequence: UInt64 = 0
        var since = 0.0
        var pause: UInt32 = 1000
        var waited = 0
        while true {
            if let status = child.poll() { return ending(status) }
            if Interrupts.isRaised { child.send(SIGTERM) }
            look()
            let cpu = child.cpuSeconds
            if beacon.sequence != sequence || beacon.record == nil {
                sequence = beacon.sequence
                since = cpu
            } else if cpu - since > limit, let record = beacon.record {
                child.send(SIGKILL)
                child.wait()
                return .overran(record: record)
            }
            // Short work is common: its end is seen within milliseconds, that of long work need not be.
            usleep(pause)
            waited += Int(pause)
            pause = min(waited < 2_000_000 ? 4000 : 50_000, pause * 2)
        }
    }

    private func ending(_ status: ChildProcess.Status) -> Ending {
        let message = child.lastLines()
        switch status {
        case .exited(let code) where code != 143 && code != 130: return .exited(code, message: message)
        case .exited, .signaled(SIGTERM), .signaled(SIGINT):
            // A terminal's ^C reaches worker and supervisor in any order; a stop of the worker alone is a death.
            for _ in 0..<50 where !Interrupts.isRaised { usleep(2000) }
            return Interrupts.isRaised ? .interrupted : .died(signal: SIGTERM, record: nil, message: message)
        case .signaled(let signal): return .died(signal: signal, record: beacon.record, message: message)
        }
    }
}
