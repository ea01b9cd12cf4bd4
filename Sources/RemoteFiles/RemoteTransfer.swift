import CCurl
import Fetching
import Glibc

/// One libcurl handle, used by one thread at a time: sends a request and gives the body to whoever asked, piece by piece.
final class RemoteTransfer: @unchecked Sendable {  // `RemoteStore` hands it to one thread at a time
    /// What is asked.
    struct Request {
        var url: String
        var method = Method.get
        var headers: [String] = []
        /// What `put` and `post` send.
        var body: [UInt8] = []
        var range: Range<Int>?
        var signing: Signing?
        var followsRedirects = false
    }

    /// What is to be done with the file.
    enum Method: String {
        case get = "GET", head = "HEAD", put = "PUT", post = "POST", delete = "DELETE"
        var hasBody: Bool { self == .put || self == .post }
    }

    /// Who signs, for which region and service (AWS Signature Version 4, by libcurl).
    struct Signing: Sendable {
        var credentials: Credentials
        var region: String
        var service = "s3"
    }

    /// What came back, besides the body.
    struct Answer {
        var status = 0
        var etag = ""
        /// What the writer noted of an object (`x-amz-meta-sha256`); `""` for none.
        var sha256 = ""
        /// `Content-Range: bytes 5-9/100`: where it begins, and the size of the file.
        var contentRange: (begin: Int?, total: Int)?
        var contentLength: Int?
        var retryAfter: String?
        /// The region in which the bucket is, when the answer says so.
        var region: String?
        /// The beginning of a body that is not wanted: what a store says about a fault.
        var words: [UInt8] = []
    }

    /// How a transfer went.
    enum Outcome {
        case answered(Answer)
        /// No answer, or one that broke off; in words.
        case broke(String)
        /// An address that is not opened.
        case privateAddress(String)
        /// The receiver had enough.
        case stopped
    }

    /// Takes a piece of the body, with the header that came before it; false to stop.
    typealias Receiver = (_ answer: Answer, _ bytes: UnsafeRawBufferPointer) -> Bool

    private static let isReady = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK
    private static let wordsLimit = 16 << 10

    private let easy: UnsafeMutableRawPointer
    private let rules: AddressRules
    private let errorText = UnsafeMutablePointer<CChar>.allocate(capacity: Int(CURL_ERROR_SIZE))
    private let isStopped: @Sendable () -> Bool
    private var answer = Answer()
    private var refused: String?
    private var hasStopped = false

    /// nil when libcurl has no handle left.
    init?(_ policy: RemotePolicy) {
        guard RemoteTransfer.isReady, let easy = curl_easy_init() else { return nil }
        self.easy = easy
        rules = AddressRules(allowed: policy.allowedAddresses)
        isStopped = policy.isStopped
        errorText.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
        let numbers: [(CURLoption, Int)] = [
            (CURLOPT_NOSIGNAL, 1), (CURLOPT_BUFFERSIZE, 512 << 10), (CURLOPT_TCP_NODELAY, 1),
            (CURLOPT_CONNECTTIMEOUT_MS, Int(policy.connectTimeout * 1000)),
            // Fewer than so many bytes a second for so long is a server that has stopped.
            (CURLOPT_LOW_SPEED_LIMIT, 1), (CURLOPT_LOW_SPEED_TIME, max(1, Int(policy.stallTimeout.rounded(.up)))),
            (CURLOPT_SSL_VERIFYPEER, policy.verifyTLS ? 1 : 0), (CURLOPT_SSL_VERIFYHOST, policy.verifyTLS ? 2 : 0),
            (CURLOPT_MAXREDIRS, 5), (CURLOPT_PATH_AS_IS, 1), (CURLOPT_NOPROGRESS, 0),
        ]
        for (option, value) in numbers { _ = ccurl_set_long(easy, option, value) }
        let texts: [(CURLoption, String)] = [
            (CURLOPT_PROTOCOLS_STR, "http,https"), (CURLOPT_PROXY, ""), (CURLOPT_NOPROXY, "*"),
            (CURLOPT_USERAGENT, policy.userAgent),
        ]
        for (option, value) in texts { _ = ccurl_set_text(easy, option, value) }
        _ = ccurl_set_pointer(easy, CURLOPT_ERRORBUFFER, errorText)
    }

