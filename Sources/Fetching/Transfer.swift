import CCurl
import Glibc

/// One easy handle with what its callbacks gather. Obedient: it judges nothing but sizes, addresses and budgets.
final class Transfer {
    /// What is fetched, nil when idle.
    private(set) var job: Job?
    /// The header so far.
    private(set) var head = ResponseHead()
    /// The body so far, as sent.
    private(set) var body: [UInt8] = []
    /// The deadlines.
    var clock: TransferClock
    /// Why we ended it ourselves.
    var verdict: Refusal?
    /// `errno` when no socket could be opened, 0 otherwise.
    private(set) var openError: Int32 = 0
    /// The connection had leftovers of another answer; nothing was sent.
    private(set) var isStale = false
    /// Whether reading stands still for the budget.
    private(set) var isPaused = false
    /// The body is of use; else it is read and dropped, to keep the connection.
    private(set) var wantsBody = false

    /// libcurl's handle.
    let easy: UnsafeMutableRawPointer
    private let rules: AddressRules
    private let budget: Budget
    private let errorText = UnsafeMutablePointer<CChar>.allocate(capacity: Int(CURL_ERROR_SIZE))
    private var resolve: UnsafeMutablePointer<curl_slist>?
    private let headers: UnsafeMutablePointer<curl_slist>?
    private var dropped = 0
    private var opened: [Int32] = []
    private var connection: Connections.Key?
    private let connections: Connections

    /// Bytes of a useless body that are read before the connection is given up instead.
    private static let dropLimit = 64 << 10

    /// An idle transfer; nil when libcurl has no handle left.
    init?(_ policy: FetchPolicy, budget: Budget, connections: Connections, share: UnsafeMutableRawPointer?) {
        guard let easy = curl_easy_init() else { return nil }
        self.easy = easy
        self.budget = budget
        self.connections = connections
        rules = AddressRules(allowed: policy.allowedAddresses)
        clock = TransferClock(policy, spent: 0, now: 0)
        var list = curl_slist_append(nil, "Accept: \(policy.accept)")
        list = curl_slist_append(list, "Accept-Encoding: identity")
        headers = list
        errorText.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
        configure(policy, share: share)
        listen()
    }

    deinit {
        curl_easy_cleanup(easy)
        curl_slist_free_all(resolve)
        curl_slist_free_all(headers)
        errorText.deallocate()
    }

