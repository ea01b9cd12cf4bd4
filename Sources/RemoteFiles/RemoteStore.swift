import CCurl
import Fetching
import Glibc
import Platform
import Synchronization

/// Reads files behind `https://` and `s3://` in parts, and writes those of `s3://`, with retries, each address connected to held
/// against the rules.
///
/// Signatures are libcurl's. What it needs of its caller was found by recomputing them: the header
/// `x-amz-content-sha256` must be given, queries must come sorted, escaped and with a `=` each.
package final class RemoteStore: Sendable {
    /// What is asked of a store: an address, and how.
    struct Ask {
        var address: RemoteAddress
        var query: [(name: String, value: String)] = []
        var range: Range<Int>?
        var method = RemoteTransfer.Method.get
        var headers: [String] = []
        var body: [UInt8] = []
    }

    private struct State {
        var idle: [RemoteTransfer] = []
        var regions: [String: String] = [:]
        var borrowed: Credentials?
        var requests = 0
    }

    let policy: RemotePolicy
    let settings: CloudSettings
    private let state = Mutex(State())

    /// A store; nothing is connected to yet.
    package init(_ policy: RemotePolicy, environment: [String: String]) {
        self.policy = policy
        settings = CloudSettings(environment: environment)
    }

    /// Requests sent so far, failed ones too.
    package var requests: Int { state.withLock { $0.requests } }

    // MARK: files

    /// Size and mark of a file, by asking for its first byte: that tells too whether the server gives parts.
    /// - Throws: `RemoteError`.
    package func state(of address: RemoteAddress) throws(RemoteError) -> RemoteState {
        let answer = try send(Ask(address: address, range: 0..<1)) { _, _ in true }
        if answer.status == 416, answer.contentRange?.total == 0 { return RemoteState(bytes: 0, etag: answer.etag) }
        guard answer.status == 206, let total = answer.contentRange?.total else {
            if answer.status == 200, answer.contentLength == 0 { return RemoteState(bytes: 0, etag: answer.etag) }
            throw .noRanges(address)
        }
        return RemoteState(bytes: total, etag: answer.etag)
    }

    /// Gives the bytes of `range` to `take` in order, each once, whatever attempts it needs.
    /// - Parameter state: how the file was; another one is refused. Without it the file may end before the range does.
    /// - Returns: the mark of the version that was read (`ETag`), `""` where the server gave none.
    /// - Throws: `RemoteError`, what `take` throws as `.system`.
    @discardableResult
    package func read(
        _ address: RemoteAddress, _ range: Range<Int>, of state: RemoteState?,
        _ take: @escaping (Int, UnsafeRawBufferPointer) throws -> Void
    ) throws(RemoteError) -> String {
        var (at, etag) = (range.lowerBound, state?.etag ?? "")
        while at < range.upperBound {
            let begin = at
            var fault: RemoteError?
            _ = try send(Ask(address: address, range: begin..<range.upperBound)) { answer, bytes in
                fault = RemoteStore.fault(answer, address, begin, range, state)
                guard fault == nil else { return false }
                let bytes = bytes.prefix(range.upperBound - at)
                if bytes.isEmpty { return false }  // more than was asked for
                do { try take(at, UnsafeRawBufferPointer(rebasing: bytes)) } catch {
                    fault = (error as? SystemError).map { .system($0) } ?? .malformed(address, detail: "\(error)")
                    return false
                }
                at += bytes.count
                etag = answer.etag
                return true
            }
            if let fault { throw fault }
            if at == begin, state == nil { return etag }
            if at == begin { throw .changed(address, detail: "it ends before byte \(range.upperBound)") }
        }
        return etag
    }

    /// What is wrong with an answer to a request for bytes from `begin` on.
    private static func fault(
        _ answer: RemoteTransfer.Answer, _ address: RemoteAddress, _ begin: Int, _ range: Range<Int>,
        _ state: RemoteState?
    ) -> RemoteError? {
        if answer.status == 200 {
            // A server without parts sends all of it: of use when all was asked for.
            guard begin == 0, range.lowerBound == 0, answer.contentLength.map({ $0 == range.upperBound }) ?? true else {
                return .noRanges(address)
            }
            return nil
        }
        guard let found = answer.contentRange, found.begin == begin else { return .noRanges(address) }
        guard let state else { return nil }
        if found.total != state.bytes {
            return .changed(address, detail: "it had \(state.bytes) bytes and has \(found.total)")
        }
        if !state.etag.isEmpty, !answer.etag.isEmpty, answer.etag != state.etag {
            return .changed(address, detail: "it has the same size, but was written again")
        }
        return nil
    }

    /// The beginning of a file, at most `limit` bytes, and how the file is: one request.
    /// - Throws: `RemoteError`.
    package func beginning(
        of address: RemoteAddress, limit: Int
    ) throws(RemoteError) -> (bytes: [UInt8], state: RemoteState) {
        var bytes: [UInt8] = []
        var state: RemoteState?
        let answer = try send(Ask(address: address, range: 0..<limit)) { answer, piece in
            guard answer.status == 206, let found = answer.contentRange, found.begin == 0 else { return false }
            state = RemoteState(bytes: found.total, etag: answer.etag)
            bytes.append(contentsOf: piece.prefix(limit - bytes.count))
            return bytes.count < limit
        }
        if answer.status == 416, answer.contentRange?.total == 0 { return ([], RemoteState(bytes: 0, etag: "")) }
        guard let state else { throw .noRanges(address) }
        let end = min(limit, state.bytes)
        // It broke off, and is gone on with from there.
        try read(address, bytes.count..<max(end, bytes.count), of: state) { _, piece in bytes.append(contentsOf: piece)
        }
        return (bytes, state)
    }

    /// A small file, whole.
    /// - Throws: `RemoteError`; `.malformed` when it has more than `limit` bytes.
    package func whole(_ address: RemoteAddress, limit: Int) throws(RemoteError) -> [UInt8] {
        let state = try state(of: address)
        guard state.bytes <= limit else {
            throw .malformed(address, detail: "\(state.bytes) bytes, more than \(limit)")
        }
        var content: [UInt8] = []
        try read(address, 0..<state.bytes, of: state) { _, bytes in content.append(contentsOf: bytes) }
        return content
    }

    // MARK: requests

    /// Sends a request until it is answered for good: 200, 204, 206, 412 and 416 are answers, the rest is thrown.
    ///
    /// An attempt that brought bytes counts as none: `read` goes on from where it stopped.
    func send(_ ask: Ask, receive: @escaping RemoteTransfer.Receiver) throws(RemoteError) -> RemoteTransfer.Answer {
        var received = 0
        return try retrying(ask.address, hasProgress: { received > 0 }) { (attempt) throws(RemoteError) in
            let request = try request(ask)
            return perform(request) { answer, bytes in
                received += bytes.count
                return receive(answer, bytes)
            }
        }
    }

    func perform(_ request: RemoteTransfer.Request, _ receive: @escaping RemoteTransfer.Receiver)
        -> RemoteTransfer.Outcome
    {
        let idle = state.withLock { state in
            state.requests += 1
            return state.idle.popLast()
        }
        guard let transfer = idle ?? RemoteTransfer(policy) else { return .broke("libcurl has no handle left") }
        defer { state.withLock { $0.idle.append(transfer) } }
        return transfer.send(request, receive: receive)
    }

    /// Repeats `attempt` while its end is one that may pass.
    func retrying(
        _ address: RemoteAddress, hasProgress: () -> Bool = { false },
        _ attempt: (Int) throws(RemoteError) -> RemoteTransfer.Outcome
    ) throws(RemoteError) -> RemoteTransfer.Answer {
        var last = ""
        var renewed = false
        for number in 0..<policy.attempts {
            if policy.isStopped() { throw .interrupted }
            var wait = min(policy.longestPause, policy.pause * Double(1 << min(number, 16)))
            switch try attempt(number) {
            case .stopped: return RemoteTransfer.Answer()
            case .privateAddress(let ip): throw .privateAddress(address, address: ip)
            case .broke(let words): last = words
            case .answered(let answer):
                switch answer.status {
                case 200, 204, 206, 412, 416: return answer
                case 404 where address.isInBucket && answer.reason.contains("NoSuchBucket"):
                    throw .malformed(address, detail: "there is no bucket '\(address.authority)'")
                case 404, 410: throw .missing(address)
                case 301, 307, 400, 403:
                    if let region = answer.region, learn(region, of: address) { continue }
                    if !renewed, answer.isExpired, forgetBorrowed() {
                        renewed = true
                        continue
                    }
                    throw .refused(address, detail: answer.reason)
                // 409: a store answers two writers of one name so.
                case 408, 409, 425, 429, 500...599:
                    last = answer.reason
                    if let asked = answer.retryAfter.flatMap(Double.init) {
                        wait = min(max(wait, asked), policy.longestPause)
                    }
                default: throw .refused(address, detail: answer.reason)
                }
            }
            if policy.isStopped() { throw .interrupted }
            if hasProgress() { return RemoteTransfer.Answer() }
            if number + 1 < policy.attempts { usleep(UInt32(wait * 1e6)) }
        }
        throw .unavailable(address, detail: "\(last) (after \(policy.attempts) attempts)")
    }

    // MARK: signing

    /// The request of an ask: for a bucket the URL of its store, signed when there are credentials.
    func request(_ ask: Ask) throws(RemoteError) -> RemoteTransfer.Request {
        guard ask.address.scheme == .s3 else {
            let url = ask.address.description.prefix { $0 != "#" }
            return RemoteTransfer.Request(url: String(url), range: ask.range, followsRedirects: true)
        }
        let bucket = ask.address.authority
        let region = state.withLock { $0.regions[bucket] } ?? settings.region
        var url = RemoteStore.base(of: bucket, endpoint: settings.endpoint("s3"), region: region)
        url += Percent.encode(ask.address.rest, keeping: "/")
        let query = ask.query.map { (Percent.encode($0.name), Percent.encode($0.value)) }.sorted { $0 < $1 }
        if !query.isEmpty { url += "?" + query.map { "\($0)=\($1)" }.joined(separator: "&") }
        var request = RemoteTransfer.Request(url: url, method: ask.method, range: ask.range)
        (request.headers, request.body) = (ask.headers, ask.body)
        guard let credentials = try credentials(for: ask.address) else { return request }
        // The store holds what it gets against this digest.
        let digest = ask.method.hasBody ? SHA256.hash(ask.body).hex : "UNSIGNED-PAYLOAD"
        request.headers.append("x-amz-content-sha256: \(digest)")
        if let token = credentials.token { request.headers.append("x-amz-security-token: \(token)") }
        request.signing = RemoteTransfer.Signing(credentials: credentials, region: region)
        return request
    }

    /// Where a bucket's keys begin: a host of its own at AWS, unless its name has dots, for which no certificate is made.
    static func base(of bucket: String, endpoint: String?, region: String) -> String {
        if let endpoint { return "\(endpoint)/\(Percent.encode(bucket))/" }
        let host = "s3.\(region).amazonaws.com"
        return bucket.contains(".") ? "https://\(host)/\(bucket)/" : "https://\(bucket).\(host)/"
    }

    private func credentials(for address: RemoteAddress) throws(RemoteError) -> Credentials? {
        if let fixed = settings.fixed { return fixed }
        guard let identity = settings.identity else { return nil }
        // Five minutes are left for a long transfer that begins with it.
        let soon = Int(time(nil)) + 300
        if let known = state.withLock({ $0.borrowed }), known.end.map({ $0 > soon }) ?? true { return known }
        let borrowed = try WebIdentity.credentials(identity, store: self, for: address)
        state.withLock { $0.borrowed = borrowed }
        return borrowed
    }

    /// Notes in which region a bucket is; false when that was known.
    private func learn(_ region: String, of address: RemoteAddress) -> Bool {
        guard address.scheme == .s3 else { return false }
        return state.withLock { state in
            if (state.regions[address.authority] ?? settings.region) == region { return false }
            state.regions[address.authority] = region
            return true
        }
    }

    private func forgetBorrowed() -> Bool {
        state.withLock { state in
            defer { state.borrowed = nil }
            return state.borrowed != nil
        }
    }
}

extension RemoteTransfer.Answer {
    /// What the store says about a fault: `403 AccessDenied: Access Denied`.
    var reason: String {
        let leaves = XMLLeaves.read(words) ?? []
        let said = ["Code", "Message"].compactMap { name in leaves.first { $0.name == name }?.text }
        return said.isEmpty ? "status \(status)" : "\(status) \(said.joined(separator: ": "))"
    }

    /// Whether the credentials were good once.
    var isExpired: Bool {
        ["ExpiredToken", "ExpiredTokenException", "TokenRefreshRequired"].contains { reason.contains($0) }
    }
}
