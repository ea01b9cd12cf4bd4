/// Bytes of unfinished bodies, over all transfers of a loop.
final class Budget {
    /// Held now.
    private(set) var bytes = 0
    /// The most that was ever held.
    private(set) var peak = 0
    /// What may be held before transfers pause.
    let limit: Int
    /// The transfer that may go on above the limit, so that something always ends.
    weak var privileged: Transfer?

    init(limit: Int) { self.limit = limit }

    /// Counts bytes that came.
    func take(_ count: Int) {
        bytes += count
        peak = max(peak, bytes)
    }

    /// Counts bytes that went.
    func give(_ count: Int) { bytes -= count }

    /// Whether a transfer may take so many bytes more.
    func admits(_ count: Int, for transfer: Transfer) -> Bool { bytes + count <= limit || privileged === transfer }
}
