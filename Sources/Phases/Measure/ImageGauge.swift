import Configuration
import CorpusFiles
import Imaging
import JSON
import Platform
import Runs

/// Measures contents of one raw pack, each once, where they lie, and writes their records.
struct ImageGauge: ~Copyable {
    private(set) var counts: [String: Int] = [:]
    private var measured: [String: Result<MeasuredImage, MeasureFailure>] = [:]
    private let context: WorkContext
    private let limits: ImageLimits
    private let classifier: NSFWClassifier?
    private let path: String
    private var records: FramedWriter
    private var json = JSONWriter()
    private var done = 0

    init(_ context: WorkContext, pack: Int) throws {
        let classifier = context.config.rules.needsNSFW ? try context.config.measure.classifier() : nil
        let records = try FramedWriter(path: context.file(MeasurePhase.images))
        self.context = context
        self.classifier = classifier
        self.records = records
        limits = context.config.measure.limits(bytes: context.config.fetch.maximumBytes)
        path = context.file(FetchPhase.pack, of: .fetch, pack)
    }

    /// What decoding gave; nil for a record without bytes.
    mutating func measure(_ record: FetchRecord) throws -> Result<MeasuredImage, MeasureFailure>? {
        guard case .fetched(let sha256, let place) = record.outcome else { return nil }
        if let known = measured[sha256] { return known }
        if Interrupts.isRaised { throw PipelineError.interrupted }
        let content = try TarReader.content(path, at: place)
        let result: Result<MeasuredImage, MeasureFailure>
        if let reason = context.skips[place.offset] {
            result = .failure(MeasureFailure(reason: reason, detail: ""))
        } else {
            context.beacon.begin(place.offset, done: done)
            result = try content.withUnsafeBytes { try MeasuredImage.measure($0, limits, classifier) }
            context.beacon.end()
        }
        counts[result.status, default: 0] += 1
        done += place.length
        measured[sha256] = result
        try write(result, sha256, content)
        return result
    }

    private mutating func write(
        _ result: Result<MeasuredImage, MeasureFailure>, _ sha256: String, _ content: [UInt8]
    ) throws {
        json.reset()
        content.withUnsafeBytes { bytes in json.object { json in result.write(digest: sha256, bytes, to: &json) } }
        _ = try records.append(line: json.bytes)
    }

    consuming func commit() throws { _ = try records.commit() }
}
