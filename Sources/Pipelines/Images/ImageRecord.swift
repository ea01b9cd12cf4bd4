import Imaging
import JSON
import Platform

/// How image records are written, wherever they appear (`quarry probe`, `quarry fetch`, the work of `measure`).
enum ImageRecord {
    /// The word for a picture that decodes.
    static let ok = "ok"

    /// The members of a picture's facts.
    static func write(_ facts: ImageFacts, to json: inout JSONWriter) {
        json.member("format", facts.format.rawValue)
        json.member("width", facts.width)
        json.member("height", facts.height)
        json.member("sha256", facts.digest.hex)
        json.member("phash", Hex.encode(facts.perceptualHash))
        json.member("bytes", facts.byteCount)
        json.member("mode", facts.mode)
        json.member("frames", facts.frames)
        json.member("animated", facts.isAnimated)
        json.member("orientation", facts.orientation)
        json.member("icc", facts.hasICC)
        json.member("warnings", facts.warnings)
        json.member("truncated", facts.isTruncated)
        json.member("color", color(facts.averageColor))
        json.member("entropy", rounded(facts.entropy))
        json.member("sharpness", rounded(facts.sharpness))
    }

    /// The same members for a file that gave no picture, so that all lines have the same keys.
    static func writeNothing(format: String, digest: String, bytes: Int, to json: inout JSONWriter) {
        json.member("format", format)
        json.member("width", 0)
        json.member("height", 0)
        json.member("sha256", digest)
        json.member("phash", "")
        json.member("bytes", bytes)
        json.member("mode", "")
        json.member("frames", 0)
        json.member("animated", false)
        json.member("orientation", 0)
        json.member("icc", false)
        json.member("warnings", 0)
        json.member("truncated", false)
        json.member("color", "")
        json.member("entropy", 0.0)
        json.member("sharpness", 0.0)
    }

    /// `#rrggbb`.
    static func color(_ color: AverageColor) -> String {
        "#" + Hex.encode([color.red, color.green, color.blue])
    }

    private static func rounded(_ value: Double) -> Double { (value * 1000).rounded() / 1000 }
}
