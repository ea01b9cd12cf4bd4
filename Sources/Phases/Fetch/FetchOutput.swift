import Configuration
import CorpusFiles
import Exchange
import Facts
import Fetching
import JSON
import Platform
import Runs
import WebArchive

/// What a unit of `fetch` writes: the raw pack, and at the end one record a URL in the order of their keys.
final class FetchOutput {
    private(set) var counts: [String: Int] = ["urls": 0]
    private let plan: Plan
    private let limits: ArchiveLimits
    private let maximumBytes: Int
    private let policy: FetchPolicy
    private var pack: TarWriter?
    /// Where the last contents are in the pack. A content that comes again after a million others is stored again, which
    /// costs room in the pack and nothing else: it is decoded and kept once.
    private var contents: [Digest: ByteRange] = [:]
    private static let contentsHeld = 1 << 20
    /// What the network was asked for and has not answered yet.
    private var asked: [Int: Attempt] = [:]
    /// Pictures whose address failed and that have another.
    private var failed: [Attempt] = []
    private var requests = 0
    private var sources: [Int: [ArchiveSource]] = [:]
    /// The archives of those.
    private var watches: [InputWatch] = []
    private var sorter: EntryWriter<FetchLine>?
    private let sorted: String
    private let recordsPath: String

    init(_ context: WorkContext) throws {
        plan = context.plan
        policy = try context.config.fetch.policy()
        limits = context.config.input.limits
        maximumBytes = context.config.fetch.maximumBytes
        pack = try TarWriter(path: context.file(FetchPhase.pack))
        recordsPath = context.file(FetchPhase.records)
        sorted = context.file("records.sorted")
        sorter = EntryWriter(path: sorted, buckets: 1)
    }

    /// An image that is asked for: how many of its other addresses were tried, and what its own came to.
    private struct Attempt {
        let image: WantedImage
        var others = 0
        var failure: (reason: Reason, detail: String, answer: FetchRecord.Answer)?

        /// Requests that a picture may cost beside the first; a page that is gone has mostly lost all sizes.
        private static let most = 2

        /// The address that is asked for.
        var url: String { others == 0 ? image.url : image.others[others - 1] }
        var hasOther: Bool { others < min(Self.most, image.others.count) }
    }

    /// A request for an image, whose answer is to be taken.
    func request(_ image: WantedImage) -> FetchRequest { ask(Attempt(image: image)) }

    /// Whether there are images whose next address is to be asked for.
    var hasOthers: Bool { !failed.isEmpty }

    /// A request for the next address of an image whose last one failed; nil when there is none.
    func requestOther() -> FetchRequest? {
        guard var attempt = failed.popLast() else { return nil }
        attempt.others += 1
        return ask(attempt)
    }

    private func ask(_ attempt: Attempt) -> FetchRequest {
        asked[requests] = attempt
        defer { requests += 1 }
        return FetchRequest(id: requests, url: attempt.url)
    }

    /// What a unit of `extract` read, looked up once a unit.
    func source(_ index: Int, of part: Int) throws -> ArchiveSource {
        if let known = sources[part] { return known[index] }
        watches.append(InputWatch(try plan.parts.files(of: part)))
        let read = try plan.parts.sources(of: part)
        sources[part] = read
        return read[index]
    }

    /// Looks again at every archive that pictures were taken from.
    /// - Throws: `PipelineError.unseen` when one changed meanwhile.
    func checkSources() throws(PipelineError) { for watch in watches { try watch.check() } }

    /// Takes the bytes from the archive; false when they are not there after all.
    func take(
        _ image: WantedImage, in source: ArchiveSource, at place: ArchiveLookup.Place, as url: String
    ) throws -> Bool {
        let record: ArchiveRecord
        do { record = try ArchiveLookup.record(in: source, at: place, limits: limits) } catch {
            // That the archive cannot be read now does not mean that it has not the picture.
            if case .system(let fault) = error, fault.exitCode != 3 { throw fault }
            return false
        }
        guard let payload = try? HTTPPayload.of(record, limits: limits), HTTPStatus.hasContent(payload.status) else {
            return false
        }
        let answer = FetchRecord.Answer(status: payload.status, type: payload.contentType.mime, url: url)
        if let entry = policy.optedOut(image.url) ?? policy.optedOut(url) {
            try fail(image, .imageOptedOut, detail: entry, answer)
            return true
        }
        let tags = payload.headers.values("X-Robots-Tag")
        let reservation = payload.headers.values("tdm-reservation").last
        if let refused = policy.refusal(robotsTags: tags, tdmReservation: reservation) {
            try fail(image, refused.fault.reason, detail: refused.detail, answer)
            return true
        }
        try take(image, payload.body, answer, origin: "archive")
        return true
    }

