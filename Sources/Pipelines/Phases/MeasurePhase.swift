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
    /// One bucket a domain's bucket (all in the first for the whole corpus); key = part and document; payload =
    /// `ImageOccurrence`. Empty unless images are deduplicated beyond their document.
    static let occurrences = "occurrences.run"
    /// The image records: status and facts of each content, in the order of the raw pack.
    static let images = "images.jsonl.zst"

    static func work(_ context: WorkContext, _ part: inout SealedPart) throws {
        let measured = try measure(context, &part)
        var facts = RunWriter(path: context.file(facts), buckets: context.plan.ranges.count)
        var contents = RunWriter(path: context.file(contents), buckets: context.plan.buckets)
        var occurrences = RunWriter(path: context.file(occurrences), buckets: context.plan.buckets)
        let places = try places(context)
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
                for place in places[record.url] ?? [] {
                    let occurrence = ImageOccurrence(url: record.url, signals: signals, domain: place.domain)
                    payload.reset()
                    occurrence.write(to: &payload)
                    let over = context.config.corpus.deduplicateImages == "domain" ? place.domain : 0
                    try occurrences.append(
                        bucket: Int(over % UInt64(context.plan.buckets)), key: place.location.key,
                        payload: payload.bytes)
                }
            }
        }
        _ = try facts.commit()
        _ = try contents.commit()
        _ = try occurrences.commit()
    }

    /// Which documents show a URL, where that is asked.
    private static func places(_ context: WorkContext) throws -> [String: [WantedImage.Occurrence]] {
        guard context.config.corpus.exchangesImages else { return [:] }
        return Dictionary(
            try WantedImages.read(context).map { ($0.url, $0.occurrences) }, uniquingKeysWith: { $0 + $1 })
    }

    static func contentKey(_ sha256: String) -> UInt64 { UInt64(sha256.prefix(16), radix: 16) ?? 0 }

    /// What decoding gave, by SHA-256.
    private static func measure(
        _ context: WorkContext, _ part: inout SealedPart
    ) throws -> [String: Result<MeasuredImage, MeasureFailure>] {
        let raw = try MappedFile(path: context.file(FetchPhase.pack, of: .fetch, context.unit.index))
        let members = try TarReader(path: raw.path).members
        let limits = context.config.measure.limits(bytes: context.config.fetch.maximumBytes)
        let classifier = context.config.rules.needsNSFW ? try context.config.measure.classifier() : nil
        var measured: [String: Result<MeasuredImage, MeasureFailure>] = [:]
        var records = try FramedWriter(path: context.file(images))
        var json = JSONWriter()
        for (index, member) in members.enumerated() {
            if Interrupts.isRaised { throw PipelineError.interrupted }
            let bytes = UnsafeRawBufferPointer(rebasing: raw.bytes[member.offset..<member.offset + member.length])
            let result: Result<MeasuredImage, MeasureFailure>
            if let reason = context.skips[index] {
                result = .failure(MeasureFailure(reason: reason, detail: ""))
            } else {
                context.beacon.begin(index, done: member.offset)
                result = try measure(bytes, limits, classifier)
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
    static func measure(_ bytes: UnsafeRawBufferPointer, _ limits: ImageLimits) -> Result<MeasuredImage, MeasureFailure>
    {
        do { return .success(MeasuredImage(facts: try ImageProbe.measure(bytes, limits: limits))) } catch {
            return .failure(MeasureFailure(reason: error.reason, detail: "\(error)"))
        }
    }

    /// The same with the classifier's score; that the classifier fails is no picture's fault, and throws.
    private static func measure(
        _ bytes: UnsafeRawBufferPointer, _ limits: ImageLimits, _ classifier: NSFWClassifier?
    ) throws -> Result<MeasuredImage, MeasureFailure> {
        let result = measure(bytes, limits)
        guard let classifier, case .success(var image) = result else { return result }
        let bitmap: Bitmap
        do { bitmap = try ImageDecoder.rgb(bytes, limits: limits) } catch {
            return .failure(MeasureFailure(reason: error.reason, detail: "\(error)"))
        }
        image.nsfw = try classifier.score(bitmap)
        return .success(image)
    }
}

/// Why an image could not be measured.
struct MeasureFailure: Error {
    let reason: Reason
    let detail: String
}

/// What was measured of one content.
struct MeasuredImage {
    let facts: ImageFacts
    /// The classifier's score, 0 to 1; nil when no rule asks for it.
    var nsfw: Double?
}

extension Result where Success == MeasuredImage, Failure == MeasureFailure {
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
        case .success(let image):
            json.member("status", ImageRecord.ok)
            json.member("detail", "")
            ImageRecord.write(image.facts, to: &json)
            if let nsfw = image.nsfw { json.member("nsfw", (nsfw * 1e6).rounded() / 1e6) }
        case .failure(let failure):
            json.member("status", failure.reason.rawValue)
            json.member("detail", failure.detail)
            let format = SniffedFormat(sniffing: bytes)
            ImageRecord.writeNothing(
                format: format == .unknown ? "" : format.rawValue, digest: digest, bytes: bytes.count, to: &json)
        }
    }
}
