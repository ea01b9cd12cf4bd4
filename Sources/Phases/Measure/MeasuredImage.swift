package import Facts
package import Imaging
package import JSON

/// What was measured of one content.
package struct MeasuredImage {
    package let facts: ImageFacts
    /// The classifier's score, 0 to 1; nil when no rule asks for it.
    package var nsfw: Double?

    /// The facts of one file, or why it gives none.
    package static func measure(
        _ bytes: UnsafeRawBufferPointer, _ limits: ImageLimits
    ) -> Result<MeasuredImage, MeasureFailure> {
        do { return .success(MeasuredImage(facts: try ImageProbe.measure(bytes, limits: limits))) } catch {
            return .failure(MeasureFailure(reason: error.reason, detail: "\(error)"))
        }
    }

    /// The same with the classifier's score; that the classifier fails is no picture's fault, and throws.
    package static func measure(
        _ bytes: UnsafeRawBufferPointer, _ limits: ImageLimits, _ classifier: NSFWClassifier?
    ) throws -> Result<MeasuredImage, MeasureFailure> {
        let result = measure(bytes, limits)
        guard let classifier, case .success(var image) = result else { return result }
        let bitmap: Bitmap
        do { bitmap = try ImageDecoder.rgb(bytes, limits: limits) } catch {
            return .failure(MeasureFailure(reason: error.reason, detail: "\(error)"))
        }
        image.nsfw = (try classifier.score(bitmap) * 1e6).rounded() / 1e6
        return .success(image)
    }
}

/// Why an image could not be measured.
package struct MeasureFailure: Error {
    package let reason: Reason
    package let detail: String

    /// A failure.
    package init(reason: Reason, detail: String) { (self.reason, self.detail) = (reason, detail) }
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
    package func write(digest: String, _ bytes: UnsafeRawBufferPointer, to json: inout JSONWriter) {
        switch self {
        case .success(let image):
            json.member("status", ImageRecord.ok)
            json.member("detail", "")
            ImageRecord.write(image, to: &json)
        case .failure(let failure):
            json.member("status", failure.reason.rawValue)
            json.member("detail", failure.detail)
            let format = SniffedFormat(sniffing: bytes)
            ImageRecord.write(
                nil, format: format == .unknown ? "" : format.rawValue, digest: digest, bytes: bytes.count, to: &json)
        }
    }
}
