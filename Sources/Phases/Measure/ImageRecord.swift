import Facts
package import Imaging
package import JSON
import Platform

/// How image records are written, wherever they appear (`quarry probe`, `quarry fetch`, the work of `measure`).
package enum ImageRecord {
    /// The word for a picture that decodes.
    package static let ok = "ok"

    /// The members of a file's facts: always the same keys, with nothing in those that a file without a picture (nil) has
    /// no facts for.
    package static func write(
        _ facts: ImageFacts?, format: String = "", digest: String = "", bytes: Int = 0, to json: inout JSONWriter
    ) {
        let details = facts.map { ImageDetails($0) }
        json.member("format", facts?.format.rawValue ?? format)
        json.member("width", facts?.width ?? 0)
        json.member("height", facts?.height ?? 0)
        json.member("sha256", facts?.digest.hex ?? digest)
        json.member("phash", facts.map { Hex.encode($0.perceptualHash) } ?? "")
        json.member("bytes", facts?.byteCount ?? bytes)
        json.member("mode", details?.mode ?? "")
        json.member("frames", details?.frames ?? 0)
        json.member("animated", facts?.isAnimated ?? false)
        json.member("orientation", details?.orientation ?? 0)
        json.member("icc", details?.hasICC ?? false)
        json.member("warnings", facts?.warnings ?? 0)
        json.member("truncated", facts?.isTruncated ?? false)
        json.member("color", details?.color ?? "")
        json.member("entropy", details?.entropy ?? 0)
        json.member("sharpness", details?.sharpness ?? 0)
    }
}
