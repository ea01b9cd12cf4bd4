/// The value of a `Retry-After` header: seconds, or an HTTP date (RFC 9110, 10.2.3).
enum RetryAfter {
    /// Seconds to wait from `now` (Unix seconds); nil when the value is neither, negative or in the past.
    static func seconds(_ value: String, now: Int) -> Double? {
        if !value.isEmpty, value.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) {
            return value.utf8.count > 12 ? .infinity : Double(value)
        }
        guard let date = HTTPDate.unixSeconds(value), date > now else { return nil }
        return Double(date - now)
    }
}