    /// Books an image that is opted out; any other stays without a record.
    func refuse(_ image: WantedImage) throws {
        if let entry = policy.optedOut(image.url) { try fail(image, .imageOptedOut, detail: entry) }
    }

    /// Takes what the network gave.
    func take(_ result: FetchResult) throws {
        guard var attempt = asked.removeValue(forKey: result.id) else { return }
        let image = attempt.image
        let answer = FetchRecord.Answer(
            status: result.status, type: result.contentType, url: result.finalURL, redirects: result.redirects)
        switch result.outcome {
        case .fetched: try store(image, result.body, result.digest, answer, origin: "network")
        case .failed(let fault, let detail):
            let words = (detail.isEmpty ? fault.words : "\(fault.words): \(detail)") + fault.remedy
            // What is said of the picture is what its own address came to.
            let failure = attempt.failure ?? (fault.reason, words, answer)
            attempt.failure = failure
            if fault.isOfAddress, attempt.hasOther { return failed.append(attempt) }
            try fail(image, failure.reason, detail: failure.detail, failure.answer)
        }
    }

    /// Every URL gets a record: those that the fetcher gave no result for too.
    func failUnanswered() throws {
        for (_, attempt) in asked.sorted(by: { $0.key < $1.key }) {
            try fail(attempt.image, .imageNotFetched, detail: "the fetcher gave no result")
        }
        asked.removeAll()
    }

    /// Takes bytes that are here already, in an archive or in a `data:` URL.
    func take(_ image: WantedImage, _ body: [UInt8], _ answer: FetchRecord.Answer, origin: String) throws {
        guard body.count <= maximumBytes else {
            return try fail(image, .imageTooManyBytes, detail: "\(body.count) > \(maximumBytes)", answer)
        }
        try store(image, body, SHA256.hash(body), answer, origin: origin)
    }

    /// Takes over what an earlier attempt at this unit brought.
    func take(_ image: WantedImage, from earlier: FetchRecord, in pack: String) throws {
        switch earlier.outcome {
        case .failed(let reason, let detail): try fail(image, reason, detail: detail, earlier.answer)
        case .fetched(let sha256, let place):
            let body = try TarReader.content(pack, at: place)
            let digest = SHA256.hash(body)
            guard digest.hex == sha256 else {
                throw PipelineError.damaged("\(pack) is damaged at byte \(place.offset)")
            }
            try store(image, body, digest, earlier.answer, origin: "before")
        }
    }

    func fail(
        _ image: WantedImage, _ reason: Reason, detail: String, _ answer: FetchRecord.Answer = .init()
    ) throws {
        try write(FetchRecord(image, outcome: .failed(reason, detail), answer: answer))
        counts[reason.rawValue, default: 0] += 1
    }

    private func store(
        _ image: WantedImage, _ body: [UInt8], _ digest: Digest, _ answer: FetchRecord.Answer, origin: String
    ) throws {
        guard !body.isEmpty else { return try fail(image, .imageEmpty, detail: "", answer) }
        let place: ByteRange
        if let known = contents[digest] {
            place = known
        } else {
            guard let stored = try pack?.append(name: digest.hex, bytes: body) else { return }
            place = stored
            if contents.count == FetchOutput.contentsHeld { contents.removeAll(keepingCapacity: true) }
            contents[digest] = place
        }
        let outcome = FetchRecord.Outcome.fetched(sha256: digest.hex, place)
        try write(FetchRecord(image, outcome: outcome, answer: answer))
        counts["from_\(origin)", default: 0] += 1
        counts["bytes_\(origin)", default: 0] += body.count
    }

    private func write(_ record: FetchRecord) throws {
        try sorter?.append(FetchLine(record), bucket: 0)
        counts["urls", default: 0] += 1
    }

    /// Writes the records in the order of their URLs' keys, whatever order they came in.
    func commit() throws {
        _ = try pack.take()?.commit()
        _ = try sorter.take()?.commit()
        var records = try EntryReader<FetchLine>(paths: [sorted], bucket: 0)
        var writer = try FramedWriter(path: recordsPath)
        while let record = try records.next() { _ = try writer.append(line: record.json) }
        _ = try writer.commit()
        try Files.remove(sorted)
    }
}

extension FetchFault {
    /// Whether another address of the same host may be had: it answered, and refused or spoiled this one.
    fileprivate var isOfAddress: Bool {
        switch self {
        case .notFound, .forbidden, .clientError, .serverError, .empty, .tooLarge, .truncated, .encoding,
            .unexpectedStatus, .redirectLimit, .badRedirect:
            true
        default: false
        }
    }
}
