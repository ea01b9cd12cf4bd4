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
        case .fetched(_, let bytes):
            switch measured {
            case .success(let image):
                let signals = ImageSignals(image)
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
            for field in ImageSignals.fields { payload.append(field.value(signals)) }
            place.write(to: &payload)
        }
    }

    init?(key: UInt64, from reader: inout PayloadReader) {
        self.key = key
        url = reader.text()
        if reader.integer() == 1 {
            var signals = ImageSignals()
            for field in ImageSignals.fields { field.take(&signals, reader.value(field.kind)) }
            outcome = .measured(signals, RawPlace(from: &reader))
        } else {
            guard let reason = Reason(rawValue: reader.text()) else { return nil }
            outcome = .failed(reason, reader.text())
        }
    }
}

extension ImageSignals {
    /// What was measured of a content.
    init(_ image: MeasuredImage) {
        let facts = image.facts
        self.init()
        digest = facts.digest
        perceptualHash = facts.perceptualHash
        (width, height, format) = (facts.width, facts.height, facts.format.rawValue)
        nsfw = image.nsfw
        details = ImageDetails(facts)
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
