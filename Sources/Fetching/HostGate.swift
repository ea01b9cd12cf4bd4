/// Who may start a request now: a queue a host, with its limit of connections, its gap between starts, its back-off and
/// its count of silent failures. Hosts take turns. Pure: times come in as seconds, items go out.
struct HostGate<Item> {
    private struct Host {
        var name: String
        var queue = Queue<Item>()
        var active = 0
        var nextStart = 0.0
        var gap: Double
        var silences = 0
        var isGivenUp = false
        var isListed = false  // in `ready` or in `sleeping`
    }

    private var hosts: [Host] = []
    private var free: [Int] = []
    private var indices: [String: Int] = [:]
    private var ready = Queue<Int>()
    private var sleeping = Heap<Int>()
    private let connectionsPerHost: Int
    private let gap: Double
    private let silenceLimit: Int
    private let settle = 0.02

    /// Items that wait in all queues.
    private(set) var waiting = 0

    init(_ policy: FetchPolicy) {
        connectionsPerHost = max(1, policy.connectionsPerHost)
        gap = max(0, policy.minimumGapPerHost)
        silenceLimit = policy.hostFailureLimit
    }

    /// Hosts that are remembered.
    var hostCount: Int { indices.count }

    /// When `next` is worth asking again although it gave nothing: the earliest end of a wait.
    var nextWake: Double? { sleeping.firstTime }

    /// Queues an item for a host; false when that host has been given up.
    mutating func add(_ item: Item, host name: String) -> Bool {
        let index = self.index(of: name)
        if hosts[index].isGivenUp { return false }
        hosts[index].queue.append(item)
        waiting += 1
        list(index)
        return true
    }

    /// The next item whose host may be asked now; it counts as active until `finished`.
    mutating func next(now: Double) -> Item? {
        while let index = sleeping.pop(until: now) {
            hosts[index].isListed = false
            if hosts[index].queue.isEmpty { forgetIfIdle(index, now: now) } else { list(index) }
        }
        while let index = ready.popFirst() {
            hosts[index].isListed = false
            if hosts[index].active >= connectionsPerHost { continue }
            if hosts[index].queue.isEmpty {
                forgetIfIdle(index, now: now)
                continue
            }
            if hosts[index].nextStart > now {
                sleep(index)
                continue
            }
            guard let item = hosts[index].queue.popFirst() else { continue }
            waiting -= 1
            hosts[index].active += 1
            hosts[index].nextStart = now + hosts[index].gap
            if !hosts[index].queue.isEmpty { list(index) }
            return item
        }
        return nil
    }

    /// A transfer of the host ended. `silent`: the host did not say a byte. Returns the items that wait for a host
    /// that is given up by this, which leave the gate.
    mutating func finished(host name: String, silent: Bool, now: Double) -> [Item] {
        let index = self.index(of: name)
        hosts[index].active -= 1
        // Bytes that nobody asked for should have come before the connection is looked at and used again.
        if hosts[index].gap > 0 {
            hosts[index].nextStart = max(hosts[index].nextStart, now + min(hosts[index].gap, settle))
        }
        hosts[index].silences = silent ? hosts[index].silences + 1 : 0
        if silenceLimit > 0, hosts[index].silences >= silenceLimit {
            hosts[index].isGivenUp = true
            waiting -= hosts[index].queue.count
            return hosts[index].queue.drain()
        }
        if hosts[index].queue.isEmpty { forgetIfIdle(index, now: now) } else { list(index) }
        return []
    }

    /// Nobody asks this host before `time`.
    mutating func holdBack(host name: String, until time: Double) {
        let index = self.index(of: name)
        hosts[index].nextStart = max(hosts[index].nextStart, time)
    }

    /// Requests to this host start at least so many seconds apart.
    mutating func slowDown(host name: String, gap: Double) {
        let index = self.index(of: name)
        hosts[index].gap = max(hosts[index].gap, gap)
    }

    private mutating func index(of name: String) -> Int {
        if let index = indices[name] { return index }
        let host = Host(name: name, gap: gap)
        if let index = free.popLast() {
            hosts[index] = host
            indices[name] = index
            return index
        }
        hosts.append(host)
        indices[name] = hosts.count - 1
        return hosts.count - 1
    }

    private mutating func list(_ index: Int) {
        if hosts[index].isListed { return }
        hosts[index].isListed = true
        ready.append(index)
    }

    private mutating func sleep(_ index: Int) {
        if hosts[index].isListed { return }
        hosts[index].isListed = true
        sleeping.insert(index, at: hosts[index].nextStart)
    }

    /// A host with nothing special to remember costs no memory; one whose next start is still ahead is looked at then.
    private mutating func forgetIfIdle(_ index: Int, now: Double) {
        let host = hosts[index]
        guard host.active == 0, host.queue.isEmpty, host.silences == 0, host.gap == gap, !host.isListed
        else { return }
        if host.nextStart > now { return sleep(index) }
        indices[host.name] = nil
        hosts[index] = Host(name: "", gap: gap)
        free.append(index)
    }
}
