import Facts

/// Decides what follows an attempt. Pure: attempts in, one action out; it knows no clock and no socket.
struct RetryMachine {
    /// What an attempt ended in.
    enum Event: Equatable {
        /// A status other than a redirect came, with the seconds its `Retry-After` asks for.
        case answered(status: Int, retryAfter: Double?)
        /// There was no usable answer.
        case broke(FetchFault)
    }

    /// What to do next.
    enum Action: Equatable {
        /// Status 200: the body is the result.
        case accept
        /// The request ends with this fault.
        case giveUp(FetchFault)
        /// Ask again after so many seconds, on a connection of its own; `wholeHost`: nobody else may ask before either.
        case again(after: Double, wholeHost: Bool)
    }

    /// Requests sent so far.
    private(set) var attempts = 0
    private let retries: Int
    private let pause: Double
    private let longestWait: Double

    init(_ policy: FetchPolicy) {
        retries = policy.retries
        pause = policy.retryPause
        longestWait = policy.retryAfterMaximum
    }

    /// Counts an attempt and judges it; `timeLeft`: whether any of the request's total time is left.
    mutating func handle(_ event: Event, timeLeft: Bool) -> Action {
        attempts += 1
        let mayRepeat = attempts <= retries && timeLeft
        switch event {
        case .answered(let status, _) where HTTPStatus.hasContent(status): return .accept
        case .answered(let status, let retryAfter):
            let fault = Self.fault(status: status)
            guard mayRepeat, Self.isTemporary(status) else { return .giveUp(fault) }
            let wait = retryAfter ?? backOff
            return wait <= longestWait ? .again(after: wait, wholeHost: Self.isOverload(status)) : .giveUp(fault)
        case .broke(let fault):
            guard mayRepeat, fault.isWorthAnotherAttempt else { return .giveUp(fault) }
            return .again(after: backOff, wholeHost: false)
        }
    }

    private var backOff: Double { min(pause * Double(1 << min(attempts - 1, 20)), longestWait) }

    private static func isOverload(_ status: Int) -> Bool { status == 429 || status == 503 }

    private static func isTemporary(_ status: Int) -> Bool { [429, 500, 502, 503, 504].contains(status) }

    /// The fault a final status stands for.
    static func fault(status: Int) -> FetchFault {
        switch status {
        case 404, 410: .notFound
        case 401, 403: .forbidden
        case 429: .tooManyRequests
        case 400..<500: .clientError
        case 503: .unavailable
        case 500..<600: .serverError
        default: .unexpectedStatus
        }
    }
}