    private func configure(_ policy: FetchPolicy, share: UnsafeMutableRawPointer?) {
        let numbers: [(CURLoption, Int)] = [
            (CURLOPT_NOSIGNAL, 1), (CURLOPT_FOLLOWLOCATION, 0), (CURLOPT_BUFFERSIZE, Self.bufferBytes(policy)),
            (CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_2TLS)), (CURLOPT_QUICK_EXIT, 1),
            (CURLOPT_CONNECTTIMEOUT_MS, Int(policy.connectTimeout * 1000)), (CURLOPT_TCP_NODELAY, 1),
            (CURLOPT_SSL_VERIFYPEER, policy.verifyTLS ? 1 : 0), (CURLOPT_SSL_VERIFYHOST, policy.verifyTLS ? 2 : 0),
        ]
        for (option, value) in numbers { _ = ccurl_set_long(easy, option, value) }
        let texts: [(CURLoption, String)] = [
            (CURLOPT_PROTOCOLS_STR, "http,https"), (CURLOPT_REDIR_PROTOCOLS_STR, "http,https"),
            (CURLOPT_PROXY, ""), (CURLOPT_NOPROXY, "*"), (CURLOPT_USERAGENT, policy.userAgentHeader),
        ]
        for (option, value) in texts { _ = ccurl_set_text(easy, option, value) }
        if !policy.certificates.isEmpty { _ = ccurl_set_text(easy, CURLOPT_CAINFO, policy.certificates) }
        _ = ccurl_set_list(easy, CURLOPT_HTTPHEADER, headers)
        _ = ccurl_set_pointer(easy, CURLOPT_ERRORBUFFER, errorText)
        if let share { _ = ccurl_set_pointer(easy, CURLOPT_SHARE, share) }
    }

    /// What one read may bring. libcurl holds such a buffer for each transfer, so thousands of them get small ones.
    private static func bufferBytes(_ policy: FetchPolicy) -> Int {
        max(16 << 10, min(128 << 10, (64 << 20) / max(policy.connections, 1)))
    }

    /// The callbacks have no captures: they find the transfer through their context pointer, which does not own it.
    private func listen() {
        let context = Unmanaged.passUnretained(self).toOpaque()
        _ = ccurl_set_pointer(easy, CURLOPT_PRIVATE, context)
        _ = ccurl_set_writer(
            easy,
            { bytes, size, count, context in
                Transfer.from(context)?.receive(UnsafeRawBufferPointer(start: bytes, count: size * count)) ?? 0
            }, context)
        _ = ccurl_set_header_reader(
            easy,
            { bytes, size, count, context in
                Transfer.from(context)?.receiveHeader(UnsafeRawBufferPointer(start: bytes, count: size * count)) ?? 0
            }, context)
        _ = ccurl_set_opener(
            easy,
            { context, _, address in
                guard let address, let transfer = Transfer.from(context) else { return -1 }
                return transfer.open(address)
            }, context)
        // The connections outlive the multi handle, which closes the last of them.
        _ = ccurl_set_closer(
            easy,
            { context, socket in
                if let context { Unmanaged<Connections>.fromOpaque(context).takeUnretainedValue().forget(socket) }
                return close(socket)
            }, Unmanaged.passUnretained(connections).toOpaque())
        _ = ccurl_set_ready(
            easy,
            { context, remote, _, remotePort, localPort in
                guard let remote, let transfer = Transfer.from(context) else { return 0 }
                return transfer.stand(
                    Connections.Key(remote: String(cString: remote), remotePort: remotePort, localPort: localPort))
            }, context)
    }

    /// `listen` gave libcurl this very pointer, and the handle does not outlive the transfer.
    private static func from(_ context: UnsafeMutableRawPointer?) -> Transfer? {
        context.map { Unmanaged<Transfer>.fromOpaque($0).takeUnretainedValue() }
    }

    /// The transfer of a handle that libcurl hands back.
    static func of(easy: UnsafeMutableRawPointer) -> Transfer? {
        from(ccurl_private(easy))
    }

    /// Sets the handle up for a job. `addresses`: where the name points, empty for a host that is an address.
    func prepare(_ job: Job, addresses: [IPAddress], policy: FetchPolicy, now: Double) {
        self.job = job
        head = ResponseHead()
        verdict = nil
        openError = 0
        opened = []
        connection = nil
        isStale = false
        isPaused = false
        wantsBody = false
        dropped = 0
        errorText.pointee = 0
        clock = TransferClock(policy, spent: job.spent, now: now)
        _ = ccurl_set_text(easy, CURLOPT_URL, job.target.url)
        _ = ccurl_set_long(easy, CURLOPT_FRESH_CONNECT, job.retry.attempts > 0 || job.needsOwnConnection ? 1 : 0)
        // Waiting for a connection that may be shared (HTTP/2) would bunch starts that were kept apart.
        let mayWait = policy.minimumGapPerHost == 0 && job.target.isSecure
        _ = ccurl_set_long(easy, CURLOPT_PIPEWAIT, mayWait ? 1 : 0)
        curl_slist_free_all(resolve)
        resolve = nil
        if !addresses.isEmpty {
            let list = addresses.map { if case .v6 = $0 { "[\($0)]" } else { "\($0)" } }.joined(separator: ",")
            resolve = curl_slist_append(nil, "+\(job.target.host):\(job.target.port):\(list)")
        }
        _ = ccurl_set_list(easy, CURLOPT_RESOLVE, resolve)
    }

    /// Forgets the job and gives the bytes held back to the budget; returns the body.
    func release() -> [UInt8] {
        budget.give(body.count)
        job = nil
        defer { body = [] }
        return body
    }

    /// Reads on after a pause.
    func resume(now: Double) {
        isPaused = false
        clock.resume(now: now)
        curl_easy_pause(easy, CURLPAUSE_CONT)
    }

    /// libcurl's words about the failure.
    var words: String { String(cString: errorText) }

    /// What is known about a failure with this code.
    func evidence(_ code: CURLcode) -> CurlCode.Evidence {
        CurlCode.Evidence(
            code: code, systemError: ccurl_info_long(easy, CURLINFO_OS_ERRNO),
            verification: ccurl_info_long(easy, CURLINFO_SSL_VERIFYRESULT), answerBegan: head.bytes > 0)
    }

    // MARK: Callbacks

    private func receiveHeader(_ line: UnsafeRawBufferPointer) -> Int {
        clock.received(now: MonotonicClock.now)
        guard let job, head.read(line) else {
            verdict = Refusal(.headersTooLarge, "\(head.bytes) bytes")
            return 0
        }
        guard head.isComplete, !wantsBody else { return line.count }
        if let connection { connections.note(connection, isHTTP1: head.isHTTP1) }
        wantsBody = job.wantsBody(head)
        if wantsBody, head.hasTwoLengths {
            verdict = Refusal(.badResponse, "two lengths")
            return 0
        }
        let announced = head.contentLength ?? 0
        if wantsBody, announced > job.maximumBytes, !job.keepsPrefix {
            verdict = Refusal(.tooLarge, "\(announced) bytes announced")
            return 0
        }
        if wantsBody { body.reserveCapacity(min(announced, 1 << 20)) }
        return line.count
    }

    private func receive(_ bytes: UnsafeRawBufferPointer) -> Int {
        let now = MonotonicClock.now
        clock.received(now: now)
        guard let job, wantsBody else {
            dropped += bytes.count
            return dropped <= Self.dropLimit ? bytes.count : 0
        }
        guard budget.admits(bytes.count, for: self) else {
            isPaused = true
            clock.pause(now: now)
            return Int(CURL_WRITEFUNC_PAUSE)
        }
        guard body.count + bytes.count <= job.maximumBytes else {
            verdict = Refusal(.tooLarge, "more than \(job.maximumBytes) bytes")
            return 0
        }
        body.append(contentsOf: bytes)
        budget.take(bytes.count)
        return bytes.count
    }

    /// Opens the socket for the very address it will be connected to, if the rules permit that address.
    private func open(_ address: UnsafeMutablePointer<curl_sockaddr>) -> curl_socket_t {
        var raw = [UInt8](repeating: 0, count: 16)
        var port: UInt16 = 0
        let count = Int(ccurl_address(address, &raw, &port))
        guard let ip = IPAddress(bytes: raw.prefix(count)), rules.permits(ip, port: Int(port)) else {
            verdict = Refusal(.privateAddress, IPAddress(bytes: raw.prefix(count))?.description ?? "no IP address")
            return -1
        }
        verdict = nil  // another address of the same name may have been refused before
        let socket = Glibc.socket(
            address.pointee.family, address.pointee.socktype | Int32(SOCK_CLOEXEC.rawValue), address.pointee.protocol)
        if socket < 0 { openError = errno } else { opened.append(socket) }
        return socket
    }

    /// The connection stands. Returns 0 to send the request, 1 to end the transfer.
    private func stand(_ key: Connections.Key) -> Int32 {
        clock.connected(now: MonotonicClock.now)
        connection = key
        if opened.isEmpty {
            guard connections.hasLeftovers(key) else { return 0 }
            verdict = Refusal(.reset, "bytes nobody asked for on a kept connection")
            isStale = true
            return 1
        }
        connections.register(key, opened: opened)
        return 0
    }
}
