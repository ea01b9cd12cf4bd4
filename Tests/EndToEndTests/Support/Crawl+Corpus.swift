import Platform
import TestKit
import Testing

extension Crawl {
    /// Makes `folder/corpus` of the crawl, all of whose pages are kept (`unfiltered.yaml`), without a network.
    /// - Returns: its path.
    func corpus(in folder: String, sets: [String] = []) throws -> String {
        try Files.write(gzip, to: folder + "/pages.warc.gz")
        let run = try Command.run(
            Command.quarry,
            [
                "run", "\(Repository.root)/pipelines/unfiltered.yaml", "--input", folder + "/pages.warc.gz", "--output",
                folder + "/corpus", "--progress", "never",
            ] + (["fetch.network=false"] + sets).flatMap { ["--set", $0] })
        #expect(run.code == 0, "\(run.errors)")
        return folder + "/corpus"
    }
}
