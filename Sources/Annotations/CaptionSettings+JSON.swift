import CorpusFiles
import Facts
import JSON

extension CaptionSettings {
    func write(to json: inout JSONWriter) {
        json.member("caption_prefix", prefix)
        json.member("caption_tokens", tokens)
        json.member("caption_template", template)
        json.member("caption_context", context)
        json.member("caption_repetition_penalty", repetitionPenalty)
        json.member("caption_beams", beams)
    }

    /// Reads them; a seal of an older version has the first two only.
    init(_ json: JSONValue) throws(ManifestError) {
        self.init()
        prefix = try json.text("caption_prefix")
        tokens = try json.number("caption_tokens")
        template = json["caption_template"]?.string ?? template
        context = json["caption_context"]?.integer ?? context
        repetitionPenalty = json["caption_repetition_penalty"]?.number ?? repetitionPenalty
        beams = json["caption_beams"]?.integer ?? beams
    }
}
