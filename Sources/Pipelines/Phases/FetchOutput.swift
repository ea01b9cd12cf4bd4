import Fetching
import Platform
import Records
import Storage
import WebArchive
import WebStandards

/// What a unit of `fetch` writes: the raw pack, and at the end one record a URL in the order of their keys.
final class FetchOutput {
    let wanted: [WantedImage]
    private(set) var counts: [String: Int] = [:]
    private var records: [FetchRecord?]
    private var contents: [Digest: (offset: Int, length: Int)] = [:]
    private var pack: TarWriter?
    private let recordsPath: String
    private let limits: ArchiveLimits
    private let maximumBytes: Int

    init(_ context: WorkContext, wanted: [WantedImage]) throws {
        self.wanted = wanted
        records = Array(repeating: nil, count: wanted.count)
        pack = try TarWriter(path: context.file(FetchPhase.pack))
        recordsPath = context.file(FetchPhase.records)
        limits = context.config.input.limits
        maximumBytes = context.config.fetch.maximumBytes
        counts = ["urls": wanted.count]
    }

    /// Takes the bytes from the archive; false when they are not there after all.
    func take(_ index: Int, from place: PicturePlace, plan: Plan) throws -> Bool {
        let source = plan.ranges[place.part][place.source]
        guard
            let record = try? ArchiveLookup.record(
                in: source, at: ArchiveLookup.Place(offset: place.offset, ordinal: place.ordinal), limits: limits),
            let payload = try? HTTPPayload.parse(record.content, limits: limits), payload.status == 200
        else { return false }
        guard payload.body.count <= maximumBytes else {
            try fail(index, .imageTooManyBytes, detail: "\(payload.body.count) > \(maximumBytes)")
            return true
        }
        try store(index, payload.body, origin: "archive")
        return true
    }

    /// Takes the bytes that a `data:` URI carries; false when the URL is none.
    func take(inline index: Int) throws -> Bool {
        guard wanted[index].url.utf8.starts(with: "data:".utf8) else { return false }
        guard let data = WebURL(wanted[index].url, base: nil).flatMap({ DataURL($0) }) else {
            try fail(index, .imageDataURI, detail: "damaged")
            return true
        }
        try store(index, data.bytes, origin: "page")
        return true
    }

    /// Takes what the network gave.
    func take(_ result: FetchResult) throws {
        switch result.outcome {
        case .fetched: try store(result.id, result.body, origin: "network")
        case .failed(let fault, let detail): try fail(result.id, fault.reason, detail: detail)
        }
    }

    func fail(_ index: Int, _ reason: Reason, detail: String) throws {
        records[index] = FetchRecord(wanted[index], outcome: .failed(reason, detail))
        counts[reason.rawValue, default: 0] += 1
    }

    private func store(_ index: Int, _ body: [UInt8], origin: String) throws {
        guard !body.isEmpty else { return try fail(index, .imageEmpty, detail: "") }
        let digest = SHA256.hash(body)
        let place: (offset: Int, length: Int)
        if let known = contents[digest] {
            place = known
        } else {
            guard let stored = try pack?.append(name: digest.hex, bytes: body) else { return }
            place = stored
            contents[digest] = place
        }
        records[index] = FetchRecord(
            wanted[index], outcome: .fetched(sha256: digest.hex, offset: place.offset, length: place.length))
        counts["from_\(origin)", default: 0] += 1
        counts["bytes_\(origin)", default: 0] += body.count
    }

    func commit() throws {
        _ = try pack.take()?.commit()
        var writer = try FramedWriter(path: recordsPath)
        var json = JSONWriter()
        for index in wanted.indices {
            let record =
                records[index]
                ?? FetchRecord(wanted[index], outcome: .failed(.imageNotFetched, "the fetcher gave no result"))
            json.reset()
            record.write(to: &json)
            _ = try writer.append(line: json.bytes)
        }
        _ = try writer.commit()
    }
}

/// One image URL and what came of it.
struct FetchRecord {
    enum Outcome {
        case fetched(sha256: String, offset: Int, length: Int)
        case failed(Reason, String)
    }

    let url: String
    let parts: [Int]
    let documents: Int
    let outcome: Outcome

    init(_ wanted: WantedImage, outcome: Outcome) {
        url = wanted.url
        parts = wanted.parts
        documents = wanted.documents
        self.outcome = outcome
    }

    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("url", url)
            json.key("parts")
            json.array { json in for part in parts { json.value(part) } }
            json.member("documents", documents)
            switch outcome {
            case .fetched(let sha256, let offset, let length):
                json.member("status", "fetched")
                json.member("sha256", sha256)
                json.member("offset", offset)
                json.member("length", length)
            case .failed(let reason, let detail):
                json.member("status", reason.rawValue)
                json.member("detail", detail)
            }
        }
    }

    init?(_ json: JSONValue) {
        guard let url = json["url"]?.string, let parts = json["parts"]?.array?.compactMap(\.integer),
            let documents = json["documents"]?.integer, let status = json["status"]?.string
        else { return nil }
        self.url = url
        self.parts = parts
        self.documents = documents
        if status == "fetched" {
            guard let sha256 = json["sha256"]?.string, let offset = json["offset"]?.integer,
                let length = json["length"]?.integer
            else { return nil }
            outcome = .fetched(sha256: sha256, offset: offset, length: length)
        } else {
            guard let reason = Reason(rawValue: status) else { return nil }
            outcome = .failed(reason, json["detail"]?.string ?? "")
        }
    }
}