    deinit {
        curl_easy_cleanup(easy)
        errorText.deallocate()
    }

    /// Sends a request and waits for its end.
    func send(_ request: Request, receive: @escaping Receiver) -> Outcome {
        answer = Answer()
        (refused, hasStopped) = (nil, false)
        errorText.pointee = 0
        let receiver = ReceiverBox(self, receive)
        var list: UnsafeMutablePointer<curl_slist>?
        for header in request.headers { list = curl_slist_append(list, header) }
        defer { curl_slist_free_all(list) }
        configure(request, list)
        listen(Unmanaged.passUnretained(receiver).toOpaque())
        let code = request.body.withUnsafeBytes { body in
            choose(request.method, body)
            return withExtendedLifetime(receiver) { curl_easy_perform(easy) }
        }
        answer.status = ccurl_info_long(easy, CURLINFO_RESPONSE_CODE)
        if let refused { return .privateAddress(refused) }
        if hasStopped { return .stopped }
        guard code == CURLE_OK else {
            let words = String(cString: errorText)
            return .broke(words.isEmpty ? String(cString: curl_easy_strerror(code)) : words)
        }
        return .answered(answer)
    }

    private func configure(_ request: Request, _ list: UnsafeMutablePointer<curl_slist>?) {
        _ = ccurl_set_text(easy, CURLOPT_URL, request.url)
        set(CURLOPT_RANGE, request.range.map { "\($0.lowerBound)-\($0.upperBound - 1)" })
        _ = ccurl_set_list(easy, CURLOPT_HTTPHEADER, list)
        _ = ccurl_set_long(easy, CURLOPT_FOLLOWLOCATION, request.followsRedirects ? 1 : 0)
        // What was asked of a server with TLS is not answered without it.
        let isSecure = request.url.hasPrefix("https:")
        _ = ccurl_set_text(easy, CURLOPT_REDIR_PROTOCOLS_STR, isSecure ? "https" : "http,https")
        set(CURLOPT_AWS_SIGV4, request.signing.map { "aws:amz:\($0.region):\($0.service)" })
        set(CURLOPT_USERNAME, request.signing?.credentials.key)
        set(CURLOPT_PASSWORD, request.signing?.credentials.secret)
    }

    /// Sets the method. libcurl does not copy the body, and takes any pointer to it as the wish to post.
    private func choose(_ method: Method, _ body: UnsafeRawBufferPointer) {
        if method.hasBody {
            _ = ccurl_set_long(easy, CURLOPT_POST, 1)
            let bytes = body.baseAddress.map { UnsafeMutableRawPointer(mutating: $0) }
            _ = ccurl_set_pointer(easy, CURLOPT_POSTFIELDS, bytes ?? UnsafeMutableRawPointer(errorText))
            _ = ccurl_set_long(easy, CURLOPT_POSTFIELDSIZE, body.count)
        } else {
            _ = ccurl_set_pointer(easy, CURLOPT_POSTFIELDS, nil)
            _ = ccurl_set_long(easy, CURLOPT_HTTPGET, 1)
            if method == .head { _ = ccurl_set_long(easy, CURLOPT_NOBODY, 1) }
        }
        set(CURLOPT_CUSTOMREQUEST, method == .put || method == .delete ? method.rawValue : nil)
    }

    /// Sets a text or takes it back.
    private func set(_ option: CURLoption, _ value: String?) {
        guard let value else { return _ = ccurl_set_text(easy, option, nil) }
        _ = ccurl_set_text(easy, option, value)
    }

    /// What the callbacks find behind their context pointer while a request is under way.
    private final class ReceiverBox {
        unowned let transfer: RemoteTransfer
        let receive: Receiver

