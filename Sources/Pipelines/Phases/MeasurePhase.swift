import Curation
import Imaging
import Platform
import Records
import Storage

/// Decodes what a unit of `fetch` brought, each content once, and sends every part the facts of its image URLs.
enum MeasurePhase {
    /// One bucket a part; key = image URL; payload = `ImageFact`.
    static let facts = "facts.run"
    /// One bucket a bucket of contents; key = the content's first 8 bytes; payload = documents and SHA-256.
    static let contents = "contents.run"
    /// The image records: status and facts of each content, in the order in which records name them.
    static let images = "images.jsonl.zst"

    static func work(_ context: WorkContext, _ part: inout SealedPart) throws {
        let slice = try MeasureSlice.read(context.run)[context.unit.index]
        var facts = RunWriter(path: context.file(facts), buckets: context.plan.ranges.count)
        var contents = RunWriter(path: context.file(contents), buckets: context.plan.buckets)
        var payload = PayloadWriter()
        var gauge = try Gauge(context, pack: slice.pack)
        try FetchRecord.forEach(context.file(FetchPhase.records, of: .fetch, slice.pack)) { record in
            guard slice.takes(record) else { return }
            let fact = ImageFact(record, unit: slice.pack, measured: try gauge.measure(record))
            payload.reset()
            fact.write(to: &payload)
            let key = URLKey.hash(of: record.url)
            for part in record.parts { try facts.append(bucket: part, key: key, payload: payload.bytes) }
            if case .measured(let signals, _) = fact.outcome {
                payload.reset()
                payload.append(record.documents)
                payload.append(signals.sha256)
                let key = contentKey(signals.sha256)
                let bucket = Int(key % UInt64(context.plan.buckets))
                try contents.append(bucket: bucket, key: key, payload: payload.bytes)
            }
        }
        part.counts = try gauge.commit()
        _ = try facts.commit()
        _ = try contents.commit()
    }

    static func contentKey(_ sha256: String) -> UInt64 { UInt64(sha256.prefix(16), radix: 16) ?? 0 }

    /// The facts of one file, or why it gives none.
    static func measure(_ bytes: UnsafeRawBufferPointer, _ limits: ImageLimits) -> Result<ImageFacts, MeasureFailure> {
        do { return .success(try ImageProbe.measure(bytes, limits: limits)) } catch {
            return .failure(MeasureFailure(reason: error.reason, detail: "\(error)"))
        }
    }
}

/// Measures contents of one raw pack, each once, where they lie.
private struct Gauge: ~Copyable {
    private var counts: [String: Int] = [:]
    private var measured: [String: Result<ImageFacts, MeasureFailure>] = [:]
    private var records: FramedWriter
    private var json = JSONWriter()
    private let context: WorkContext
    private let limits: ImageLimits
    private let path: String
    private var done = 0

    init(_ context: WorkContext, pack: Int) throws {
        let records = try FramedWriter(path: context.file(MeasurePhase.images))
        self.records = records
        self.context = context
        limits = context.config.measure.limits(bytes: context.config.fetch.maximumBytes)
        path = context.file(FetchPhase.pack, of: .fetch, pack)
    }

    /// What decoding gave; nil for a record without bytes.
    mutating func measure(_ record: FetchRecord) throws -> Result<ImageFacts, MeasureFailure>? {
        guard case .fetched(let sha256, let offset, let length) = record.outcome else { return nil }
        if let known = measured[sha256] { return known }
        if Interrupts.isRaised { throw PipelineError.interrupted }
        let content = try TarReader.content(path, offset: offset, length: length)
        let result = content.withUnsafeBytes { bytes -> Result<ImageFacts, MeasureFailure> in
            var result = Result<ImageFacts, MeasureFailure>.failure(MeasureFailure(reason: .imageCrashed, detail: ""))
            if let reason = context.skips[offset] {
                result = .failure(MeasureFailure(reason: reason, detail: ""))
            } else {
                context.beacon.begin(offset, done: done)
                result = MeasurePhase.measure(bytes, limits)
                context.beacon.end()
            }
            json.reset()
            json.object { json in result.write(digest: sha256, bytes, to: &json) }
            return result
        }
        _ = try records.append(line: json.bytes)
        counts[result.status, default: 0] += 1
        done += length
        measured[sha256] = result
        return result
    }

    /// Makes the records appear; gives back how many contents ended how.
    consuming func commit() throws -> [String: Int] {
        _ = try records.commit()
        return counts
    }
}

/// Why an image could not be measured.
struct MeasureFailure: Error {
    let reason: Reason
    let detail: String
}

extension Result where Success == ImageFacts, Failure == MeasureFailure {
    /// The reason, or `measured`.
    var status: String {
        switch self {
        case .success: "measured"
        case .failure(let failure): failure.reason.rawValue
        }
    }

    /// The members of an image record: status, detail and facts.
    func write(digest: String, _ bytes: UnsafeRawBufferPointer, to json: inout JSONWriter) {
        switch self {
        case .success(let facts):
            json.member("status", ImageRecord.ok)
            json.member("detail", "")
            ImageRecord.write(facts, to: &json)
        case .failure(let failure):
            json.member("status", failure.reason.rawValue)
            json.member("detail", failure.detail)
            let format = SniffedFormat(sniffing: bytes)
            ImageRecord.writeNothing(
                format: format == .unknown ? "" : format.rawValue, digest: digest, bytes: bytes.count, to: &json)
        }
    }
}
