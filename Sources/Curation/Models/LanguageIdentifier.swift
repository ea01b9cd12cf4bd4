/// The language of a text by a fastText model such as lid.176 (`lid.176.ftz`, 938,013 bytes, or `lid.176.bin`).
package struct LanguageIdentifier: Sendable {
    private let model: FastTextModel

    /// Reads the model.
    /// - Throws: `ModelError`.
    package init(path: String) throws(ModelError) { model = try FastTextModel(path: path) }

    /// The codes it knows: ISO 639-1 where there is one, else ISO 639-3.
    package var languages: [String] { model.labels }

    /// The most probable language of `text`, lower-cased, its lines joined by spaces, as the published filter asks it;
    /// nil for a text that says nothing.
    ///
    /// - Parameter limit: bytes looked at, from the beginning; the answer hardly changes after a few thousand.
    /// - Returns: the code and its probability, 0 … 1.
    package func identify(_ text: String, limit: Int = 4096) -> (language: String, probability: Double)? {
        var text = text
        let lowered = text.withUTF8 { bytes in
            LowerCasing.lower(UnsafeBufferPointer(rebasing: bytes[..<LanguageIdentifier.cut(bytes, limit)]))
        }
        guard let (label, probability) = lowered.withUnsafeBufferPointer({ model.predict($0) }) else { return nil }
        return (model.labels[label], min(1, Double(probability)))
    }

    /// Where to stop: at most `limit` bytes, at white space where there is some near, never inside a code point.
    private static func cut(_ bytes: UnsafeBufferPointer<UInt8>, _ limit: Int) -> Int {
        guard bytes.count > limit else { return bytes.count }
        if let space = bytes[(limit / 2)..<limit].lastIndex(where: { $0 == 0x20 || $0 == 0x0A }) { return space }
        var end = max(0, limit)
        while end > 0, bytes[end] & 0xC0 == 0x80 { end -= 1 }
        return end
    }
}
