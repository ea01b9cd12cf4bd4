import Extraction
import Platform
import Records
import TestKit
import Testing

/// The published profile against the reference implementation's documents, page by page.
@Suite struct GoldenPagesTests {
    struct Score {
        var paragraphs = 0.0
        var images = 0.0
        var order = 0.0
    }

    @Test func publishedProfileAgrees() throws {
        guard let folder = Shared.path("goldens/obelics/pages") else { return }
        let urls = try JSONValue(parsing: Files.read(folder + "/urls.json")).members ?? []
        var extractor = Extractor(options: .obelics)
        var whole = Extractor(options: .quarry)
        var sum = Score()
        var hash = SHA256()
        for member in urls.sorted(by: { $0.key < $1.key }) {
            let page = try Files.read("\(folder)/\(member.key).html")
            let golden = try Files.read("\(folder)/\(member.key).extracted.json")
            hash.update(page)
            hash.update(golden)
            let captured = CapturedPage(url: member.value.string ?? "", body: page, httpCharset: nil)
            let extraction = extractor.extract(captured)
            let score = try Self.score(extraction, JSONValue(parsing: golden))
            print("\(member.key) paragraphs \(score.paragraphs) images \(score.images) order \(score.order)")
            sum.paragraphs += score.paragraphs / Double(urls.count)
            sum.images += score.images / Double(urls.count)
            sum.order += score.order / Double(urls.count)
            for extraction in [extraction, whole.extract(captured)] {
                #expect(Pages.balances(extraction), "\(member.key)")
                #expect(Pages.isNumbered(extraction), "\(member.key)")
            }
        }
        print("\(urls.count) pages: paragraphs \(sum.paragraphs) images \(sum.images) order \(sum.order)")
        #expect(Hex.encode(hash.finish().bytes) == GoldenFloors.digest)
        #expect(sum.paragraphs >= GoldenFloors.paragraphs)
        #expect(sum.images >= GoldenFloors.images)
        #expect(sum.order >= GoldenFloors.order)
    }

    private static func score(_ extraction: Extraction, _ golden: JSONValue) -> Score {
        let got = nodes(extraction)
        let want = nodes(golden)
        var score = Score()
        let gotTexts = got.filter { $0.hasPrefix("T") }
        let wantTexts = want.filter { $0.hasPrefix("T") }
        score.paragraphs = f1(common(gotTexts, wantTexts).count, gotTexts.count, wantTexts.count)
        let gotImages = got.filter { $0.hasPrefix("I") }
        let wantImages = want.filter { $0.hasPrefix("I") }
        score.images = f1(longestCommon(gotImages, wantImages), gotImages.count, wantImages.count)
        let shared = common(got, want)
        score.order =
            shared.isEmpty
            ? 1 : Double(longestCommon(kept(got, shared), kept(want, shared))) / Double(shared.count)
        return score
    }

    private static func nodes(_ extraction: Extraction) -> [String] {
        (extraction.document?.nodes ?? []).flatMap { node -> [String] in
            switch node {
            case .text(let text): paragraphs(text.text)
            case .image(let image): ["I" + image.url]
            case .divide: []
            }
        }
    }

    private static func nodes(_ golden: JSONValue) -> [String] {
        zip(golden["texts"]?.array ?? [], golden["images"]?.array ?? []).flatMap { text, image -> [String] in
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

    private static func kept(_ all: [String], _ shared: [String]) -> [String] { common(all, shared) }

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
