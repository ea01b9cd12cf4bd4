import Fetching
import JSON
import Platform
import Records
import Storage
import WebArchive

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
    private let policy: FetchPolicy

    init(_ context: WorkContext, wanted: [WantedImage]) throws {
        self.wanted = wanted
        policy = try context.config.fetch.policy()
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
        let answer = FetchRecord.Answer(status: 200, type: payload.contentType.mime, url: wanted[index].url)
        if let entry = policy.optedOut(wanted[index].url) {
            try fail(index, .imageOptedOut, detail: entry, answer)
            return true
        }
        let tags = payload.headers.values("X-Robots-Tag")
        let reservation = payload.headers.values("tdm-reservation").last
        if let refused = policy.refusal(robotsTags: tags, tdmReservation: reservation) {
            try fail(index, refused.fault.reason, detail: refused.detail, answer)
            return true
        }
        try take(index, payload.body, answer, origin: "archive")
        return true
    }

    /// Takes what the network gave.
    func take(_ result: FetchResult) throws {
        let answer = FetchRecord.Answer(
            status: result.status, type: result.contentType, url: result.finalURL, redirects: result.redirects)
        switch result.outcome {
        case .fetched: try store(result.id, result.body, result.digest, answer, origin: "network")
        case .failed(let fault, let detail):
            let words = detail.isEmpty ? fault.rawValue : "\(fault.rawValue): \(detail)"
            try fail(result.id, fault.reason, detail: words, answer)
        }
    }

    /// Takes bytes that are here already, in an archive or in a `data:` URL.
    func take(_ index: Int, _ body: [UInt8], _ answer: FetchRecord.Answer, origin: String) throws {
        guard body.count <= maximumBytes else {
            return try fail(index, .imageTooManyBytes, detail: "\(body.count) > \(maximumBytes)", answer)
        }
        try store(index, body, SHA256.hash(body), answer, origin: origin)
    }

    /// Takes over what an earlier attempt at this unit brought.
    func take(_ index: Int, from earlier: FetchRecord, in pack: String) throws {
        switch earlier.outcome {
        case .failed(let reason, let detail): try fail(index, reason, detail: detail, earlier.answer)
        case .fetched(let sha256, let offset, let length):
            let body = try TarReader.content(pack, offset: offset, length: length)
            let digest = SHA256.hash(body)
            guard digest.hex == sha256 else { throw PipelineError.damaged("\(pack) is damaged at byte \(offset)") }
            try store(index, body, digest, earlier.answer, origin: "before")
        }
    }

    func fail(_ index: Int, _ reason: Reason, detail: String, _ answer: FetchRecord.Answer = .init()) throws {
        records[index] = FetchRecord(wanted[index], outcome: .failed(reason, detail), answer: answer)
        counts[reason.rawValue, default: 0] += 1
    }

    private func store(
        _ index: Int, _ body: [UInt8], _ digest: Digest, _ answer: FetchRecord.Answer, origin: String
    ) throws {
        guard !body.isEmpty else { return try fail(index, .imageEmpty, detail: "", answer) }
        let place: (offset: Int, length: Int)
        if let known = contents[digest] {
            place = known
        } else {
            guard let stored = try pack?.append(name: digest.hex, bytes: body) else { return }
            place = stored
            contents[digest] = place
        }
        records[index] = FetchRecord(
            wanted[index], outcome: .fetched(sha256: digest.hex, offset: place.offset, length: place.length),
            answer: answer)
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
