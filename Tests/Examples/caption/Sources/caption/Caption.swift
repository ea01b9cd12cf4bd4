import Foundation
import Idefics

/// Describes pictures, then says how much the first one helps to predict its caption.
///
///     swift run caption ../../Models/idefics-emoji ../../Models/idefics-emoji/pictures/duck.png
@main
struct Caption {
    static func main() throws {
        guard CommandLine.arguments.count > 2 else {
            print("usage: caption CHECKPOINT IMAGE…")
            return
        }
        let model = try IdeficsModel(checkpoint: URL(filePath: CommandLine.arguments[1]))
        let captioner = Captioner(model)
        let scorer = DocumentScorer(model)
        for path in CommandLine.arguments.dropFirst(2) {
            let picture = try model.images.prepare(path: path)
            let caption = try captioner.captions([picture])[0]
            let score = try scorer.score([.image(picture), .text(caption.text)])
            print("\(path)\t\(caption.text)\t\(score.segments.map(\.gain))")
        }
    }
}
