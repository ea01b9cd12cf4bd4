import Annotations
import CorpusFiles
import CorpusKit
import Documents
import Facts
import JSON
import TestKit
import Testing

@testable import Scoring

/// What a cascade knows of documents before a model has read them.
@Suite struct CascadeTests {
    private func withCorpus(_ body: (Corpus) throws -> Void) throws {
        let scratch = try Scratch()
        // Document n has 9 + n words and n % 3 images.
        _ = try TinyCorpus(in: scratch.path, count: 12)
        try withExtendedLifetime(scratch) { try body(try Corpus(folder: scratch.path)) }
    }

    @Test func stagesThatDecideComeFirstAndCaptionsLast() {
        let wanted: Set<ScoreSignal> = [.caption, .imageGain, .perplexity, .question]
        let cascade = Cascade(documents: ["words > 9", "question > 0.5"])
        #expect(
            cascade.stages(wanted) == [
                .init(signals: [.question], decides: true), .init(signals: [.imageGain, .perplexity], decides: false),
                .init(signals: [.caption], decides: false),
            ])
        let other = Cascade(documents: ["small_image_gain > 0"], filter: "f.json")
        #expect(other.stages([.imageGain, .question]).map(\.decides) == [true, false])
        #expect(other.stages([.imageGain, .question], features: ["question"]).map(\.decides) == [true, true])
    }

    private func needing(_ stage: Cascade.Stage, _ state: CascadeState) -> [Int] {
        (0..<12).filter { state.needs($0, stage) }
    }

    @Test func aDocumentIsOpenOnlyWhereNothingElseDecides() throws {
        try withCorpus { corpus in
            let cascade = Cascade(documents: ["words > 11", "images = 2 OR image_gain > 0.1"])
            let state = try CascadeState(cascade, corpus, model: "m", pending: [.imageGain, .caption])
            let expected = (0..<12).map { number -> CascadeState.Fate in
                if number < 3 { return .lost(0) }
                return number % 3 == 2 ? .kept : .open
            }
            #expect(state.fates == expected)
            let gain = Cascade.Stage(signals: [.imageGain], decides: true)
            let caption = Cascade.Stage(signals: [.caption], decides: false)
            let (asked, written) = (needing(gain, state), needing(caption, state))
            #expect(asked == [3, 4, 6, 7, 9, 10])
            #expect(written == Array(3..<12))
            let report = state.report(gain, scope: nil)
            #expect(report.documents == 12 && report.spared == 6 && report.kept == 3)
            #expect(report.lost.map(\.documents) == [3, 0])
            #expect(report.words == 12 * 9 + 66)
            #expect(report.sparedWords == 9 + 10 + 11 + 14 + 17 + 20)
            #expect(
                report.text
                    == "image-gain: 6 of 12 documents spared (46.6 % of the words): 3 lost to 'words > 11', 3 kept anyway"
            )
            let four = (0..<12).map { $0 < 4 }
            let some = state.report(gain, scope: four)
            #expect(some.documents == 4 && some.spared == 3)
        }
    }

    @Test func anImageThatIsNotDecidedKeepsItsDocumentOpen() throws {
        try withCorpus { corpus in
            let cascade = Cascade(documents: [], images: ["width > 640 AND image_gain > 0"])
            let state = try CascadeState(cascade, corpus, model: "m", pending: [.imageGain])
            // The first content is 640 wide, the others are wider: a document is decided when it shows no other.
            let expected = (0..<12).map { number -> CascadeState.Fate in
                let shown = (0..<number % 3).map { (number + $0) % 3 }
                return shown.contains { $0 > 0 } ? .open : .kept
            }
            #expect(state.fates == expected)
        }
    }

    @Test func whatIsMeasuredDecides() throws {
        try withCorpus { corpus in
            for (shard, file) in corpus.manifest.files(.shard).enumerated() {
                var all: [Annotation] = []
                try FramedReader(path: corpus.folder + "/" + file.path).lines { line in
                    let document = try DocumentCoder.read(JSONValue(parsing: Array(line)))
                    var annotation = Annotation(document: document.id)
                    annotation.signals = [.perplexity: 1]
                    annotation.values = [.perplexity: 30]
                    all.append(annotation)
                }
                try ScoreFolder(corpus: corpus.folder, model: "m").write(
                    all, shard: shard, model: ScoreModel(name: "m", checkpoint: "a", dtype: "f32"), of: file)
            }
            let cascade = Cascade(documents: ["perplexity < 20 AND image_gain > 0"])
            let state = try CascadeState(cascade, corpus, model: "m", pending: [.perplexity, .imageGain])
            #expect(Set(state.fates) == [.lost(0)])
            // Another model's perplexity is not this one's.
            let next = try CascadeState(cascade, corpus, model: "next", pending: [.perplexity, .imageGain])
            #expect(Set(next.fates) == [.open])
            let both = Cascade(documents: ["m_perplexity < 20", "image_gain > 0"])
            let known = try CascadeState(both, corpus, model: "next", pending: [.imageGain])
            #expect(Set(known.fates) == [.lost(0)])
        }
    }
}
