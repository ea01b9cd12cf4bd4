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

    static func work(_ context: WorkContext, _ part: inout SealedPart) throws {
        let measured = try measure(context, &part)
        var facts = RunWriter(path: context.file(facts), buckets: context.plan.ranges.count)
        var contents = RunWriter(path: context.file(contents), buckets: context.plan.buckets)
        var payload = PayloadWriter()
        try readRecords(context) { record in
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
        for (index, member) in members.enumerated() {
            if Interrupts.isRaised { throw PipelineError.interrupted }
            if let reason = context.skips[index] {
                measured[member.name] = .failure(MeasureFailure(reason: reason, detail: ""))
                part.counts[reason.rawValue, default: 0] += 1
                continue
            }
            context.beacon.begin(index, done: member.offset)
            let bytes = UnsafeRawBufferPointer(rebasing: raw.bytes[member.offset..<member.offset + member.length])
            do {
                measured[member.name] = .success(try ImageProbe.measure(bytes, limits: limits))
                part.counts["measured", default: 0] += 1
            } catch {
                measured[member.name] = .failure(MeasureFailure(reason: error.reason, detail: "\(error)"))
                part.counts[error.reason.rawValue, default: 0] += 1
            }
            context.beacon.end()
        }
        return measured
    }

    private static func readRecords(_ context: WorkContext, _ body: (FetchRecord) throws -> Void) throws {
        let path = context.file(FetchPhase.records, of: .fetch, context.unit.index)
        try FramedReader(path: path).lines { line in
            guard let record = FetchRecord(try JSONValue(parsing: Array(line))) else {
                throw PipelineError.damaged("\(path) has a line that is no record")
            }
            try body(record)
        }
    }
}

/// Why an image could not be measured.
struct MeasureFailure: Error {
    let reason: Reason
    let detail: String
}

/// What the run knows of an image URL when a document is judged.
struct ImageFact {
    enum Outcome {
        /// Signals, and where the bytes are: unit of `fetch`, offset and length in its raw pack.
        case measured(ImageSignals, place: (unit: Int, offset: Int, length: Int))
        case failed(Reason, String)
    }

    let url: String
    let outcome: Outcome

    init(_ record: FetchRecord, unit: Int, measured: [String: Result<ImageFacts, MeasureFailure>]) {
        url = record.url
        switch record.outcome {
        case .failed(let reason, let detail): outcome = .failed(reason, detail)
        case .fetched(let sha256, let offset, let length):
            switch measured[sha256] {
            case .success(let facts):
                let signals = ImageSignals(
                    sha256: sha256, phash: Hex.encode(facts.perceptualHash), width: facts.width, height: facts.height,
                    format: facts.format.rawValue)
                outcome = .measured(signals, place: (unit, offset, length))
            case .failure(let failure): outcome = .failed(failure.reason, failure.detail)
            case nil: outcome = .failed(.imageNotFetched, "not in the raw pack")
            }
        }
    }

    func write(to payload: inout PayloadWriter) {
        payload.append(url)
        switch outcome {
        case .failed(let reason, let detail):
            payload.append(0)
            payload.append(reason.rawValue)
            payload.append(detail)
        case .measured(let signals, let place):
            payload.append(1)
            payload.append(signals.sha256)
            payload.append(signals.phash)
            payload.append(signals.width)
            payload.append(signals.height)
            payload.append(signals.format)
            payload.append(place.unit)
            payload.append(place.offset)
            payload.append(place.length)
        }
    }

    init(_ payload: [UInt8]) {
        var reader = PayloadReader(payload)
        url = reader.text()
        if reader.integer() == 1 {
            let signals = ImageSignals(
                sha256: reader.text(), phash: reader.text(), width: reader.integer(), height: reader.integer(),
                format: reader.text())
            outcome = .measured(signals, place: (reader.integer(), reader.integer(), reader.integer()))
        } else {
            let reason = Reason(rawValue: reader.text()) ?? .imageNotFetched
            outcome = .failed(reason, reader.text())
        }
    }
}