        init(_ transfer: RemoteTransfer, _ receive: @escaping Receiver) {
            (self.transfer, self.receive) = (transfer, receive)
        }

        static func from(_ context: UnsafeMutableRawPointer?) -> ReceiverBox? {
            context.map { Unmanaged<ReceiverBox>.fromOpaque($0).takeUnretainedValue() }
        }
    }

    private func listen(_ context: UnsafeMutableRawPointer) {
        _ = ccurl_set_writer(
            easy,
            { bytes, size, count, context in
                guard let box = ReceiverBox.from(context) else { return 0 }
                return box.transfer.take(UnsafeRawBufferPointer(start: bytes, count: size * count), box.receive)
            }, context)
        _ = ccurl_set_header_reader(
            easy,
            { bytes, size, count, context in
                guard let bytes, let box = ReceiverBox.from(context) else { return 0 }
                box.transfer.read(
                    String(decoding: UnsafeRawBufferPointer(start: bytes, count: size * count), as: UTF8.self))
                return size * count
            }, context)
        _ = ccurl_set_opener(
            easy,
            { context, _, address in
                guard let address, let box = ReceiverBox.from(context) else { return -1 }
                return box.transfer.open(address)
            }, context)
        _ = ccurl_set_progress(
            easy, { context, _, _, _, _ in ReceiverBox.from(context)?.transfer.isStopped() == true ? 1 : 0 }, context)
    }

    private func take(_ bytes: UnsafeRawBufferPointer, _ receive: Receiver) -> Int {
        answer.status = ccurl_info_long(easy, CURLINFO_RESPONSE_CODE)
        guard answer.status == 200 || answer.status == 206 else {
            answer.words.append(contentsOf: bytes.prefix(max(0, Self.wordsLimit - answer.words.count)))
            return bytes.count
        }
        guard receive(answer, bytes) else {
            hasStopped = true
            return 0
        }
        return bytes.count
    }

    /// A line of a header; the first of each answer begins anew, since a redirect has one too.
    private func read(_ line: String) {
        if line.hasPrefix("HTTP/") { answer = Answer() }
        guard let colon = line.firstIndex(of: ":") else { return }
        let value = String(line[line.index(after: colon)...].drop { $0 == " " }.prefix { !$0.isNewline })
        switch line[..<colon].lowercased() {
        case "etag": answer.etag = value
        case "content-length": answer.contentLength = Int(value)
        case "content-range": answer.contentRange = RemoteTransfer.contentRange(value)
        case "x-amz-meta-sha256": answer.sha256 = value
        case "retry-after": answer.retryAfter = value
        case "x-amz-bucket-region": answer.region = value
        default: break
        }
    }

    /// `bytes 5-9/100`, or `bytes */100` with status 416.
    static func contentRange(_ value: String) -> (begin: Int?, total: Int)? {
        guard value.lowercased().hasPrefix("bytes "), let slash = value.lastIndex(of: "/"),
            let total = Int(value[value.index(after: slash)...]), total >= 0
        else { return nil }
        return (Int(value.dropFirst(6).prefix { $0.isNumber }), total)
    }

    /// Opens the socket for the very address it will be connected to, if the rules permit that address.
    private func open(_ address: UnsafeMutablePointer<curl_sockaddr>) -> curl_socket_t {
        var raw = [UInt8](repeating: 0, count: 16)
        var port: UInt16 = 0
        let count = Int(ccurl_address(address, &raw, &port))
        guard let ip = IPAddress(bytes: raw.prefix(count)), rules.permits(ip, port: Int(port)) else {
            refused = IPAddress(bytes: raw.prefix(count))?.description ?? "no IP address"
            return -1
        }
        refused = nil  // another address of the same name may have been refused before
        return socket(
            address.pointee.family, address.pointee.socktype | Int32(SOCK_CLOEXEC.rawValue), address.pointee.protocol)
    }
}
