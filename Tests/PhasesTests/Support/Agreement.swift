import Documents
import JSON

/// How far two sequences of paragraphs and images agree, as `agree.py` of the goldens counts it.
struct Agreement {
    var paragraphs = 0.0
    var images = 0.0
    var order = 0.0

    /// Nothing yet: for a mean.
    init() {}

    /// Two documents as nodes: paragraphs begin with `T`, images with `I`.
    init(_ got: [String], _ want: [String]) {
        let texts = (got.filter { $0.hasPrefix("T") }, want.filter { $0.hasPrefix("T") })
        paragraphs = Self.f1(Self.common(texts.0, texts.1).count, texts.0.count, texts.1.count)
        let images = (got.filter { $0.hasPrefix("I") }, want.filter { $0.hasPrefix("I") })
        self.images = Self.f1(Self.longestCommon(images.0, images.1), images.0.count, images.1.count)
        let shared = Self.common(got, want)
        let kept = (Self.common(got, shared), Self.common(want, shared))
        order = shared.isEmpty ? 1 : Double(Self.longestCommon(kept.0, kept.1)) / Double(shared.count)
    }

    mutating func add(_ other: Agreement, of count: Int) {
        paragraphs += other.paragraphs / Double(count)
        images += other.images / Double(count)
        order += other.order / Double(count)
    }

    /// The nodes of a record with `segments`, or of a golden with parallel `texts` and `images`.
    static func nodes(_ json: JSONValue) -> [String] {
        if let segments = json["segments"]?.array {
            return segments.flatMap { segment -> [String] in
                switch segment["kind"]?.string {
                case "image": ["I" + (segment["url"]?.string ?? "")]
                case "text": paragraphs(segment["text"]?.string ?? "")
                default: []
                }
            }
        }
        return zip(json["texts"]?.array ?? [], json["images"]?.array ?? []).flatMap { text, image -> [String] in
            if let url = image.string, !url.isEmpty { return ["I" + url] }
            let text = text.string ?? ""
            return text == "END_OF_DOCUMENT_TOKEN_TO_BE_REPLACED" ? [] : paragraphs(text)
        }
    }

    /// Paragraphs with white space folded.
    private static func paragraphs(_ text: String) -> [String] {
        text.split(onBlankLines: ()).compactMap { paragraph in
            let words = paragraph.split(whereSeparator: \.isWhitespace)
            return words.isEmpty ? nil : "T" + words.joined(separator: " ")
        }
    }

    private static func common(_ one: [String], _ other: [String]) -> [String] {
        var counts = other.reduce(into: [String: Int]()) { $0[$1, default: 0] += 1 }
        return one.filter { item in
            guard let left = counts[item], left > 0 else { return false }
            counts[item] = left - 1
            return true
        }
    }

    private static func f1(_ common: Int, _ got: Int, _ want: Int) -> Double {
        got + want == 0 ? 1 : 2 * Double(common) / Double(got + want)
    }

    /// The length of the longest common subsequence; ends that are equal are taken off first.
    private static func longestCommon(_ one: [String], _ other: [String]) -> Int {
        var (one, other) = (one[...], other[...])
        var equal = 0
        while let first = one.first, first == other.first {
            (one, other, equal) = (one.dropFirst(), other.dropFirst(), equal + 1)
        }
        while let last = one.last, last == other.last {
            (one, other, equal) = (one.dropLast(), other.dropLast(), equal + 1)
        }
        var row = [Int](repeating: 0, count: other.count + 1)
        for item in one {
            var previous = 0
            for (column, candidate) in other.enumerated() {
                let above = row[column + 1]
                row[column + 1] = item == candidate ? previous + 1 : max(row[column + 1], row[column])
                previous = above
            }
        }
        return equal + (row.last ?? 0)
    }
}
