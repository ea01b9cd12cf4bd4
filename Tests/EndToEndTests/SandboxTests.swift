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
            try Files.write(PNG.gradient(width: 300, height: 200, shade: 3), to: folder + "/picture.png")
            let pipeline = try Command.quarry(
                "config", "show", "quarry", "--json", "--set", "workers.memory-bytes=1073741824", "--set",
                "text.language-model=\"\"")
            // Enough to do that it is still there when it is looked at.
            let work = String(repeating: "\"\(folder)/picture.png\"\n", count: 200_000)
            let job = pipeline.output.trimmingCharacters(in: .newlines) + "\n" + work
            try Files.write(job, to: folder + "/job.jsonl")
            let worker = Process()
            // A worker has the file that it shares with its supervisor as descriptor 3.
            worker.executableURL = URL(filePath: "/bin/sh")
            worker.arguments = [
                "-c", "exec \"$0\" probe --job \"$1\" --from 0 3<>\"$1/beacon\"", Command.quarry, folder,
            ]
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

    /// Everything that code inside a worker could try, tried inside of one (`Tests/Faults/worker.c`), by what it still can do.
    @Test(.needsProgram("cc")) func aWorkerCanReachNothingButItsWork() throws {
        try withScratchFolder { folder in
            let library = folder + "/worker.so"
            let built = try Command.tool(
                "cc",
                [
                    "-shared", "-fPIC", "-O1", "\(Repository.root)/Tests/Faults/worker.c", "-o", library, "-ldl",
                    "-lpthread",
                ])
            #expect(built.code == 0, "\(built.errors)")
            try Files.makeFolder(folder + "/job")
            let pipeline = try Command.quarry(
                "config", "show", "quarry", "--json", "--set", "text.language-model=\"\"")
            let job = pipeline.output.trimmingCharacters(in: .newlines) + "\n\"\(folder)/none.png\"\n"
            try Files.write(job, to: folder + "/job/job.jsonl")
            let worker = try Command.run(
                "/bin/sh",
                [
                    "-c", "LD_PRELOAD=\"$2\" exec \"$0\" probe --job \"$1\" --from 0 3<>\"$1/beacon\"", Command.quarry,
                    folder + "/job", library,
                ])
            #expect(worker.code == 0, "\(worker.errors)")
            let lines = try Files.readText(folder + "/job/worker.txt").split(separator: "\n").map(String.init)
            #expect(lines.last == "end")
            var can = Set(lines.filter { $0.hasSuffix(" YES") }.map { String($0.dropLast(4)) })
            if Self.lacksLandlock { can.subtract(["read-passwd", "read-root", "write-tmp", "write-usr"]) }
            #expect(
                can == [
                    "thread", "kill-self", "read-libraries", "write-own", "limit-files", "limit-cpu", "limit-memory",
                ])
        }
    }

    /// Without Landlock the files of the user can be read, and a run says so at its start.
    private static let lacksLandlock: Bool = {
        let plan = try? Command.quarry(
            "run", "quarry", "--input", "/etc/hostname", "--output", "/tmp/none", "--dry-run")
        return plan?.errors.contains("no Landlock") ?? false
    }()

    /// A verb takes its arguments from the kernel: where `/proc` is not mounted, it is the same verb.
    @Test(
        .enabled(if: (try? Command.tool("unshare", ["-m", "true"]).code) == 0, "needs unshare and the right to use it"))
    func aVerbKeepsItsArgumentsWithoutProc() throws {
        let run = try Command.tool(
            "unshare",
            ["-m", "sh", "-c", "mount -t tmpfs none /proc && exec \"$@\"", "sh", Command.quarry, "verify", "/nowhere"])
        #expect(run.code == 1 && run.output.contains("corpus.json"), "\(run.code) \(run.output) \(run.errors)")
    }

    /// What `/proc` says of a process, as soon as it says what is waited for.
    private func wait(_ process: pid_t, _ name: String, until isThere: (String) -> Bool) throws -> String {
        var text = ""
        for _ in 0..<12_000 {
            text = (try? String(contentsOfFile: "/proc/\(process)/\(name)", encoding: .utf8)) ?? ""
            if isThere(text) { break }
            usleep(20_000)
        }
        return text
    }
}
