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
