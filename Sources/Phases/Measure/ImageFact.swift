import Curation
import Exchange
import Facts
import Imaging
import Platform
import Runs

/// What the run knows of an image URL when a document is judged. `measure` writes it to every part that shows the URL;
/// `judge` reads its part's.
struct ImageFact: ExchangeEntry, Equatable {
    static let file = ExchangeFile<ImageFact>(name: "facts.sorted", phase: .measure, buckets: .parts)

    enum Outcome: Equatable {
        /// Signals, and where the bytes are.
        case measured(ImageSignals, RawPlace)
        case failed(Reason, String)
    }

    /// `URLKey` of the URL.
    let key: UInt64
    let url: String
    let outcome: Outcome

    init(url: String, outcome: Outcome) {
        key = URLKey.hash(of: url)
        (self.url, self.outcome) = (url, outcome)
    }

    init(_ record: FetchRecord, unit: Int, measured: Result<MeasuredImage, MeasureFailure>?) {
        key = URLKey.hash(of: record.url)
        url = record.url
        switch record.outcome {
        case .failed(let reason, let detail): outcome = .failed(reason, detail)
        case .fetched(let sha256, let bytes):
            switch measured {
            case .success(let image):
                let facts = image.facts
                var signals = ImageSignals(
                    sha256: sha256, phash: Hex.encode(facts.perceptualHash), width: facts.width, height: facts.height,
                    format: facts.format.rawValue)
                signals.nsfw = image.nsfw
                signals.details = ImageDetails(facts)
                outcome = .measured(signals, RawPlace(unit: unit, bytes: bytes))
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
            payload.append(signals.nsfw.map { 1 + Int(($0 * 1e6).rounded()) } ?? 0)
            payload.append(signals.details)
            place.write(to: &payload)
        }
    }

    init?(key: UInt64, from reader: inout PayloadReader) {
        self.key = key
        url = reader.text()
        if reader.integer() == 1 {
            var signals = ImageSignals(
                sha256: reader.text(), phash: reader.text(), width: reader.integer(), height: reader.integer(),
                format: reader.text())
            let score = reader.integer()
            signals.nsfw = score > 0 ? Double(score - 1) / 1e6 : nil
            signals.details = reader.details()
            outcome = .measured(signals, RawPlace(from: &reader))
        } else {
            guard let reason = Reason(rawValue: reader.text()) else { return nil }
            outcome = .failed(reason, reader.text())
        }
    }
}

extension ImageDetails {
    /// What the public record leaves out of a picture's facts.
    init(_ facts: ImageFacts) {
        let color = facts.averageColor
        self.init(
            mode: facts.mode, color: "#" + Hex.encode([color.red, color.green, color.blue]), entropy: facts.entropy,
            sharpness: facts.sharpness)
        frames = facts.frames
        orientation = facts.orientation
        hasICC = facts.hasICC
    }
}

extension PayloadWriter {
    /// 0 for none; else frames, which are at least 1, and the rest.
    fileprivate mutating func append(_ details: ImageDetails?) {
        guard let details else { return append(0) }
        append(details.frames)
        append(details.orientation)
        append(details.hasICC ? 1 : 0)
        append(Int((details.entropy * 1000).rounded()))
        append(Int((details.sharpness * 1000).rounded()))
        append(details.mode)
        append(details.color)
    }
}

extension PayloadReader {
    fileprivate mutating func details() -> ImageDetails? {
        let frames = integer()
        guard frames > 0 else { return nil }
        let (orientation, icc, entropy, sharpness) = (integer(), integer(), integer(), integer())
        var details = ImageDetails(
            mode: text(), color: text(), entropy: Double(entropy) / 1000, sharpness: Double(sharpness) / 1000)
        details.frames = frames
        details.orientation = orientation
        details.hasICC = icc != 0
        return details
    }
}
