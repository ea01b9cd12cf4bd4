import Documents
import Facts
@testable import Curation

/// Images made up for the rules.
enum Images {
    static func image(
        _ url: String = "http://a.example/x.jpg", _ width: Int = 400, _ height: Int = 300, format: String = "jpeg",
        phash: String = "1", rendered: (RenderedLength, RenderedLength) = (.unknown, .unknown)
    ) -> ImageNode {
        var image = ImageNode(ordinal: 0, url: url, rendered: (rendered.0, rendered.1))
        image.signals = ImageSignals(sha256: "", phash: phash, width: width, height: height, format: format)
        return image
    }

    static func rule(_ name: String, _ parameters: RuleParameters) throws -> ImageRuleSet {
        try ImageRuleSet(rules: [(name, parameters)])
    }
}
