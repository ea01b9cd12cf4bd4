package import CorpusFiles
import Platform
package import RemoteFiles
import Synchronization

/// A corpus behind `https://` or `s3://`, for verbs that look into it.
///
/// `corpus.json` is one request. The index is brought, each of its files whole when it is first asked, once, to a folder of
/// this user, and known again by its SHA-256. Documents, pictures and drop logs are read by ranges, one request for a
/// document or a picture. What models said (`scores/`) and maps are no files of a corpus and are not looked for.
package final class RemoteCorpus: Sendable {
    private let store: RemoteStore
    private let address: RemoteAddress
    /// The marks of the files' versions that were read.
    private let marks = Mutex<[String: String]>([:])

    private init(_ store: RemoteStore, _ address: RemoteAddress) { (self.store, self.address) = (store, address) }

    /// Opens the corpus at `text`, or in its `corpus/`.
    /// - Parameters:
    ///   - policy: how patiently, and which addresses may be connected to.
    ///   - environment: what credentials, regions, endpoints and the folder of caches are read from.
    ///   - say: is told of an index that takes a while to come.
    /// - Throws: `InspectionError`.
    package static func open(
        _ text: String, _ policy: RemotePolicy, environment: [String: String],
        say: @escaping @Sendable (String) -> Void = { _ in }
    ) throws(InspectionError) -> Corpus {
        guard let address = RemoteAddress(text) else {
            throw .unanswerable("'\(text)': addresses of corpora begin with https:// or s3://")
        }
        guard isBucket(text) || !text.contains(where: { $0 == "?" || $0 == "#" }) else {
            throw .unanswerable("'\(text)': the address of a folder has no '?' and no '#'")
        }
        let store = RemoteStore(policy, environment: environment)
        for place in [address, address.appending("corpus")].compactMap(\.self) {
            let corpus = RemoteCorpus(store, place)
            do {
                if let manifest = try corpus.manifest() {
                    return try corpus.open(manifest, IndexCache(environment, say))
                }
            } catch { throw .storage(error) }
        }
        throw .noCorpus("\(text) holds no corpus: there is no \(CorpusManifest.fileName)")
    }

    private static func isBucket(_ text: String) -> Bool { text.lowercased().hasPrefix("s3://") }

    /// Bytes of a manifest that the first request brings.
    private static let firstRequest = 1 << 20

    /// nil when there is none.
    private func manifest() throws(StorageError) -> CorpusManifest? {
        let place = try child(CorpusManifest.fileName)
        let bytes: [UInt8]
        do throws(RemoteError) { bytes = try manifest(at: place) } catch {
            if case .missing = error { return nil }
            throw fault(error)
        }
        return try CorpusManifest(bytes, path: place.description)
    }

    private func manifest(at place: RemoteAddress) throws(RemoteError) -> [UInt8] {
        var (bytes, state) = try store.beginning(of: place, limit: Self.firstRequest)
        guard state.bytes <= CorpusManifest.largest else {
            throw .malformed(place, detail: "\(state.bytes) bytes are more than a manifest has")
        }
        var rest: [UInt8] = []
        try store.read(place, bytes.count..<max(bytes.count, state.bytes), of: state) { _, piece in
            rest.append(contentsOf: piece)
        }
        bytes += rest
        return bytes
    }

    private func open(_ manifest: CorpusManifest, _ cache: IndexCache) throws(StorageError) -> Corpus {
        let locate = { @Sendable (name: String) throws(StorageError) -> String in
            guard let file = manifest.files(.index).first(where: { $0.path == name }) else {
                throw .corrupt(path: "\(self.address)/\(CorpusManifest.fileName)", detail: "it does not list \(name)")
            }
            return try cache.path(of: file) { (path) throws(StorageError) in try self.bring(file, to: path) }
        }
        let index = try CorpusIndex(path: locate(CorpusIndex.fileName), locate: locate)
        let base = address.description
        return try Corpus(
            address: base.hasSuffix("/") ? String(base.dropLast()) : base, manifest, index: index
        ) { file in RemoteFile(self, file) }
    }

    private func child(_ name: String) throws(StorageError) -> RemoteAddress {
        guard let place = address.appending(name) else {
            throw .corrupt(path: address.description, detail: "it has no place '\(name)'")
        }
        return place
    }

    /// Brings the index to a file of this machine, in pieces, four at once.
    private func bring(_ file: CorpusManifest.File, to path: String) throws(StorageError) {
        let place = try child(file.path)
        let copy = try wrapping { () throws(SystemError) in try RemoteCopy(path: path, count: file.bytes) }
        let piece = 16 << 20
        let pieces = stride(from: 0, to: file.bytes, by: piece).map { $0..<min($0 + piece, file.bytes) }
        try asking { () throws(RemoteError) in
            try copy.bring(pieces, of: place, RemoteState(bytes: file.bytes, etag: ""), from: store, jobs: 4)
        }
        guard try wrapping({ () throws(SystemError) in try SHA256.hash(file: path) }).hex == file.sha256 else {
            throw .corrupt(path: place.description, detail: Self.other)
        }
    }

    /// A range of a file that has the size of the manifest, and the version that was read before.
    func read(_ file: CorpusManifest.File, _ range: Range<Int>) throws(StorageError) -> [UInt8] {
        let place = try child(file.path)
        let state = RemoteState(bytes: file.bytes, etag: marks.withLock { $0[file.path] ?? "" })
        var bytes: [UInt8] = []
        let etag = try asking { () throws(RemoteError) in
            bytes = []
            return try store.read(place, range, of: state) { _, piece in bytes.append(contentsOf: piece) }
        }
        marks.withLock { $0[file.path] = etag }
        return bytes
    }

    private static let other =
        "it is another file than \(CorpusManifest.fileName) lists: the corpus was replaced or is being written"

    private func asking<T>(_ body: () throws(RemoteError) -> T) throws(StorageError) -> T {
        do { return try body() } catch { throw fault(error) }
    }

    /// What is wrong with a remote file as what is wrong with a file of a corpus.
    private func fault(_ error: RemoteError) -> StorageError {
        func remote(_ place: RemoteAddress, _ detail: String, _ code: Int32) -> StorageError {
            .remote(path: place.description, detail: detail, exitCode: code)
        }
        return switch error {
        case .missing(let place): remote(place, "there is no such file", 3)
        case .refused(let place, let detail): remote(place, "refused: \(detail)\(advice)", 3)
        case .unavailable(let place, let detail): remote(place, detail, 75)
        case .noRanges(let place):
            remote(place, "its server does not give parts of files; copy the corpus to a folder", 3)
        case .privateAddress(let place, let ip):
            remote(place, "\(ip) is no public address (--allow-address \(ip) opens it)", 2)
        case .changed(let place, let detail): .corrupt(path: "\(place)", detail: "\(Self.other) (\(detail))")
        case .malformed(let place, let detail): .corrupt(path: "\(place)", detail: detail)
        case .occupied(let place): remote(place, "\(error)", 3)
        case .interrupted: remote(address, "interrupted", 75)
        case .system(let error): .system(error)
        }
    }

    private var advice: String {
        Self.isBucket(address.description)
            ? "; credentials come from AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, AWS_PROFILE or a web identity, and a "
                + "key that is not there may be refused too"
            : "; credentials are only sent to s3://"
    }
}
