package import Configuration
import CorpusFiles
import JSON
import Platform

/// `quarry order`: writes an order, or says what one of its samples is.
package enum OrderRun {
    /// What was done, for people and for programs.
    package typealias Answer = (text: String, json: String)

    /// Writes the order of `corpus` to `path`, or tells the document of a sample of the one that is there.
    /// - Throws: `PipelineError`; `.otherRun` when the file is there already.
    package static func run(
        corpus folder: String, seed: UInt64, path: String, sample: Int?
    ) throws(PipelineError) -> Answer {
        do {
            let corpus = try Corpus(folder: folder)
            guard let sample else { return try write(corpus, seed, path) }
            let order = try DocumentOrder(path: path)
            try order.check(corpus)
            let number = try order.document(ofSample: sample)
            let id = try corpus.index.document(number: number)?.id ?? ""
            var json = JSONWriter()
            json.object { json in
                json.member("sample", sample)
                json.member("number", number)
                json.member("id", id)
            }
            return ("sample \(sample) is document \(number), \(id)", json.text)
        } catch { throw PipelineError(exchange: error) }
    }

    private static func write(_ corpus: Corpus, _ seed: UInt64, _ path: String) throws -> Answer {
        guard !Files.exists(path) else {
            throw PipelineError.otherRun("'\(path)' is already there: give another --output")
        }
        let order = try DocumentOrder.write(corpus, seed: seed, to: path)
        var json = JSONWriter()
        json.object { json in
            json.member("samples", order.count)
            json.member("seed", Int(truncatingIfNeeded: seed))
            json.member("sha256", (try? SHA256.hash(file: path).hex) ?? "")
        }
        return ("\(order.count) samples in the order of seed \(seed)", json.text)
    }
}
