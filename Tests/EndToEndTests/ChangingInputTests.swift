import Foundation
import Platform
import TestKit
import Testing

/// An archive that somebody writes to while a run reads it.
@Suite(.serialized) struct ChangingInputTests {
    private static let pipeline = "\(Repository.root)/pipelines/quarry.yaml"

    private func arguments(_ input: String, _ output: String) -> [String] {
        ["run", Self.pipeline, "--input", input, "--output", output, "--jobs", "1", "--progress", "never"]
            + ["--set", "fetch.network=false"]
    }

    /// Whether the worker of `extract` is at its records: it has opened what it writes.
    private func isReading(_ output: String) -> Bool {
        let folder = output + "/work/tmp"
        let attempts = ((try? Files.list(folder)) ?? []).filter { $0.hasPrefix("extract-") }
        return attempts.contains { !((try? Files.list(folder + "/" + $0)) ?? []).isEmpty }
    }

    /// No unit is sealed that read half of the one and half of the other; as it was, the run goes on.
    @Test func anArchiveThatChangesUnderARunIsSaid() throws {
        try withScratchFolder { folder in
            let (input, output) = (folder + "/site.warc.gz", folder + "/out")
            // One unit, and a second of work for a debug build.
            try Files.write(Crawl.site(pages: 30).gzip, to: input)
            #expect(try Command.run("/bin/cp", ["-p", input, folder + "/kept"]).code == 0)
            let process = try Command.start(Command.quarry, arguments(input, output))
            #expect(waitUntil { isReading(output) || !process.isRunning })
            let size = try Files.size(input)
            let file = try #require(FileHandle(forWritingAtPath: input))
            try file.seek(toOffset: UInt64(size - 300))
            file.write(Data([0, 1, 2, 3]))
            let ended = process.finish()
            #expect(ended.code == 1 && ended.errors.contains("site.warc.gz changed since the plan"), "\(ended.errors)")
            #expect(try Files.list(output + "/work/extract") == ["00000.quarantine"])

            #expect(try Command.run("/bin/cp", ["-p", folder + "/kept", input]).code == 0)
            let release = ["plan", "--run", output, "--release", "extract/00000"]
            #expect(try Command.run(Command.quarry, release).code == 0)
            let again = try Command.run(Command.quarry, arguments(input, output))
            #expect(again.code == 0, "\(again.errors)")
            #expect(try Command.quarry("verify", output).code == 0)
        }
    }
}
