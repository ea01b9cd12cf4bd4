import Documents
import Facts
import Imaging
package import JSON
import Platform

/// How image records are written, wherever they appear (`quarry probe`, `quarry fetch`, the work of `measure`).
package enum ImageRecord {
    /// The word for a picture that decodes.
    package static let ok = "ok"

    /// The members of a file's facts: always the same keys, with nothing in those that a file without a picture (nil) has
    /// no facts for; only the classifier's score is missing when no rule asked.
    package static func write(
        _ image: MeasuredImage?, format: String = "", digest: String = "", bytes: Int = 0, to json: inout JSONWriter
    ) {
        var signals = image.map { ImageSignals($0) }
        if signals == nil {
            signals = ImageSignals(sha256: digest, phash: "", width: 0, height: 0, format: format)
        }
        for field in ImageSignals.fields where field.name != "nsfw" || image?.nsfw != nil {
            json.member(field, of: signals)
        }
        json.member("bytes", image?.facts.byteCount ?? bytes)
        json.member("animated", image?.facts.isAnimated ?? false)
        json.member("warnings", image?.facts.warnings ?? 0)
        json.member("truncated", image?.facts.isTruncated ?? false)
    }
}
