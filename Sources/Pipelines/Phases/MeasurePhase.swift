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
    /// The image records: status and facts of each content, in the order of the raw pack.
    static let images = "images.jsonl.zst"

    static func work(_ context: WorkContext, _ part: inout SealedPart) throws {
        let measured = try measure(context, &part)
        var facts = RunWriter(path: context.file(facts), buckets: context.plan.ranges.count)
        var contents = RunWriter(path: context.file(contents), buckets: context.plan.buckets)
        var payload = PayloadWriter()
        try FetchRecord.forEach(context.file(FetchPhase.records, of: .fetch, context.unit.index)) { record in
            let fact = ImageFact(record, unit: context.unit.index, measured: measured)
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
        _ = try facts.commit()
        _ = try contents.commit()
    }

    static func contentKey(_ sha256: String) -> UInt64 { UInt64(sha256.prefix(16), radix: 16) ?? 0 }

    /// What decoding gave, by SHA-256.
    private static func measure(
        _ context: WorkContext, _ part: inout SealedPart
    ) throws -> [String: Result<ImageFacts, MeasureFailure>] {
        let raw = try MappedFile(path: context.file(FetchPhase.pack, of: .fetch, context.unit.index))
        let members = try TarReader(path: raw.path).members
        let limits = context.config.measure.limits(bytes: context.config.fetch.maximumBytes)
        var measured: [String: Result<ImageFacts, MeasureFailure>] = [:]
        var records = try FramedWriter(path: context.file(images))
        var json = JSONWriter()
        for (index, member) in members.enumerated() {
            if Interrupts.isRaised { throw PipelineError.interrupted }
            let bytes = UnsafeRawBufferPointer(rebasing: raw.bytes[member.offset..<member.offset + member.length])
            let result: Result<ImageFacts, MeasureFailure>
            if let reason = context.skips[index] {
                result = .failure(MeasureFailure(reason: reason, detail: ""))
            } else {
                context.beacon.begin(index, done: member.offset)
                result = measure(bytes, limits)
                context.beacon.end()
            }
            measured[member.name] = result
            part.counts[result.status, default: 0] += 1
            json.reset()
            json.object { json in result.write(digest: member.name, bytes, to: &json) }
            _ = try records.append(line: json.bytes)
        }
        _ = try records.commit()
        return measured
    }

    /// The facts of one file, or why it gives none.
    static func measure(_ bytes: UnsafeRawBufferPointer, _ limits: ImageLimits) -> Result<ImageFacts, MeasureFailure> {
        do { return .success(try ImageProbe.measure(bytes, limits: limits)) } catch {
            return .failure(MeasureFailure(reason: error.reason, detail: "\(error)"))
        }
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
