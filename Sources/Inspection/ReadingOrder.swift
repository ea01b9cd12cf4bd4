import Documents
import Facts

/// A document's pieces and what left it, in reading order.
///
/// The public record has no ordinals. But every ordinal is one of what left or of what stayed (double entry), so what
/// stayed has those that are not taken, in order.
struct ReadingOrder {
    enum Piece {
        case paragraph(String)
        case image(ImageNode)
        case divide
        case left(Drop)
    }

    private(set) var pieces: [Piece] = []

    init(_ document: Document, left drops: [Drop]) {
        var gone: [Int: [Drop]] = [:]
        for drop in drops where drop.reason.unit == .paragraph || drop.reason.unit == .image {
            gone[drop.ordinal, default: []].append(drop)
        }
        var ordinal = 0
        for piece in ReadingOrder.pieces(of: document) {
            while let left = gone.removeValue(forKey: ordinal) {
                pieces += left.map { .left($0) }
                ordinal += 1
            }
            pieces.append(piece)
            ordinal += 1
        }
        // Behind the last; and, of a page cut in several documents, what stood in another.
        for ordinal in gone.keys.sorted() { pieces += (gone[ordinal] ?? []).map { .left($0) } }
    }

    private static func pieces(of document: Document) -> [Piece] {
        document.nodes.flatMap { node -> [Piece] in
            switch node {
            case .text(let text): text.paragraphs.map { .paragraph($0.text) }
            case .image(let image): [.image(image)]
            case .divide: [.divide]
            }
        }
    }
}
