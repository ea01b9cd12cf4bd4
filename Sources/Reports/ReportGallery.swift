import CorpusFiles
import Documents
import Facts
import Inspection
import Platform

/// Documents drawn from those with pictures, with some of their pictures.
struct ReportGallery {
    /// A picture as it stands in the page.
    struct Thumb {
        let source: String, alt: String
        let width: Int, height: Int
    }

    /// A document.
    struct Card {
        let row: DocumentRow
        let title: String, beginning: String
        let thumbs: [Thumb]
    }

    /// The cards, in the order in which they were drawn.
    private(set) var cards: [Card] = []

    private static let size = 24
    /// Bytes of pictures at most; the page stays below 5 MB.
    private static let room = 3_500_000
    /// A picture that is not made smaller must be small.
    private static let small = 100_000

    private let corpus: Corpus
    private let shrink: ReportPage.Shrink?
    private var left = Self.room
    private var seen: Set<String> = []

    init(_ corpus: Corpus, _ shrink: ReportPage.Shrink?) throws {
        (self.corpus, self.shrink) = (corpus, shrink)
        // More than are shown: of some no picture can be had.
        let rows = try SampleInspection(Self.size * 4, seed: 7, where: "images > 0", from: corpus).rows
        var bare: [Card] = []
        for row in rows where cards.count < Self.size {
            let card = try self.card(of: row)
            if card.thumbs.isEmpty { bare.append(card) } else { cards.append(card) }
        }
        cards += bare.prefix(Self.size - cards.count)
    }

    private mutating func card(of row: DocumentRow) throws -> Card {
        let document = try corpus.document(of: row)
        // What is left is shared evenly by the cards to come.
        var share = left / (Self.size - cards.count)
        var thumbs: [Thumb] = []
        for image in document.images where thumbs.count < 3 && isWorthwhile(image) {
            guard let thumb = try thumb(image) else { continue }
            guard thumb.source.utf8.count <= share else {
                // A later card may have more room.
                seen.remove(image.signals?.sha256 ?? "")
                continue
            }
            share -= thumb.source.utf8.count
            left -= thumb.source.utf8.count
            thumbs.append(thumb)
        }
        return Card(
            row: row, title: document.title.isEmpty ? row.url : document.title, beginning: document.beginning,
            thumbs: thumbs)
    }

    /// A picture that is no badge, and that no card has had yet.
    private mutating func isWorthwhile(_ image: ImageNode) -> Bool {
        guard let signals = image.signals, min(signals.width, signals.height) >= 64 else { return false }
        return seen.insert(signals.sha256).inserted
    }

    private func thumb(_ image: ImageNode) throws -> Thumb? {
        guard let sha256 = image.signals?.sha256, !sha256.isEmpty,
            let row = try corpus.index.images(sha256Prefix: sha256, limit: 1).first, row.pack >= 0,
            (row.signals.nsfw ?? 0) <= 0.5
        else { return nil }
        if let shrink {
            guard let bytes = try bytes(of: row),
                let small = shrink(bytes, row.signals.details?.orientation ?? 1)
            else { return nil }
            return Thumb(
                source: "data:image/jpeg;base64," + Base64.encode(small.jpeg), alt: image.alt, width: small.width,
                height: small.height)
        }
        guard row.length <= Self.small, ["jpeg", "png", "webp", "gif"].contains(row.signals.format),
            let bytes = try bytes(of: row)
        else { return nil }
        return Thumb(
            source: "data:image/\(row.signals.format);base64," + Base64.encode(bytes), alt: image.alt,
            width: row.signals.width, height: row.signals.height)
    }

    /// Nil where the corpus does not have what its index says; a disk that fails is no lack of pictures.
    private func bytes(of row: ImageRow) throws(StorageError) -> [UInt8]? {
        do { return try corpus.bytes(of: row) } catch {
            if let system = error.systemError, system.exitCode != 3 { throw error }
            return nil
        }
    }

    func write(to html: inout HTMLWriter) {
        guard !cards.isEmpty else { return }
        html.element("h2", ["id": "gallery"], text: "Gallery")
        html.element(
            "p", ["class": "soft"],
            text: "Documents drawn at random from those with pictures"
                + (shrink == nil ? " of less than \(Self.small / 1000) kB." : "."))
        html.markup("<div class=\"gallery\">")
        for card in cards { ReportGallery.write(card, to: &html) }
        html.markup("</div>")
    }

    private static func write(_ card: Card, to html: inout HTMLWriter) {
        html.element("article", ["class": "page"]) { html in
            html.element("div", ["class": "strip n\(card.thumbs.count)"]) { html in
                for thumb in card.thumbs {
                    html.open(
                        "img",
                        [
                            "src": thumb.source, "width": "\(thumb.width)", "height": "\(thumb.height)",
                            "alt": thumb.alt,
                        ])
                }
            }
            html.element("h3", text: card.title)
            html.element("p", ["class": "excerpt", "dir": "auto"], text: card.beginning)
            html.element("p", ["class": "soft url"]) { html in
                html.text("\(card.row.domain) · \(card.row.words.of("word")) · \(card.row.images.of("picture"))")
            }
        }
    }
}
