import Glibc

/// Looks every half millisecond, for twenty seconds.
func waitUntil(_ condition: () -> Bool) -> Bool {
    for _ in 0..<40_000 {
        if condition() { return true }
        usleep(500)
    }
    return false
}
