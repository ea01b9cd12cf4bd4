import ArgumentParser
import Fetching
import Glibc
import Platform

/// Fetching beside curl, on the same files from the same nginx in one run; and many slow hosts at once.
struct FetchBench: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fetch", abstract: "Images fetched, hashed and packed per CPU second, beside curl --parallel.")

    @Argument(help: "WARC files whose images are served.")
    var archives: [String]
    @Option(help: "Files to fetch; the images are repeated under other names up to this number.")
    var count = 3000
    @Option(help: "Runs of each side; the median is printed last.")
    var repeats = 3
    @Option(help: "Transfers at once.")
    var connections = 64
    @Option(help: "The nginx to serve with.")
    var nginx = "/usr/sbin/nginx"
    @Option(help: "The port of the loopback to serve on.")
    var port = 18_093
    @Option(help: "The quarry whose verb fetch is measured (default: beside this program).")
    var quarry: String?
    @OptionGroup var checks: CheckOptions
    @Flag(help: "Also hold thousands of transfers of 1,000 slow hosts at once (needs python3).")
    var slow = false

    func run() throws {
        var thresholds = try Thresholds("fetch", checks)
        let work = try Files.makeTemporaryFolder("quarry-bench")
        defer { try? Files.remove(work) }
        try Files.makeFolder(work + "/serve")
        let names = try cut(into: work + "/serve")
        let server = try WebServer(nginx: nginx, root: work + "/serve", work: work, port: port)
        defer { server.stop() }
        let urls = names.map { "http://127.0.0.1:\(port)/\($0)" }
        try writeCurlLists(urls, names, work)
        var rows: [String: [Measure]] = [:]
        for _ in 0..<repeats {
            rows["quarry", default: []].append(try measureQuarry(urls, work))
            rows["curl, to files", default: []].append(try measureCurl(work + "/files.cfg", work))
            rows["curl, no files", default: []].append(try measureCurl(work + "/memory.cfg", work))
        }
        // Last, because the peak memory of children is that of the largest so far.
        for index in 0..<repeats {
            rows[Self.verb, default: []].append(try measureVerb(urls, work, index))
        }
        for (name, measures) in rows.sorted(by: { $0.key < $1.key }) { report(name, measures) }
        if slow { try SlowHosts(work: work, connections: 4000).run() }
        let rates = rows.mapValues { CPUClock.median($0.map(\.perSecond)) }
        if let own = rates["quarry"], let verb = rates[Self.verb], let peer = rates["curl, to files"] {
            thresholds.note("fetched, hashed, packed / curl to files, images a CPU second", own / peer)
            thresholds.note("quarry fetch / curl to files, images a CPU second", verb / peer)
        }
        try thresholds.finish()
    }

    private static let verb = "quarry fetch: fetched, packed, decoded, measured, packed by content"

    /// Fills the served folder with the images of the archives, again and again under other names.
    private func cut(into serve: String) throws -> [String] {
        var names: [String] = []
        for archive in archives {
            try ArchiveImages.forEach(archive) { body, type in
                guard names.count < count else { return }
                let name = "\(names.count).\(type)"
                try Files.write(body, to: serve + "/" + name)
                names.append(name)
            }
        }
        guard !names.isEmpty else { throw ValidationError("no images in \(archives.joined(separator: " "))") }
        let distinct = names.count
        for index in distinct..<max(distinct, count) {
            let name = "\(index)-" + names[index % distinct]
            guard symlink(names[index % distinct], serve + "/" + name) == 0 else {
                throw SystemError("link", path: name)
            }
            names.append(name)
        }
        print("\(distinct) distinct images, \(names.count) files")
        return names
    }

    private func writeCurlLists(_ urls: [String], _ names: [String], _ work: String) throws {
        func list(_ output: (String) -> String) -> String {
            zip(urls, names).map { "url = \"\($0)\"\noutput = \"\(output($1))\"\n" }.joined()
        }
        try Files.write(list { "\(work)/out/\($0)" }, to: work + "/files.cfg")
        try Files.write(list { _ in "/dev/null" }, to: work + "/memory.cfg")
    }

    /// Our loop with all its manners, SHA-256 and a tar pack.
    private func measureQuarry(_ urls: [String], _ work: String) throws -> Measure {
        var policy = FetchPolicy()
        policy.connections = connections
        policy.connectionsPerHost = connections
        policy.minimumGapPerHost = 0
        policy.allowedAddresses = CIDR("127.0.0.1:\(port)").map { [$0] } ?? []
        var (images, bytes, index) = (0, 0, 0)
        return try Measure.own {
            var pack = try TarPack(path: work + "/pack.tar")
            let fetcher = try Fetcher(policy: policy)
            try fetcher.run(
                next: {
                    defer { index += 1 }
                    return index < urls.count ? FetchRequest(id: index, url: urls[index]) : nil
                },
                deliver: { result in
                    guard result.outcome == .fetched else { throw ValidationError("\(result.url): \(result.outcome)") }
                    try pack.add(result.digest.hex, result.body)
                    images += 1
                    bytes += result.body.count
                })
            try pack.close()
            return (images, bytes)
        }
    }

    private func measureCurl(_ list: String, _ work: String) throws -> Measure {
        try Files.remove(work + "/out")
        try Files.makeFolder(work + "/out")
        let arguments = ["-s", "--parallel", "--parallel-immediate", "--parallel-max", "\(connections)", "-K", list]
        return try Measure.child {
            let code = try Command("/usr/bin/curl", arguments).wait()
            guard code == 0 else { throw ValidationError("curl ended with \(code)") }
            return (count, 0)
        }
    }

    /// The whole verb with its worker processes: what the loop does, then every picture decoded and hashed in a sandbox,
    /// and packs and records written.
    private func measureVerb(_ urls: [String], _ work: String, _ index: Int) throws -> Measure {
        try Files.write(urls.joined(separator: "\n") + "\n", to: work + "/urls.txt")
        let own = CommandLine.arguments[0]
        let beside = (own.lastIndex(of: "/").map { String(own[...$0]) } ?? "./") + "quarry"
        let arguments = [
            "fetch", "--urls", work + "/urls.txt", "--output", "\(work)/verb-\(index)", "--jobs", "1",
            "--allow-address", "127.0.0.1:\(port)", "--progress", "never",
            "--set", "fetch.connections=\(connections)", "--set", "fetch.connections-per-host=\(connections)",
        ]
        return try Measure.child {
            let code = try Command(quarry ?? beside, arguments).wait()
            guard code == 0 else { throw ValidationError("quarry fetch ended with \(code)") }
            return (urls.count, 0)
        }
    }

    private func report(_ name: String, _ measures: [Measure]) {
        let sorted = measures.sorted { $0.perSecond < $1.perSecond }
        let middle = sorted[sorted.count / 2]
        let runs = measures.map { "\(Int($0.perSecond))" }.joined(separator: " ")
        print(
            "\(name): \(Int(middle.perSecond)) images per CPU second (runs: \(runs)), \(middle.images) images, "
                + "\(middle.bytes / 1_000_000) MB, CPU \(middle.cpu) s, wall \(middle.wall) s, "
                + "peak RSS \(middle.peak >> 10) MB"
        )
    }
}
