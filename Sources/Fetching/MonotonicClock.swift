import Glibc

/// Seconds of the monotonic clock: deadlines must not move when the time of day does.
enum MonotonicClock {
    /// Seconds since some fixed moment.
    static var now: Double {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
    }
}

/// The time of day, only to compare with dates that servers send.
enum WallClock {
    /// Seconds since 1970; `time()` reads a coarse clock, which may still be in the second before.
    static var seconds: Int {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return time.tv_sec
    }
}
