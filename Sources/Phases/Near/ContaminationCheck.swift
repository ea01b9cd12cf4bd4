import Configuration
import Documents
import Duplicates
import Facts
import JSON

/// The benchmarks of a pipeline against documents: their texts in `extract`, their pictures in `judge`.
struct ContaminationCheck {
    private var decontaminator: Decontaminator
    private let action: DecontaminateConfig.Action

    init(_ config: PipelineConfig) throws(PipelineError) {
        decontaminator = try BenchmarkLists.decontaminator(config.decontaminate)
        action = config.decontaminate.action
    }

    /// Whether the document leaves since it has a run of words of an item.
    mutating func judgeText(_ document: inout Document) -> Drop? {
        guard !decontaminator.isEmpty else { return nil }
        var texts: [String] = []
        for case .text(let text) in document.nodes { texts += text.paragraphs.map(\.text) }
        return decontaminator.item(in: texts).flatMap { decide($0, detail: $0, &document) }
    }

    /// Whether the document leaves since it shows the picture of an item.
    func judgePictures(_ document: inout Document) -> Drop? {
        guard !decontaminator.isEmpty else { return nil }
        for signals in document.images.compactMap(\.signals) {
            let looks = UInt64(signals.phash, radix: 16)
            if let (item, distance) = decontaminator.item(ofPicture: signals.sha256, phash: looks) {
                return decide(item, detail: "\(item), \(distance) bits", &document)
            }
        }
        return nil
    }

    private func decide(_ item: String, detail: String, _ document: inout Document) -> Drop? {
        if action == .drop { return Drop(.documentContaminated, detail: detail, of: document) }
        document.addExtra("contaminated") { $0.value(item) }
        return nil
    }
}
