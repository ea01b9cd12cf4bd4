package import Documents
import Facts

/// A document's pieces and what left it, in reading order.
///
/// The public record has no ordinals. But every ordinal is one of what left or of what stayed (double entry), so what
/// stayed has those that are not taken, in order. Only what was cut out of a paragraph has the ordinal of what stayed, and
/// follows it.
package struct ReadingOrder {
    /// A piece of a document, or what is not in it any more.
    package enum Piece {
        /// A paragraph that stayed.
        case paragraph(String)
        /// An image that stayed.
        case image(ImageNode)
        /// Where the page says that another document begins.
        case divide
        /// What left.
        case left(Drop)
    }

    /// The pieces.
    package private(set) var pieces: [Piece] = []

    /// Puts what left between what stayed.
    package init(_ document: Document, left drops: [Drop]) {
        var gone: [Int: [Drop]] = [:]
        var cuts: [Int: [Drop]] = [:]
        for drop in drops where drop.reason.unit == .paragraph || drop.reason.unit == .image {
            if drop.reason.isCut {
                cuts[drop.ordinal, default: []].append(drop)
            } else {
                gone[drop.ordinal, default: []].append(drop)
            }
        }
        var ordinal = 0
        for piece in ReadingOrder.pieces(of: document) {
            while let left = gone.removeValue(forKey: ordinal) {
                pieces += ((cuts.removeValue(forKey: ordinal) ?? []) + left).map { .left($0) }
                ordinal += 1
            }
            pieces.append(piece)
            pieces += (cuts.removeValue(forKey: ordinal) ?? []).map { .left($0) }
            ordinal += 1
        }
        // Behind the last; and, of a page cut in several documents, what stood in another.
        gone.merge(cuts) { $1 + $0 }
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
