/// What is known about names, and who waits for one. Pure: the loop carries questions out and answers in.
struct NameCache<Waiter> {
    /// Where a name leads.
    enum Answer {
        case addresses([IPAddress])
        case no(Refusal)
        /// Not known yet: park whoever asked.
        case wait
    }

    private struct Name {
        var answer: Resolver.Answer?
        var expires: Double
        var waiters: [Waiter] = []
    }

    private var names: [String: Name] = [:]
    private var questions = Queue<String>()
    private var asked = 0
    private let rules: AddressRules
    private let patience: Double
    private let askedAtOnce: Int

    /// Seconds an answer is used.
    static var lifetime: Double { 300 }
    /// Names remembered before the expired ones are thrown away.
    static var capacity: Int { 50_000 }

    init(_ policy: FetchPolicy) {
        rules = AddressRules(allowed: policy.allowedAddresses)
        patience = policy.connectTimeout
        askedAtOnce = max(1, policy.resolverThreads)
    }

    /// The next name for the resolver, nil while it is busy; its deadline starts here.
    mutating func nextQuestion(now: Double) -> String? {
        guard asked < askedAtOnce, let host = questions.popFirst() else { return nil }
        asked += 1
        names[host]?.expires = now + patience
        return host
    }

    /// The permitted addresses of a host and port; a host that is an address needs no question.
    mutating func look(up target: Target, now: Double) -> Answer {
        if let literal = IPAddress(target.host.filter { $0 != "[" && $0 != "]" }) {
            let isPermitted = rules.permits(literal, port: target.port)
            return isPermitted ? .addresses([]) : .no(Refusal(.privateAddress, "\(literal)"))
        }
        guard let name = names[target.host], now < name.expires || name.answer == nil else {
            if names.count >= Self.capacity {
                names = names.filter { $0.value.answer == nil || now < $0.value.expires }
            }
            names[target.host] = Name(answer: nil, expires: .infinity)
            questions.append(target.host)
            return .wait
        }
        switch name.answer {
        case nil: return .wait
        case .failure(let refusal): return .no(refusal)
        case .success(let addresses):
            let permitted = addresses.filter { rules.permits($0, port: target.port) }
            if permitted.isEmpty { return .no(Refusal(.privateAddress, addresses.first?.description ?? "")) }
            return .addresses(permitted)
        }
    }

    /// Keeps `waiter` until the name is known.
    mutating func park(_ waiter: Waiter, host: String) { names[host]?.waiters.append(waiter) }

    /// An answer came; returns those who waited.
    mutating func receive(_ host: String, _ answer: Resolver.Answer, now: Double) -> [Waiter] {
        asked -= 1
        let waiters = names[host]?.waiters ?? []
        names[host] = Name(answer: answer, expires: now + Self.lifetime)
        return waiters
    }

    /// Nobody waits any more.
    mutating func forgetWaiters() { for host in names.keys { names[host]?.waiters = [] } }

    /// Names that took too long; those who waited for them. A late answer is still taken.
    mutating func expire(now: Double) -> [Waiter] {
        var waiters: [Waiter] = []
        for (host, name) in names where name.answer == nil && now >= name.expires && !name.waiters.isEmpty {
            waiters += name.waiters
            names[host]?.waiters = []
        }
        return waiters
    }
}
