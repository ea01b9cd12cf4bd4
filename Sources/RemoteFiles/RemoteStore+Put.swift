import Platform
import Synchronization

/// A file of this machine that is to become an object.
package struct LocalObject: Sendable {
    let path: String
    let bytes: Int
    let sha256: String
    let type: String

    /// - Parameters:
    ///   - bytes: its size.
    ///   - sha256: of it, 64 hexadecimal digits.
    ///   - type: its media type.
    package init(path: String, bytes: Int, sha256: String, type: String = "application/octet-stream") {
        (self.path, self.bytes, self.sha256, self.type) = (path, bytes, sha256, type)
    }

    fileprivate var headers: [String] { ["Content-Type: \(type)", "x-amz-meta-sha256: \(sha256)"] }

    /// A larger file is sent in parts.
    package var isLarge: Bool { bytes > LocalObject.leastPart }

    /// The parts are this large, and larger where there would be more than 10,000 (the limits of S3: 5 MiB, 10,000 parts).
    static let leastPart = 8 << 20
    fileprivate var parts: [Range<Int>] {
        let size = max(LocalObject.leastPart, (bytes + 9_999) / 10_000)
        return stride(from: 0, to: bytes, by: size).map { $0..<min(bytes, $0 + size) }
    }
}

/// Writing to buckets. An object is never written over (`If-None-Match`), and its SHA-256 is kept with it: whoever finds the
/// name taken, be it by an attempt whose answer was lost, can tell whether it is the same.
extension RemoteStore {
    private static let condition = "If-None-Match: *"
    /// Without it libcurl says that a body is a form.
    private static let plain = "Content-Type: application/octet-stream"

    /// Makes `file` the object at `address`; one that is there already with the same content is left as it is.
    /// - Parameter jobs: parts of a large file that are sent at once; each takes the memory of a part.
    /// - Throws: `RemoteError`; `.occupied` when an object of other content has the name.
    package func put(_ file: LocalObject, to address: RemoteAddress, jobs: Int) throws(RemoteError) {
        if file.isLarge { return try putParts(file, to: address, jobs: jobs) }
        let body: [UInt8]
        do { body = try Files.read(file.path) } catch { throw .system(error) }
        let headers = file.headers + [RemoteStore.condition]
        let (answer, _) = try answer(Ask(address: address, method: .put, headers: headers, body: body))
        if answer.status == 412 { try check(file, at: address) }
    }

    /// Finds that the object at `address` is `file`.
    /// - Throws: `RemoteError`; `.occupied` when it is not.
    package func check(_ file: LocalObject, at address: RemoteAddress) throws(RemoteError) {
        let (answer, _) = try answer(Ask(address: address, method: .head))
        guard answer.sha256 == file.sha256, answer.contentLength == file.bytes else { throw .occupied(address) }
    }

    /// Finds out whether an object could be written, by beginning one in parts and giving it up.
    /// - Throws: `RemoteError`.
    package func checkIsWritable(_ address: RemoteAddress) throws(RemoteError) {
        try abort(begin(address, headers: [RemoteStore.plain]), of: address)
    }

    /// Gives up what killed uploads below a folder began: their parts are paid for.
    /// - Throws: `RemoteError`.
    package func abortUploads(below folder: RemoteAddress) throws(RemoteError) {
        guard let bucket = RemoteAddress("s3://\(folder.authority)/") else { return }
        let query = [("encoding-type", "url"), ("prefix", folder.rest), ("uploads", "")]
        let (_, body) = try answer(Ask(address: bucket, query: query))
        let leaves = XMLLeaves.read(body) ?? []
        let keys = leaves.filter { $0.name == "Key" }.map { Percent.decode($0.text) }
        // Each upload has one of both, in the order that its store likes.
        for (key, upload) in zip(keys, leaves.filter { $0.name == "UploadId" }) where key.hasPrefix(folder.rest) {
            guard let address = RemoteAddress("s3://\(folder.authority)/\(key)") else { continue }
            try abort(upload.text, of: address)
        }
    }

