import Glibc

/// Looks every half millisecond, for four minutes: a process may have to wait for one.
func waitUntil(_ condition: () -> Bool) -> Bool {
    for _ in 0..<480_000 {
        if condition() { return true }
        usleep(500)
    }
    return false
}
