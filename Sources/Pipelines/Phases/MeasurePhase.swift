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
        let slice = try MeasureSlice.read(context.run)[context.unit.index]
        var facts = RunWriter(path: context.file(facts), buckets: context.plan.ranges.count)
        var contents = RunWriter(path: context.file(contents), buckets: context.plan.buckets)
        var payload = PayloadWriter()
        var gauge = Gauge(context, pack: slice.pack)
        try readRecords(context, of: slice.pack) { record in
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
        part.counts = gauge.counts
        _ = try facts.commit()
        _ = try contents.commit()
    }

    static func contentKey(_ sha256: String) -> UInt64 { UInt64(sha256.prefix(16), radix: 16) ?? 0 }

    private static func readRecords(
        _ context: WorkContext, of pack: Int, _ body: (FetchRecord) throws -> Void
    ) throws {
        let path = context.file(FetchPhase.records, of: .fetch, pack)
        try FramedReader(path: path).lines { line in
            guard let record = FetchRecord(try JSONValue(parsing: Array(line))) else {
                throw PipelineError.damaged("\(path) has a line that is no record")
            }
            try body(record)
        }
    }
}

/// Measures contents of one raw pack, each once, where they lie.
private struct Gauge {
    private(set) var counts: [String: Int] = [:]
    private var measured: [String: Result<ImageFacts, MeasureFailure>] = [:]
    private let context: WorkContext
    private let limits: ImageLimits
    private let path: String
    private var done = 0

    init(_ context: WorkContext, pack: Int) {
        self.context = context
        limits = context.config.measure.limits(bytes: context.config.fetch.maximumBytes)
        path = context.file(FetchPhase.pack, of: .fetch, pack)
    }

    /// What decoding gave; nil for a record without bytes.
    mutating func measure(_ record: FetchRecord) throws -> Result<ImageFacts, MeasureFailure>? {
        guard case .fetched(let sha256, let offset, let length) = record.outcome else { return nil }
        if let known = measured[sha256] { return known }
        if Interrupts.isRaised { throw PipelineError.interrupted }
        let result: Result<ImageFacts, MeasureFailure>
        if let reason = context.skips[offset] {
            result = .failure(MeasureFailure(reason: reason, detail: ""))
        } else {
            let content = try TarReader.content(path, offset: offset, length: length)
            context.beacon.begin(offset, done: done)
            result = decode(content)
            context.beacon.end()
        }
        switch result {
        case .success: counts["measured", default: 0] += 1
        case .failure(let failure): counts[failure.reason.rawValue, default: 0] += 1
        }
        done += length
        measured[sha256] = result
        return result
    }

    private func decode(_ content: [UInt8]) -> Result<ImageFacts, MeasureFailure> {
        content.withUnsafeBytes { bytes in
            do throws(ImageFault) { return .success(try ImageProbe.measure(bytes, limits: limits)) } catch {
                return .failure(MeasureFailure(reason: error.reason, detail: "\(error)"))
            }
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

    init(_ record: FetchRecord, unit: Int, measured: Result<ImageFacts, MeasureFailure>?) {
        url = record.url
        switch record.outcome {
        case .failed(let reason, let detail): outcome = .failed(reason, detail)
        case .fetched(let sha256, let offset, let length):
            switch measured {
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
