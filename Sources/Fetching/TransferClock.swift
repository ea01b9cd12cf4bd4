/// The deadlines of one transfer. Pure: events and times (seconds of a monotonic clock) in, a fault out.
struct TransferClock {
    private enum Phase { case connecting, waiting, receiving }

    private var phase = Phase.connecting
    private let started: Double
    private var mark: Double
    private var pausedAt: Double?
    private var pausedTotal = 0.0
    private let spentBefore: Double
    private let policy: FetchPolicy

    /// A transfer that starts now, of a request that has used `spent` seconds before.
    init(_ policy: FetchPolicy, spent: Double, now: Double) {
        self.policy = policy
        started = now
        mark = now
        spentBefore = spent
    }

    /// The connection stands, the request leaves.
    mutating func connected(now: Double) {
        guard phase == .connecting else { return }
        phase = .waiting
        mark = now
    }

    /// Bytes came.
    mutating func received(now: Double) {
        phase = .receiving
        mark = now
    }

    /// We stop reading; the clock stands.
    mutating func pause(now: Double) { if pausedAt == nil { pausedAt = now } }

    /// We read again.
    mutating func resume(now: Double) {
        guard let from = pausedAt else { return }
        pausedAt = nil
        pausedTotal += now - from
        mark = now
    }

    /// The loop itself was busy elsewhere for so long: nobody looked whether bytes had come.
    mutating func excuse(_ seconds: Double) {
        if pausedAt == nil { pausedTotal += seconds }
        mark += seconds
    }

    /// Seconds of the request's total that are used up, pauses not counted.
    func spent(now: Double) -> Double { spentBefore + (pausedAt ?? now) - started - pausedTotal }

    /// The deadline that has passed, if one has.
    func expired(now: Double) -> FetchFault? {
        if pausedAt != nil { return nil }
        if spent(now: now) >= policy.totalTimeout { return .timeout }
        return switch phase {
        case .connecting: now - mark >= policy.connectTimeout ? .connectTimeout : nil
        case .waiting: now - mark >= policy.firstByteTimeout ? .firstByteTimeout : nil
        case .receiving: now - mark >= policy.stallTimeout ? .stalled : nil
        }
    }
}
