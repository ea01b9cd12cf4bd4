import Annotations
import CorpusFiles
import Documents
import Evaluation
import Facts
import JSON

/// How far a model's captions say what the page says of its pictures.
///
/// CIDEr-D weighs an n-gram by how few pictures have it. Which pictures those are is fixed: all of the document's shard,
/// so that a number does not depend on what was scored before or beside it.
struct CaptionAgreement {
    private var weights = CIDEr.Weights()

    /// Reads what pages say of the pictures of a shard.
    init(_ reader: FramedReader) throws {
        try reader.lines { line in
            for image in try DocumentCoder.read(JSONValue(parsing: Array(line))).images {
                let references = CaptionAgreement.references(image)
                if !references.isEmpty { weights.add(references) }
            }
        }
    }

    /// What the page says of a picture: its caption and its alternative text, each as words.
    private static func references(_ image: ImageNode) -> [[String]] {
        var texts = [image.caption]
        if image.alt != image.caption { texts.append(image.alt) }
        return texts.map { PTBTokenizer.tokens($0) }.filter { !$0.isEmpty }
    }

    /// Gives the captioned images of an annotation their values.
    func measure(_ annotation: inout Annotation, _ document: Document) {
        for (place, image) in document.images.enumerated() where annotation.images.indices.contains(place) {
            let references = CaptionAgreement.references(image)
            guard let caption = annotation.images[place].caption, !references.isEmpty, weights.count > 1 else {
                continue
            }
            let item = CIDEr.Item(caption: PTBTokenizer.tokens(caption), references: references)
            annotation.images[place].values[.captionAgreement] = weights.score(item).rounded6
        }
        annotation.values[.captionAgreement] = annotation.mean(.captionAgreement)
    }
}
