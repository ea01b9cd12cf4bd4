import Foundation
import Glibc
import JSON
import Platform
import TestKit
import Testing

/// The bounds of workers as the system sees them, and a run that is the first process of a container.
@Suite(.serialized) struct SandboxTests {
    /// How this machine lets us make a container of one process; nil when it does not.
    static let container: [String]? = [
        ["--pid", "--fork", "--mount-proc"], ["-Ur", "--pid", "--fork", "--mount-proc"],
    ]
    .first { (try? Command.tool("unshare", $0 + ["true"]).code) == 0 }

    @Test(.enabled(if: container != nil, "needs unshare and the right to use it"))
    func aRunMayBeTheFirstProcessOfAContainer() throws {
        let flags = try #require(Self.container)
        try withScratchFolder { folder in
            try Files.write(Crawl.site(pages: 3).gzip, to: folder + "/site.warc.gz")
            let run = try Command.tool(
                "unshare",
                flags + [
                    Command.quarry, "run", "\(Repository.root)/pipelines/quickstart.yaml", "--input",
                    folder + "/site.warc.gz", "--output", folder + "/corpus", "--jobs", "2", "--progress", "never",
                    "--set",
                    "fetch.network=false", "--set", "text.language-model=\"\"",
                ])
            #expect(run.code == 0, "\(run.errors)")
            #expect(Files.exists(folder + "/corpus/corpus.json"))
        }
    }

    /// A worker that waits for a file (a pipe that nobody writes to) is looked at from outside.
    @Test func aWorkerHasNoNetworkAndALimitOnMemory() throws {
        try withScratchFolder { folder in
            #expect(mkfifo(folder + "/pipe.png", 0o600) == 0)
            let pipeline = try Command.quarry(
                "config", "show", "quarry", "--json", "--set", "workers.memory-bytes=1073741824", "--set",
                "text.language-model=\"\"")
            let job = pipeline.output.trimmingCharacters(in: .newlines) + "\n\"\(folder)/pipe.png\"\n"
            try Files.write(job, to: folder + "/job.jsonl")
            let worker = Process()
            worker.executableURL = URL(filePath: Command.quarry)
            worker.arguments = ["probe", "--job", folder, "--from", "0"]
            try worker.run()
            defer { worker.end() }
            let status = try wait(worker.processIdentifier, "status") { $0.contains("Seccomp:\t2") }
            #expect(status.contains("Seccomp:\t2"), "\(status)")
            #expect(status.contains("NoNewPrivs:\t1"))
            let limits = try wait(worker.processIdentifier, "limits") { $0.contains("1073741824") }
            #expect(
                limits.split(separator: "\n").contains { $0.contains("address space") && $0.contains("1073741824") })
            #expect(limits.split(separator: "\n").contains { $0.contains("core file size") && $0.contains(" 0 ") })
        }
    }

    @Test func aPipelineThatRequiresBoundsRunsWhereTheyCanBeHad() throws {
        try withScratchFolder { folder in
            try Files.write(Crawl.site(pages: 2).gzip, to: folder + "/site.warc.gz")
            let run = try Command.quarry(
                "run", "\(Repository.root)/pipelines/quickstart.yaml", "--input", folder + "/site.warc.gz", "--output",
                folder + "/corpus", "--jobs", "1", "--progress", "never", "--set", "fetch.network=false", "--set",
                "text.language-model=\"\"", "--set", "workers.sandbox=required")
            #expect(run.code == 0, "\(run.errors)")
        }
    }

    /// What `/proc` says of a process, as soon as it says what is waited for.
    private func wait(_ process: pid_t, _ name: String, until isThere: (String) -> Bool) throws -> String {
        var text = ""
        for _ in 0..<500 {
            text = (try? String(contentsOfFile: "/proc/\(process)/\(name)", encoding: .utf8)) ?? ""
            if isThere(text) { break }
            usleep(20_000)
        }
        return text
    }
}