    // MARK: parts

    private func putParts(_ file: LocalObject, to address: RemoteAddress, jobs: Int) throws(RemoteError) {
        let upload = try begin(address, headers: file.headers)
        do {
            let tags = try send(file.parts, of: file.path, to: address, upload, jobs: jobs)
            if try finish(upload, of: address, tags) { return }
            try check(file, at: address)
            try abort(upload, of: address)
        } catch {
            try? abort(upload, of: address)
            if case .missing = error { throw .unavailable(address, detail: "another process ended its upload") }
            throw error
        }
    }

    private func begin(_ address: RemoteAddress, headers: [String]) throws(RemoteError) -> String {
        let (_, body) = try answer(Ask(address: address, query: [("uploads", "")], method: .post, headers: headers))
        if let id = XMLLeaves.read(body)?.first(where: { $0.name == "UploadId" })?.text { return id }
        throw .malformed(address, detail: "the store began no upload")
    }

    /// - Returns: the store's mark of each part, in order.
    private func send(
        _ parts: [Range<Int>], of path: String, to address: RemoteAddress, _ upload: String, jobs: Int
    ) throws(RemoteError) -> [String] {
        let tags = Mutex([String](repeating: "", count: parts.count))
        do {
            try WorkCrew.forEach(parts.count, jobs: jobs) { index in
                let body = try Files.read(path, offset: parts[index].lowerBound, count: parts[index].count)
                let query = [("partNumber", "\(index + 1)"), ("uploadId", upload)]
                let ask = Ask(address: address, query: query, method: .put, headers: [RemoteStore.plain], body: body)
                let (answer, _) = try self.answer(ask)
                tags.withLock { $0[index] = answer.etag }
            }
        } catch let error as RemoteError { throw error } catch let error as SystemError { throw .system(error) } catch {
            throw .malformed(address, detail: "\(error)")
        }
        return tags.withLock { $0 }
    }

    /// - Returns: whether the store made the object of it; false when the name is taken, or the upload is gone, as it is after
    ///   an attempt whose answer was lost.
    private func finish(_ upload: String, of address: RemoteAddress, _ tags: [String]) throws(RemoteError) -> Bool {
        let list = tags.enumerated().map { "<Part><PartNumber>\($0 + 1)</PartNumber><ETag>\($1)</ETag></Part>" }
        let body = Array("<CompleteMultipartUpload>\(list.joined())</CompleteMultipartUpload>".utf8)
        var ask = Ask(address: address, query: [("uploadId", upload)], method: .post, body: body)
        ask.headers = ["Content-Type: application/xml", RemoteStore.condition]
        var said: [UInt8] = []
        for _ in 0..<policy.attempts {
            do {
                let answered = try answer(ask)
                if answered.answer.status == 412 { return false }
                said = answered.body
            } catch {
                if case .missing = error { return false }
                throw error
            }
            // A store may begin its answer with 200, so as to keep the connection, and tell of a fault in the text.
            if XMLLeaves.read(said)?.contains(where: { $0.name == "ETag" }) == true { return true }
        }
        throw .unavailable(
            address, detail: "its parts were not joined: \(String(decoding: said.prefix(300), as: UTF8.self))")
    }

    private func abort(_ upload: String, of address: RemoteAddress) throws(RemoteError) {
        do { _ = try answer(Ask(address: address, query: [("uploadId", upload)], method: .delete)) } catch {
            if case .missing = error { return }
            throw error
        }
    }

    /// Sends a request until it is answered for good, with the text of the answer; one that broke off is asked for again.
    private func answer(_ ask: Ask) throws(RemoteError) -> (answer: RemoteTransfer.Answer, body: [UInt8]) {
        var body: [UInt8] = []
        let answer = try retrying(ask.address) { (_) throws(RemoteError) in
            body = []
            return perform(try request(ask)) { _, bytes in
                body.append(contentsOf: bytes)
                return body.count < 64 << 20
            }
        }
        return (answer, body)
    }
}
