/// The language of a text by a fastText model such as lid.176 (`lid.176.ftz`, 938,013 bytes, or `lid.176.bin`).
public struct LanguageIdentifier: Sendable {
    private let model: FastTextModel

    /// Reads the model.
    /// - Throws: `ModelError`.
    public init(path: String) throws(ModelError) { model = try FastTextModel(path: path) }

    /// The codes it knows: ISO 639-1 where there is one, else ISO 639-3.
    public var languages: [String] { model.labels }

    /// The most probable language of `text`, lower-cased, its lines joined by spaces, as the published filter asks it;
    /// nil for a text that says nothing.
    ///
    /// - Parameter limit: bytes looked at, from the beginning; the answer hardly changes after a few thousand.
    /// - Returns: the code and its probability, 0 … 1.
    public func identify(_ text: String, limit: Int = 8192) -> (language: String, probability: Double)? {
        var start = text.prefixed(limit).lowercased()
        guard let (label, probability) = start.withUTF8({ model.predict($0) }) else { return nil }
        return (model.labels[label], min(1, Double(probability)))
    }
}

extension String {
    /// At most `limit` bytes from the beginning, cut at a word where one ends near.
    fileprivate func prefixed(_ limit: Int) -> String {
        guard utf8.count > limit else { return self }
        let bytes = Array(utf8.prefix(limit))
        let end = bytes.lastIndex { $0 == 0x20 || $0 == 0x0A } ?? bytes.count
        return String(decoding: bytes[..<(end > limit / 2 ? end : bytes.count)], as: UTF8.self)
    }
}
