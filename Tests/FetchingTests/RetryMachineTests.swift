import Testing

@testable import Fetching

@Suite struct RetryMachineTests {
    private func machine(retries: Int = 2) -> RetryMachine {
        var policy = FetchPolicy()
        (policy.retries, policy.retryPause, policy.retryAfterMaximum) = (retries, 0.5, 30)
        return RetryMachine(policy)
    }

    @Test func aGoodAnswerIsAccepted() {
        var machine = machine()
        #expect(machine.handle(.answered(status: 200, retryAfter: nil), timeLeft: true) == .accept)
        #expect(machine.attempts == 1)
    }

    @Test(arguments: [
        (404, FetchFault.notFound), (410, .notFound), (401, .forbidden), (403, .forbidden), (400, .clientError),
        (451, .clientError), (501, .serverError), (204, .unexpectedStatus), (206, .unexpectedStatus),
        (304, .unexpectedStatus), (101, .unexpectedStatus), (0, .unexpectedStatus),
    ]) func aFinalStatusIsNotRepeated(_ status: Int, _ fault: FetchFault) {
        var machine = machine()
        #expect(machine.handle(.answered(status: status, retryAfter: 1), timeLeft: true) == .giveUp(fault))
    }

    @Test func pausesDouble() {
        var machine = machine(retries: 3)
        for pause in [0.5, 1, 2] {
            #expect(machine.handle(.broke(.reset), timeLeft: true) == .again(after: pause, wholeHost: false))
        }
        #expect(machine.handle(.broke(.reset), timeLeft: true) == .giveUp(.reset))
    }

    @Test func anOverloadedHostNamesThePauseForAll() {
        var machine = machine()
        #expect(
            machine.handle(.answered(status: 429, retryAfter: 7), timeLeft: true) == .again(after: 7, wholeHost: true))
        #expect(
            machine.handle(.answered(status: 503, retryAfter: nil), timeLeft: true) == .again(after: 1, wholeHost: true)
        )
        #expect(machine.handle(.answered(status: 503, retryAfter: 1), timeLeft: true) == .giveUp(.unavailable))
    }

    @Test func aPauseBeyondTheLimitEndsIt() {
        var machine = machine()
        #expect(machine.handle(.answered(status: 503, retryAfter: 31), timeLeft: true) == .giveUp(.unavailable))
        var other = self.machine()
        #expect(
            other.handle(.answered(status: 429, retryAfter: .infinity), timeLeft: true) == .giveUp(.tooManyRequests))
    }

    @Test func withoutTimeThereIsNoRetry() {
        var machine = machine()
        #expect(machine.handle(.broke(.stalled), timeLeft: false) == .giveUp(.stalled))
    }

    /// Every fault, whatever it is, ends after at most `retries` repeats, and one that is worth a repeat is retryable.
    @Test(arguments: FetchFault.allCases) func repeatsAreBounded(_ fault: FetchFault) {
        var machine = machine()
        var repeats = 0
        while case .again = machine.handle(.broke(fault), timeLeft: true) { repeats += 1 }
        #expect(repeats == (fault.isWorthAnotherAttempt ? 2 : 0))
        if fault.isWorthAnotherAttempt { #expect(fault.isRetryable) }
    }

    @Test(
        arguments: [
            ("0", 0.0), ("120", 120), ("999999999", 999_999_999), ("9999999999999999999999", .infinity),
            ("Sun, 06 Nov 1994 08:49:37 GMT", 37), ("Sun, 06 Nov 1994 08:49:00 GMT", nil), ("-5", nil), ("soon", nil),
            ("1.5", nil), ("", nil), ("Sun, 06 Nov 1994 08:49:37 CET", nil), ("Sunday, 06-Nov-94 08:49:37 GMT", nil),
            ("Sun, 06 Nov 1994 25:49:37 GMT", nil), ("Sun, 32 Nov 1994 08:49:37 GMT", nil),
        ] as [(String, Double?)]) func retryAfterIsSecondsOrADate(_ value: String, _ seconds: Double?)
    {
        #expect(RetryAfter.seconds(value, now: 784_111_740) == seconds)
    }

    @Test func datesAgreeWithTheCalendar() {
        #expect(HTTPDate.unixSeconds("Thu, 01 Jan 1970 00:00:00 GMT") == 0)
        #expect(HTTPDate.unixSeconds("Tue, 29 Feb 2000 12:00:00 GMT") == 951_825_600)
        #expect(HTTPDate.unixSeconds("Wed, 01 Mar 2000 00:00:00 GMT") == 951_868_800)
        #expect(HTTPDate.unixSeconds("Tue, 19 Jan 2038 03:14:08 GMT") == 2_147_483_648)
    }
}
