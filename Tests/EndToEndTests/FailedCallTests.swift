import Glibc
import Platform
import TestKit
import Testing

/// System calls that fail in verbs of one process. `Tests/Faults/run` tries many more, in workers too.
@Suite(.serialized, .needsProgram("cc")) struct FailedCallTests {
    private func withCorpus(_ body: (_ folder: String) throws -> Void) throws {
        try withScratchFolder { folder in
            try Files.write(Crawl.site(pages: 6).gzip, to: folder + "/site.warc.gz")
            let done = try Command.quarry(
                "run", "\(Repository.root)/pipelines/quickstart.yaml", "--input", folder + "/site.warc.gz", "--output",
                folder + "/corpus", "--jobs", "2", "--progress", "never", "--set", "fetch.network=false")
            #expect(done.code == 0, "\(done.errors)")
            try body(folder)
        }
    }

    /// 74 for a disk that fails, 75 for a machine that has too little: nobody is told that the corpus is at fault, and nothing is
    /// made without what could not be read. The same command makes it.
    @Test func aCallThatFailsIsTheMachinesFault() throws {
        try withCorpus { folder in
            let (corpus, output) = (folder + "/corpus", folder + "/made")
            let cases: [(verb: [String], below: String, call: BrokenWorld.Call, error: Int32, code: Int32)] = [
                (["report", corpus, "--output", output], corpus + "/images/", .read, EIO, 74),
                (["report", corpus, "--output", output], corpus + "/images/", .open, EMFILE, 75),
                (["order", corpus, "--output", output], corpus + "/index.sqlite", .open, EIO, 74),
                (["duplicates", corpus], corpus + "/corpus.json", .open, EIO, 74),
                (["duplicates", corpus], corpus + "/corpus.json", .map, ENOMEM, 75),
                (["select", corpus, "--where", "words > 1", "--output", output], output + "/work", .next, EIO, 74),
            ]
            for one in cases {
                try Files.remove(output)
                let world = try BrokenWorld(in: folder, below: one.below)
                let broken = try world.quarry(one.verb, one.call, 1, .once(one.error))
                #expect(broken.code == one.code, "\(one): \(broken.errors)")
                let again = try Command.run(Command.quarry, one.verb)
                #expect(again.code == 0, "\(one): \(again.errors)")
            }
        }
    }
}
