import Annotations
import CorpusFiles
import CorpusKit
import Documents
import Exports
import Facts
import Imports
import TestKit
import Testing

struct CaptionExportTests {
    private let exchange: Exchange

    init() throws { exchange = try Exchange() }

    /// Gives every image of the corpus a caption of its document and position.
    private func caption(_ folder: String) throws {
        let corpus = try Corpus(folder: folder)
        let scores = ScoreFolder(corpus: folder, model: "one")
        let documents = try exchange.documents("corpus")
        for (shard, file) in corpus.manifest.files(.shard).enumerated() {
            let annotations = try documents.enumerated().compactMap { number, document in
                try corpus.index.document(number: number)?.shard == shard ? annotation(of: document) : nil
            }
            try scores.write(
                annotations, shard: shard, model: ScoreModel(name: "one", checkpoint: "a", dtype: "f32"), of: file)
        }
    }

    private func annotation(of document: Document) -> Annotation {
        var annotation = Annotation(document: document.id)
        annotation.signals = [.caption: ScoreSignal.caption.version]
        annotation.images = document.nodes.enumerated().compactMap { position, node in
            guard case .image(let image) = node else { return nil }
            var entry = Annotation.Image(position: position, sha256: image.signals?.sha256 ?? "")
            entry.caption = "\(document.title), node \(position)"
            return entry
        }
        return annotation
    }

    @Test("Captions of a model leave with the corpus when asked for, and come back", arguments: ExportFormat.allCases)
    func captions(format: ExportFormat) throws {
        _ = try TinyCorpus(in: exchange.scratch.file("corpus"), count: 3)
        try caption(exchange.scratch.file("corpus"))
        let (form, ending): (ImportFormat, String) =
            switch format {
            case .obelics: (.obelics, ".parquet")
            case .webdataset: (.webdataset, ".tar")
            case .polylithic: (.segments, ".jsonl")
            case .mmc4: (.mmc4, ".jsonl")
            }
        for (name, isAsked) in [("with", true), ("without", false)] {
            try exchange.give(format, "corpus", as: name) { $0.withCaptions = isAsked }
            try exchange.load(form, exchange.files(name, ending), as: name + "-back")
            let captions = try exchange.documents(name + "-back").flatMap(\.images).map(\.modelCaption)
            #expect(captions == (isAsked ? ["Page 1, node 1", "Page 2, node 1", "Page 2, node 2"] : ["", "", ""]))
        }
    }

    @Test("A corpus without captions says so")
    func none() throws {
        _ = try TinyCorpus(in: exchange.scratch.file("corpus"), count: 3)
        let error = #expect(throws: (any Error).self) {
            try exchange.give(.obelics, "corpus", as: "out") { $0.withCaptions = true }
        }
        #expect("\(String(describing: error))".contains("the corpus has no captions yet"))
    }
}
